"""The chair's hand on the list: move with a reason, pass over, close the list."""

from uuid import UUID

from sqlalchemy import func, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from roundtable.meetings.errors import MeetingRests
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.speech import EntryState, Obstacle
from roundtable.meetings.rules.states import State
from roundtable.meetings.services.holding import held_by_chair
from roundtable.meetings.speaking import rows
from roundtable.meetings.speaking.errors import CannotAsk, EntryStays, ReasonMissing
from roundtable.meetings.speaking.events import SpeakerMoved, SpeakerSkipped, SpeakersListTurned
from roundtable.meetings.speaking.models import SpeakerEntry, SpeakerMove
from roundtable.meetings.speaking.services.floor import held_entry


@transactional
def move(
    *, actor: Actor, meeting: Meeting, entry_id: UUID, position: int, reason: str
) -> SpeakerMove:
    """Put somebody at a place, with a reason that everybody in the room reads."""
    entry = held_entry(actor, meeting, entry_id)
    if not reason.strip():
        raise ReasonMissing
    if entry.state is not EntryState.GEMELDET or entry.kind is not Kind.BEITRAG:
        raise EntryStays
    last = select(func.max(SpeakerMove.seq)).where(SpeakerMove.meeting_id == meeting.id)
    made = SpeakerMove(
        meeting_id=meeting.id,
        entry_id=entry.id,
        seq=(db.session.scalar(last) or 0) + 1,
        position=position,
        reason=reason.strip(),
        actor_id=actor.person_id,
        at=clock.now(),
    )
    db.session.add(made)
    rows.tell(meeting, actor, SpeakerMoved(str(entry.id), position))
    return made


@transactional
def skip(*, actor: Actor, meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """Pass over who does not come; a repeat changes nothing."""
    entry = held_entry(actor, meeting, entry_id)
    if entry.state is not EntryState.UEBERGANGEN:
        rows.go(entry, EntryState.UEBERGANGEN)
        rows.tell(meeting, actor, SpeakerSkipped(str(entry.id)))
    return entry


@transactional
def turn_list(*, actor: Actor, meeting: Meeting, closed: bool) -> AgendaItem:
    """Close the list of the called item, or open it again; who waits stays."""
    held_by_chair(actor, meeting)
    if meeting.status is not State.LAUFEND:
        raise MeetingRests
    item = meeting.called
    if item is None:
        raise CannotAsk(Obstacle.KEIN_PUNKT)
    if item.list_closed is not closed:
        item.list_closed = closed
        rows.tell(meeting, actor, SpeakersListTurned(str(item.id), closed))
    return item
