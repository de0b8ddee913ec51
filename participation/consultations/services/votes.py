"""The vote of a format: accepted proposals become its options, and its result comes back to them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.database import insert_or_ignore, transactional
from kernel.errors import Conflict, RuleViolation
from kernel.i18n import _, lazy
from kernel.links import link
from participation.consultations.events.proposals import ProposalVotedOn
from participation.consultations.models.answers import Outcome
from participation.consultations.models.formats import Format, Visibility
from participation.consultations.models.proposals import KIND, Proposal
from participation.consultations.permissions import OfficeAction
from participation.consultations.queries.answers import eligible_proposals
from participation.consultations.queries.proposals import proposals_by_ids
from participation.consultations.services.holding import hold
from participation.consultations.services.permit import permit
from participation.consultations.services.proposals import tell
from participation.voting import services
from participation.voting.models import Vote
from participation.voting.queries import vote_by_id
from participation.voting.results import OptionResult, Result
from participation.voting.services import OptionDraft, VoteDraft

OPTION = "option"
LONGEST_SUMMARY = 280


class NotEligible(RuleViolation):
    """A budget buys what the office has accepted and priced."""

    message = lazy("Zur Wahl stehen nur angenommene Vorschläge mit Kosten.")


class VotesArePublic(Conflict):
    """Everybody reads a rule card and a result; what only invited people read has neither."""

    message = lazy("Abstimmungen sind öffentlich. Ein internes Format kann keine haben.")


@transactional
def prepare_format_vote(
    *, actor: Actor, format_: Format, draft: VoteDraft, numbers: Sequence[int]
) -> Vote:
    """Write down a vote over these proposals of the format and link each with it."""
    permit(actor, OfficeAction.MANAGE, hold(format_), clock.now())
    if format_.visibility is Visibility.INTERN:
        raise VotesArePublic
    eligible = {proposal.number: proposal for proposal in eligible_proposals(format_)}
    if not numbers or not set(numbers) <= eligible.keys():
        raise NotEligible(field="numbers")
    chosen = [eligible[number] for number in sorted(set(numbers))]
    vote = services.prepare_vote(
        actor=actor,
        draft=replace(draft, subject=format_.subject),
        options=[_option(proposal) for proposal in chosen],
    )
    for proposal in chosen:
        link(OPTION, proposal.subject, vote.subject)
    return vote


@transactional
def note_outcomes(*, actor: Actor, vote_id: UUID) -> None:
    """Write beside each proposal what the published result of a vote made of it; a second time changes nothing."""
    vote = vote_by_id(ANONYMOUS, vote_id)
    options = {option.subject_id: option.key for option in vote.options if _is_proposal(option)}
    if vote.result is None or not options:
        return
    results = {option.key: option for option in Result.of_json(vote.result).options}
    for proposal in proposals_by_ids(actor, list(options)):
        _note(actor, proposal, vote, results[options[str(proposal.id)]])


def _note(actor: Actor, proposal: Proposal, vote: Vote, result: OptionResult) -> None:
    new = insert_or_ignore(
        Outcome.__table__,
        proposal_id=proposal.id,
        vote_id=vote.id,
        chosen=result.chosen,
        explanation=result.explanation,
        at=vote.published_at or clock.now(),
    )
    if new:
        tell(ProposalVotedOn(proposal.id, vote.id, result.chosen), proposal, actor)


def _option(proposal: Proposal) -> OptionDraft:
    if proposal.cost_cents is None:
        raise NotEligible(field="numbers")
    return OptionDraft(
        key=f"v{proposal.number}",
        title=proposal.title,
        cost_cents=proposal.cost_cents,
        summary=_shortened(" ".join(proposal.plain.split())),
        subject=proposal.subject,
    )


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_SUMMARY:
        return text
    return _("%(beginning)s …", beginning=text[:LONGEST_SUMMARY].rpartition(" ")[0])


def _is_proposal(option: object) -> bool:
    return getattr(option, "subject_kind", "") == KIND
