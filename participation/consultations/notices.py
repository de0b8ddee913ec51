"""What people hear of proposals by mail: authors and signers, once per occurrence, after the commit."""

from collections.abc import Sequence
from uuid import UUID

from flask import current_app

from accounts.people.letters import write_to
from kernel.actors import ANONYMOUS, Actor
from kernel.app import settings_of
from kernel.database import db
from kernel.events import EventRow, on
from kernel.i18n import _, money
from participation.consultations.models.answers import Answer, Outcome
from participation.consultations.models.formats import Visibility
from participation.consultations.models.proposals import Proposal
from participation.consultations.proposal_wording import STATUSES
from participation.consultations.queries.members import member_ids
from participation.consultations.queries.proposals import address_of, signers_of
from participation.consultations.services.votes import note_outcomes
from participation.voting.queries import vote_by_id


def listen() -> None:
    """Hear of votes, answers and changes; called at start."""
    on("vote.published", inside=True)(bring_the_result_back)
    on("answer.published")(tell_of_the_answer)
    on("proposal.voted_on")(tell_of_the_result)
    on("proposal.edited")(tell_of_the_new_version)
    on("proposal.withdrawn")(tell_of_the_withdrawal)


def bring_the_result_back(row: EventRow) -> None:
    """The result stands beside each proposal from the same instant as on the page of the vote."""
    note_outcomes(actor=Actor(person_id=row.actor_id), vote_id=UUID(row.subject_id))


def tell_of_the_answer(row: EventRow) -> None:
    """Authors and signers read what the office says."""
    answer = db.session.get_one(Answer, UUID(row.payload["answer_id"]))
    proposal = answer.proposal
    text = _(
        "die Verwaltung hat auf den Vorschlag „%(title)s“ geantwortet. Sein Stand ist jetzt: %(status)s.\n\n%(reason)s",
        title=proposal.title,
        status=str(STATUSES[answer.status]),
        reason="\n\n".join([answer.plain, *_facts(answer)]),
    )
    subject = _("Antwort auf „%(title)s“", title=proposal.title)
    _write(_everybody(proposal), f"answer:{answer.id}", subject, text, proposal)


def tell_of_the_result(row: EventRow) -> None:
    """Authors and signers read what the vote decided, and why."""
    vote_id = UUID(row.payload["vote_id"])
    outcome = db.session.get_one(Outcome, (UUID(row.subject_id), vote_id))
    proposal = db.session.get_one(Proposal, outcome.proposal_id)
    chosen = _("„%(title)s“ wurde gewählt.", title=proposal.title)
    missed = _("„%(title)s“ wurde nicht gewählt.", title=proposal.title)
    subject = chosen if outcome.chosen else missed
    text = _(
        "das Ergebnis der Abstimmung steht fest. %(sentence)s\n\n%(why)s",
        sentence=subject,
        why="\n\n".join([outcome.explanation, *_what_it_binds(vote_id)]),
    )
    _write(_everybody(proposal), f"outcome:{vote_id}:{proposal.id}", subject, text, proposal)


def tell_of_the_new_version(row: EventRow) -> None:
    """Signers of older versions read that it changed; they may take their signature back."""
    proposal = db.session.get_one(Proposal, UUID(row.subject_id))
    text = _(
        "der Vorschlag „%(title)s“ hat eine neue Fassung. Sie unterstützen ihn. "
        "Sehen Sie nach, ob das noch passt. Ihre Unterstützung können Sie zurücknehmen.",
        title=proposal.title,
    )
    occurrence = f"version:{proposal.id}:{row.payload['version']}"
    subject = _("Neue Fassung von „%(title)s“", title=proposal.title)
    _write(signers_of(proposal.id), occurrence, subject, text, proposal)


def tell_of_the_withdrawal(row: EventRow) -> None:
    """Signers read that the author took it back."""
    proposal = db.session.get_one(Proposal, UUID(row.subject_id))
    text = _(
        "der Vorschlag „%(title)s“ wurde zurückgezogen. Sie können ihn weiter nachlesen.",
        title=proposal.title,
    )
    subject = _("Zurückgezogen: „%(title)s“", title=proposal.title)
    _write(signers_of(proposal.id), f"withdrawn:{proposal.id}", subject, text, proposal)


def _what_it_binds(vote_id: UUID) -> list[str]:
    """That too few voted for a binding result, where that is so."""
    if not vote_by_id(ANONYMOUS, vote_id).is_advisory:
        return []
    return [_("Das Ergebnis ist beratend, denn es haben zu wenige abgestimmt.")]


def _facts(answer: Answer) -> list[str]:
    """Cost and period, where the answer names them, in one paragraph."""
    cost, lines = answer.cost_cents, []
    if cost is not None:
        lines.append(_("Kosten: %(cost)s", cost=money(cost)))
    if answer.period:
        lines.append(_("Zeitraum: %(period)s", period=answer.period))
    return ["\n".join(lines)] if lines else []


def _readers(proposal: Proposal, people: Sequence[UUID]) -> Sequence[UUID]:
    """Those who may still read it: of an internal format nobody hears whose invitation was taken back."""
    if proposal.format.visibility is not Visibility.INTERN:
        return people
    members = member_ids(proposal.format_id)
    return [person_id for person_id in people if person_id in members]


def _everybody(proposal: Proposal) -> list[UUID]:
    return [proposal.author_id, *signers_of(proposal.id)]


def _write(
    people: Sequence[UUID], occurrence: str, subject: str, text: str, proposal: Proposal
) -> None:
    address = f"{settings_of(current_app).public_url}{address_of(proposal)}"
    whole = _("Guten Tag,\n\n%(words)s\n\nAlles dazu: %(address)s\n", words=text, address=address)
    write_to(_readers(proposal, people), occurrence=occurrence, subject=subject, text=whole)
