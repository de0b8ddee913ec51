"""Asking to speak, and taking it back; the same id is the same contribution, however often it is sent.

For a seat asks who is there for it today: its holder, or who stands in with an account.
"""

from uuid import UUID

from sqlalchemy import func, select

from kernel import clock, limits
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotFound, NotPermitted
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.queries import log_of, present_seats
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.speech import Asking, EntryState, Obstacle, obstacle
from roundtable.meetings.rules.states import State
from roundtable.meetings.services.holding import held_by_preparer
from roundtable.meetings.speaking import rows
from roundtable.meetings.speaking.errors import CannotAsk, EntryTaken
from roundtable.meetings.speaking.events import SpeakerAsked, SpeakerWithdrawn
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.standing_in import acting_seat
from roundtable.tables.models import Seat

RATE = "20/minute"  # each is a fact in the log, and every open room looks anew


@transactional
def ask(*, actor: Actor, meeting: Meeting, entry_id: UUID, kind: Kind) -> SpeakerEntry:
    """Ask to speak for the seat one is there for, to the item that is called."""
    seat = _seat_of(actor, locked(meeting))
    if known := _known(meeting, entry_id, seat.id, kind):
        return known
    limits.check(RATE, "speak", limits.whose(actor))
    step = _arrival(meeting, seat.id)
    if (
        step is None or rows.there_for(seat, step) != actor.person_id
    ):  # somebody else sits there today
        raise CannotAsk(Obstacle.NICHT_DA)
    entry = SpeakerEntry(id=entry_id, seat_id=seat.id, kind=kind, deputy_name=step.deputy_name)
    return _put(actor, meeting, entry)


@transactional
def enter(
    *, actor: Actor, meeting: Meeting, entry_id: UUID, seat_id: UUID, kind: Kind
) -> SpeakerEntry:
    """Chair or secretary enter somebody who has no device; the list says so."""
    held_by_preparer(actor, meeting)
    if known := _known(meeting, entry_id, seat_id, kind):
        return known
    step = _arrival(meeting, seat_id)
    if step is None:
        raise CannotAsk(Obstacle.NICHT_DA)
    entry = SpeakerEntry(id=entry_id, seat_id=seat_id, kind=kind, deputy_name=step.deputy_name)
    entry.entered_by = actor.person_id
    return _put(actor, meeting, entry)


@transactional
def withdraw(*, actor: Actor, meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """Take one's own request back before speaking; a repeat changes nothing."""
    seat = _seat_of(actor, locked(meeting))
    entry = db.session.get(SpeakerEntry, entry_id)
    if entry is None or entry.meeting_id != meeting.id or entry.seat_id != seat.id:
        raise NotFound
    if entry.state is not EntryState.ZURUECKGEZOGEN:
        rows.go(entry, EntryState.ZURUECKGEZOGEN)
        rows.tell(meeting, actor, SpeakerWithdrawn(str(entry.id)))
    return entry


def _put(actor: Actor, meeting: Meeting, entry: SpeakerEntry) -> SpeakerEntry:
    """Put a request of somebody who is there at the end, unless a guard says no."""
    speaker = rows.speaker_in(meeting)
    if why := obstacle(entry.kind, _asking(meeting, entry, speaker)):
        raise CannotAsk(why)
    item = meeting.called
    if item is None:  # the guard has said so
        raise CannotAsk(Obstacle.KEIN_PUNKT)
    last = select(func.max(SpeakerEntry.seq)).where(SpeakerEntry.meeting_id == meeting.id)
    entry.meeting_id, entry.item_id, entry.asked_at = meeting.id, item.id, clock.now()
    entry.seq = (db.session.scalar(last) or 0) + 1
    if speaker and entry.kind is Kind.ZWISCHENFRAGE:
        entry.interrupts_id = speaker.id
    db.session.add(entry)
    db.session.flush()
    event = SpeakerAsked(str(entry.id), str(item.id), entry.kind.value, bool(entry.entered_by))
    rows.tell(meeting, actor, event)
    return entry


def _asking(meeting: Meeting, entry: SpeakerEntry, speaker: SpeakerEntry | None) -> Asking:
    item = meeting.called
    same = rows.waiting_in(meeting, seat_id=entry.seat_id)
    return Asking(
        runs=meeting.status is State.LAUFEND,
        item_called=item is not None,
        present=True,
        list_closed=item is not None and item.list_closed,
        another_speaks=speaker is not None and speaker.seat_id != entry.seat_id,
        waits=any(item and one.item_id == item.id and one.kind is entry.kind for one in same),
    )


def _seat_of(actor: Actor, meeting: Meeting) -> Seat:
    seat = acting_seat(actor, meeting, clock.now())
    if seat is None:
        raise NotPermitted
    return seat


def _arrival(meeting: Meeting, seat_id: UUID) -> Presence | None:
    """How somebody came for this seat; None where nobody is there."""
    log = log_of(meeting.id)
    if seat_id not in present_seats(log):
        return None
    return next(step for step in reversed(log) if step.seat_id == seat_id)


def _known(meeting: Meeting, entry_id: UUID, seat_id: UUID, kind: Kind) -> SpeakerEntry | None:
    """The contribution of this id, where it was sent before; raises EntryTaken for another one's."""
    known = db.session.get(SpeakerEntry, entry_id)
    if known is None:
        return None
    if (known.meeting_id, known.seat_id, known.kind) != (meeting.id, seat_id, kind):
        raise EntryTaken
    return known
