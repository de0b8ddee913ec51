"""Changes of rows that several deeds share, the meeting's own too; the caller holds the meeting and asked who acts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.events import Event, record
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.rules.speech import WAITING, EntryState, may_go, spoken_ms
from roundtable.meetings.speaking.errors import EntryStays
from roundtable.meetings.speaking.events import SpeakerEnded, SpeakerPaused, SpeakerSkipped
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.telling import room_of
from roundtable.tables.models import Seat


def go(entry: SpeakerEntry, to: EntryState) -> None:
    """Take a step and set the clock; raises EntryStays."""
    if not may_go(entry.state, to):
        raise EntryStays
    now = clock.now()
    _stop(entry, now)
    if to is EntryState.SPRICHT:
        entry.started_at = entry.started_at or now
        entry.speaks_since = now
    elif to not in {EntryState.AUFGERUFEN, EntryState.PAUSIERT}:
        entry.ended_at = now
    entry.state = to
    db.session.flush()  # in this order, so that no two speak for a moment


def tell(meeting: Meeting, actor: Actor, event: Event) -> None:
    """Record a fact of the list for the table, and let the room hear it."""
    audience = (f"table:{meeting.table_id}",)
    record(event, subject=meeting.subject, actor=actor, audience=audience, room=room_of(meeting.id))


def end(meeting: Meeting, actor: Actor, entry: SpeakerEntry) -> None:
    """A speech is over; questions to it that wait lapse with it."""
    go(entry, EntryState.BEENDET)
    tell(meeting, actor, SpeakerEnded(str(entry.id), entry.spoken_ms // 1000))
    lapse(meeting, actor, _questions_to(entry))


def pause(meeting: Meeting, actor: Actor, entry: SpeakerEntry) -> None:
    """The clock stands."""
    go(entry, EntryState.PAUSIERT)
    tell(meeting, actor, SpeakerPaused(str(entry.id), entry.spoken_ms // 1000))


def lapse(meeting: Meeting, actor: Actor, entries: Iterable[SpeakerEntry]) -> None:
    """What these wait to speak to is over, or they have left."""
    for entry in entries:
        go(entry, EntryState.UEBERGANGEN)
        tell(meeting, actor, SpeakerSkipped(str(entry.id)))


def waiting_in(
    meeting: Meeting, *, item_id: UUID | None = None, seat_id: UUID | None = None
) -> list[SpeakerEntry]:
    """Who waits in this meeting; for one item, or from one seat."""
    statement = select(SpeakerEntry).where(
        SpeakerEntry.meeting_id == meeting.id, SpeakerEntry.state.in_(WAITING)
    )
    if item_id is not None:
        statement = statement.where(SpeakerEntry.item_id == item_id)
    if seat_id is not None:
        statement = statement.where(SpeakerEntry.seat_id == seat_id)
    return list(db.session.scalars(statement.order_by(SpeakerEntry.seq)))


def speaker_in(meeting: Meeting) -> SpeakerEntry | None:
    """Who speaks now."""
    statement = select(SpeakerEntry).where(
        SpeakerEntry.meeting_id == meeting.id, SpeakerEntry.state == EntryState.SPRICHT
    )
    return db.session.scalars(statement).first()


def there_for(seat: Seat, step: Presence) -> UUID | None:
    """The account of who came for the seat with this step; None for who has none."""
    return step.deputy_id if step.deputy_name else seat.person_id


def is_own(actor: Actor, seat: Seat | None, entry: SpeakerEntry) -> bool:
    """Whether a contribution is of who acts for this seat now: of its holder, or of who stands in."""
    if seat is None or entry.seat_id != seat.id:
        return False
    return bool(entry.deputy_name) is (seat.person_id != actor.person_id)


def _questions_to(entry: SpeakerEntry) -> list[SpeakerEntry]:
    statement = select(SpeakerEntry).where(
        SpeakerEntry.interrupts_id == entry.id, SpeakerEntry.state.in_(WAITING)
    )
    return list(db.session.scalars(statement.order_by(SpeakerEntry.seq)))


def _stop(entry: SpeakerEntry, now: datetime) -> None:
    entry.spoken_ms = spoken_ms(entry.spoken_ms, entry.speaks_since, now)
    entry.speaks_since = None
