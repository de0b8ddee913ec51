"""Official answers: drafted, signed by a second person, published; several at once or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, locked, transactional
from kernel.errors import Conflict, NotPermitted, NotSignedIn, RuleViolation
from kernel.events import OFFICE, Event, record
from kernel.i18n import _, lazy
from participation.consultations import proposal_judge
from participation.consultations.events.answers import (
    AnswerCosigned,
    AnswerDrafted,
    AnswerPublished,
    AnswerReturned,
)
from participation.consultations.glance import responsible_at
from participation.consultations.models.answers import Answer, AnswerState
from participation.consultations.models.proposals import Proposal
from participation.consultations.office_judge import can_cosign, possible_cosigners
from participation.consultations.permissions import OfficeAction
from participation.consultations.rules.proposals import Status, is_decided, may_move
from participation.consultations.services.proposals import tell

LONGEST_REASON = 10_000

#: by answer the version that somebody has read
Seen = Mapping[UUID, int]


class CosignerIsAuthor(RuleViolation):
    """Two people stand behind an answer."""

    message = lazy("Mitzeichnen muss eine zweite Person.")


class AnswerIsUnderway(Conflict):
    """One answer after the other: a proposal has one unpublished answer at most."""

    message = lazy("Für diesen Vorschlag liegt schon ein Entwurf.")


class AnswerChangedMeanwhile(Conflict):
    """Somebody else changed the draft, or has published it; nothing was stored."""

    message = lazy("Der Entwurf wurde inzwischen geändert. Ihre Eingaben stehen noch da.")


class AnswerNotSeen(Conflict):
    """Nobody signs or publishes words they have not read."""

    message = lazy(
        "Eine Antwort hat sich geändert oder wartet nicht mehr. Bitte sehen Sie noch einmal nach."
    )


class NotCosigned(Conflict):
    """Only what a second person has signed becomes public."""

    message = lazy("Diese Antwort ist noch nicht mitgezeichnet.")


class StatusDoesNotFollow(RuleViolation):
    """The status has no way from where the proposal stands to what the answer says."""

    message = lazy("Dieser Stand passt nicht zum bisherigen Stand des Vorschlags.")


rule("ck_answers_second_person", CosignerIsAuthor)


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer as the office writes it; the text is the reason."""

    status: Status
    text: str
    cost_cents: int | None = None
    period: str = ""


@transactional
def draft_answers(
    *, actor: Actor, drafts: Sequence[tuple[Proposal, AnswerDraft]], cosigner_id: UUID
) -> list[Answer]:
    """Write answers and ask one second person to look at them; all are stored or none."""
    at = clock.now()
    in_order = sorted(drafts, key=lambda pair: pair[0].id)  # one order of locks for everybody
    return [_draft(actor, proposal, draft, cosigner_id, at) for proposal, draft in in_order]


@transactional
def redraft_answer(
    *, actor: Actor, answer: Answer, based_on: int, draft: AnswerDraft, cosigner_id: UUID
) -> Answer:
    """Change an unpublished answer; the actor becomes its author and the second person looks again."""
    at = clock.now()
    _permit_to_answer(actor, answer.proposal, at)
    locked(answer)
    if answer.is_public:
        raise AnswerChangedMeanwhile(
            _("Diese Antwort ist inzwischen veröffentlicht. Ihre Eingaben stehen noch da.")
        )
    if answer.version != based_on:
        raise AnswerChangedMeanwhile
    _take(actor, answer, draft, cosigner_id, at)
    _tell_office(AnswerDrafted(answer.id, cosigner_id), answer, actor)
    return answer


@transactional
def discard_answer(*, actor: Actor, answer: Answer) -> None:
    """Throw an unpublished answer away."""
    _permit_to_answer(actor, answer.proposal, clock.now())
    if locked(answer).is_public:
        raise AnswerChangedMeanwhile
    db.session.delete(answer)


@transactional
def cosign_answers(
    *, actor: Actor, answers: Sequence[Answer], comment: str = "", seen: Seen | None = None
) -> None:
    """Sign for answers as the second person who was asked; raises AnswerNotSeen where one changed since `seen`."""
    at = clock.now()
    for answer in sorted(answers, key=lambda row: row.id):
        _ensure_asked(actor, answer)
        _ensure_seen(answer, seen)
        answer.state, answer.cosigned_at = AnswerState.MITGEZEICHNET, at
        answer.comment = comment
        _tell_office(AnswerCosigned(answer.id), answer, actor)


@transactional
def return_answer(*, actor: Actor, answer: Answer, comment: str) -> None:
    """Hand a draft back to its author, saying what should change."""
    _ensure_asked(actor, answer)
    if not comment:
        raise RuleViolation(_("Bitte schreiben Sie, was sich ändern soll."), field="comment")
    answer.state, answer.comment = AnswerState.ZURUECKGEGEBEN, comment
    _tell_office(AnswerReturned(answer.id), answer, actor)


@transactional
def publish_answers(*, actor: Actor, answers: Sequence[Answer], seen: Seen | None = None) -> None:
    """Make signed answers public and move the proposals; all become public or none. Twice does no more than once.

    Raises AnswerNotSeen where one changed since the versions in `seen`.
    """
    at = clock.now()
    for answer in sorted(answers, key=lambda row: row.proposal_id):
        _publish(actor, answer, at, seen)


def all_seen(answers: Sequence[Answer], seen: Seen) -> list[Answer]:
    """Those of the answers that somebody has read; raises AnswerNotSeen where one of them is no longer there."""
    found = [answer for answer in answers if answer.id in seen]
    if len(found) < len(seen):
        raise AnswerNotSeen
    return found


def open_answer_of(proposal: Proposal) -> Answer | None:
    """The one unpublished answer of the proposal."""
    statement = select(Answer).where(
        Answer.proposal_id == proposal.id, Answer.state != AnswerState.VEROEFFENTLICHT
    )
    return db.session.scalar(statement)


def _draft(
    actor: Actor, proposal: Proposal, draft: AnswerDraft, cosigner_id: UUID, at: datetime
) -> Answer:
    _permit_to_answer(actor, locked(proposal), at)
    if open_answer_of(proposal):
        raise AnswerIsUnderway(
            _("Für Vorschlag %(number)s liegt schon ein Entwurf.", number=proposal.number)
        )
    answer = Answer(proposal=proposal)
    _take(actor, answer, draft, cosigner_id, at)
    db.session.add(answer)
    db.session.flush()
    _tell_office(AnswerDrafted(answer.id, cosigner_id), answer, actor)
    return answer


def _take(
    actor: Actor, answer: Answer, draft: AnswerDraft, cosigner_id: UUID, at: datetime
) -> None:
    if actor.person_id is None:
        raise NotSignedIn
    _ensure_follows(answer.proposal, draft.status)
    _ensure_complete(draft)
    _ensure_second(actor, answer.proposal, cosigner_id)
    answer.write(draft.text)
    answer.status, answer.cost_cents = draft.status, draft.cost_cents
    answer.period = draft.period
    answer.drafted_by, answer.drafted_at = actor.person_id, at
    answer.cosigner_id, answer.cosigned_at = cosigner_id, None
    answer.state, answer.comment = AnswerState.ENTWURF, ""


def _publish(actor: Actor, answer: Answer, at: datetime, seen: Seen | None) -> None:
    proposal = locked(answer.proposal)
    _permit_to_answer(actor, proposal, at)
    if locked(answer).is_public:
        return
    _ensure_seen(answer, seen)
    if answer.state is not AnswerState.MITGEZEICHNET:
        raise NotCosigned(
            _("Die Antwort auf Vorschlag %(n)s ist noch nicht mitgezeichnet.", n=proposal.number)
        )
    _ensure_follows(proposal, answer.status)
    responsible, _deputy = responsible_at(proposal.format, at)
    answer.office = responsible.office if responsible else ""
    answer.state, answer.published_by = AnswerState.VEROEFFENTLICHT, actor.person_id
    answer.published_at = at
    _move(proposal, answer, at)
    tell(AnswerPublished(answer.id, proposal.id, answer.status.value), proposal, actor)


def _move(proposal: Proposal, answer: Answer, at: datetime) -> None:
    proposal.status = answer.status
    if answer.cost_cents is not None:
        proposal.cost_cents = answer.cost_cents
    if is_decided(answer.status) and proposal.answered_at is None:
        proposal.answered_at = at


def _permit_to_answer(actor: Actor, proposal: Proposal, at: datetime) -> None:
    proposal_judge.permit(actor, OfficeAction.ANSWER, proposal, at)


def _ensure_follows(proposal: Proposal, status: Status) -> None:
    if proposal.is_withdrawn:
        raise StatusDoesNotFollow(
            _("Vorschlag %(number)s ist zurückgezogen.", number=proposal.number)
        )
    if not may_move(proposal.status, status):
        raise StatusDoesNotFollow(field="status")


def _ensure_complete(draft: AnswerDraft) -> None:
    if not draft.text.strip():
        raise RuleViolation(_("Bitte begründen Sie die Antwort."), field="text")
    if len(draft.text) > LONGEST_REASON:
        raise RuleViolation(_("Die Begründung hat höchstens 10.000 Zeichen."), field="text")
    if draft.cost_cents is not None and draft.cost_cents < 0:
        raise RuleViolation(_("Kosten sind nicht negativ."), field="cost")


def _ensure_second(actor: Actor, proposal: Proposal, cosigner_id: UUID) -> None:
    if cosigner_id == actor.person_id:
        raise CosignerIsAuthor(field="cosigner")
    if cosigner_id not in possible_cosigners(actor, proposal.format):
        raise RuleViolation(_("Diese Person kann hier nicht mitzeichnen."), field="cosigner")


def _ensure_asked(actor: Actor, answer: Answer) -> None:
    if not can_cosign(actor, locked(answer)):
        raise NotPermitted(_("Um diese Mitzeichnung wurde jemand anderes gebeten."))
    if answer.state is not AnswerState.ENTWURF:
        raise AnswerChangedMeanwhile


def _ensure_seen(answer: Answer, seen: Seen | None) -> None:
    if seen is not None and seen.get(answer.id) != answer.version:
        raise AnswerNotSeen


def _tell_office(event: Event, answer: Answer, actor: Actor) -> None:
    record(event, subject=answer.proposal.subject, actor=actor, audience=OFFICE)
