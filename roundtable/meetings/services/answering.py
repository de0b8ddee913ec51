"""Seats answer an invitation: signed in, or by the link that was mailed to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotFound, NotPermitted
from kernel.events import record
from roundtable.meetings.errors import AnswersAreOver, DeputyIsMissing
from roundtable.meetings.events import DeputyConfirmed, SeatAnswered
from roundtable.meetings.models import Meeting, Rsvp
from roundtable.meetings.queries import deputies_of, meeting_and_seat
from roundtable.meetings.rules.states import State
from roundtable.meetings.services.holding import held_by_chair, seats_alone
from roundtable.tables.models import Seat
from roundtable.tables.seating import seated


class Answer(StrEnum):
    """What a seat says; stored as written."""

    ZUGESAGT = "zugesagt"
    ABGESAGT = "abgesagt"
    VERTRETUNG = "vertretung"


@dataclass(frozen=True)
class RsvpDraft:
    """An answer as its form sends it; `deputy_id` names a listed deputy, `deputy_name` somebody new."""

    answer: Answer
    deputy_id: UUID | None = None
    deputy_name: str = ""
    needs: Sequence[str] = ()
    needs_note: str = ""


@transactional
def answer_as(*, actor: Actor, meeting: Meeting, draft: RsvpDraft) -> Rsvp:
    """The actor's own seat answers; the last answer counts."""
    locked(meeting)
    seat = seated(meeting.table_id, actor.person_id, clock.now()) if actor.person_id else None
    if seat is None:
        raise NotPermitted
    return _answer(actor, meeting, seat, draft, by_link=False)


@transactional
def answer_by_link(*, token: str, draft: RsvpDraft) -> Rsvp:
    """The seat of a mailed link answers; NotFound for a link nobody was sent, or whose seat has passed on."""
    meeting, seat = meeting_and_seat(token)
    return _answer(ANONYMOUS, locked(meeting), seat, draft, by_link=True)


@transactional
def confirm_deputy(*, actor: Actor, meeting: Meeting, seat_id: UUID) -> Rsvp:
    """The chair lets somebody newly named stand in; a second time changes nothing."""
    held_by_chair(actor, meeting)
    rsvp = db.session.get(Rsvp, (meeting.id, seat_id))
    if rsvp is None or not rsvp.deputy_name:
        raise NotFound
    if rsvp.deputy_confirmed_at is None:
        rsvp.deputy_confirmed_at = clock.now()
        event = DeputyConfirmed(str(seat_id))
        record(event, subject=meeting.subject, actor=actor, audience=seats_alone(meeting))
    return rsvp


def _answer(actor: Actor, meeting: Meeting, seat: Seat, draft: RsvpDraft, *, by_link: bool) -> Rsvp:
    if meeting.status is not State.EINGELADEN:
        raise AnswersAreOver
    deputy_id, deputy_name = _deputy(seat, draft)
    rsvp = db.session.get(Rsvp, (meeting.id, seat.id))
    if rsvp is None:
        rsvp = Rsvp(meeting_id=meeting.id, seat_id=seat.id, deputy_name="")
        db.session.add(rsvp)
    if deputy_id or rsvp.deputy_name != deputy_name:  # who is listed needs no confirmation
        rsvp.deputy_confirmed_at = clock.now() if deputy_id else None
    rsvp.answer, rsvp.deputy_id, rsvp.deputy_name = draft.answer.value, deputy_id, deputy_name
    rsvp.needs, rsvp.needs_note = sorted(set(draft.needs)), draft.needs_note
    rsvp.answered_at = clock.now()
    event = SeatAnswered(str(seat.id), draft.answer.value, by_link)
    record(event, subject=meeting.subject, actor=actor, audience=seats_alone(meeting))
    return rsvp


def _deputy(seat: Seat, draft: RsvpDraft) -> tuple[UUID | None, str]:
    """Who comes instead: one of the seat's deputies, or somebody newly named."""
    if draft.answer is not Answer.VERTRETUNG:
        return None, ""
    if draft.deputy_id is not None:
        name = deputies_of(seat).get(draft.deputy_id)
        if name is None:
            raise DeputyIsMissing
        return draft.deputy_id, name
    if not draft.deputy_name.strip():
        raise DeputyIsMissing
    return None, draft.deputy_name.strip()
