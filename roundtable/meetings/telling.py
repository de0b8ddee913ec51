"""The live room of a meeting: its name, who may hear it, and how its facts are told there.

Everybody with a seat hears the whole room, guests too. So a fact is told by its kind, and of its fields only those are
told that are listed here: ids, numbers and states. No name, title or text is told; what a fact means to somebody, their
own page says (docs/adr/0015).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from kernel.events import Event, EventRow
from kernel.live.rooms import RoomKind, Told, changes_no_right
from kernel.subjects import ALLOWED, INVISIBLE, Card, Subject, SubjectKind, Verdict, is_uuid
from roundtable.meetings.events import ItemCalled, ItemTurned, MeetingMoved, PresenceNoted
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_attend

KIND = "meeting_room"
_fields: dict[str, tuple[str, ...]] = {}


def room_of(meeting_id: UUID) -> str:
    """Where a meeting is heard live."""
    return f"meeting:{meeting_id}"


def tells(event: type[Event], *fields: str) -> None:
    """Let the room hear this fact with these fields; it changes nobody's right to be there."""
    _fields[event.kind] = fields
    changes_no_right(event.kind)


def seq_of(room: str, fact: type[Event], *, actor_id: UUID | None = None, **fields: UUID) -> int:
    """Under which number the room told this fact of these things, by this person; the newest are looked at first."""
    statement = select(EventRow.room_seq).where(EventRow.room == room, EventRow.kind == fact.kind)
    for name, value in fields.items():
        statement = statement.where(EventRow.payload[name].as_string() == str(value))
    if actor_id is not None:
        statement = statement.where(EventRow.actor_id == actor_id)
    return db.session.scalar(statement.order_by(EventRow.room_seq.desc()).limit(1)) or 0


def subject_of_room(meeting_id: str) -> Subject:
    """The room as a subject: a meeting everybody sees, its room only the seats."""
    if not is_uuid(meeting_id):
        raise NotFound
    return Subject(KIND, meeting_id)


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:  # noqa: ARG001
    """A room is no thing of its own: nothing links to it."""
    return {}


def judge(actor: Actor, action: str, meeting_id: str, at: datetime) -> Verdict:
    """Who has a seat at the table today, or is there for one, is in the room; for all others there is none."""
    meeting = db.session.get(Meeting, UUID(meeting_id))
    if action != "see" or meeting is None:
        return INVISIBLE
    return ALLOWED if can_attend(actor, meeting, at) else INVISIBLE


def told_of_meetings(rows: Sequence[EventRow]) -> Mapping[int, Told]:
    """Facts by their kind and the fields that everybody in the room may know; no statement at all."""
    return {row.seq: Told(None, _listed(row)) for row in rows}


def _listed(row: EventRow) -> dict[str, object]:
    return {name: row.payload[name] for name in _fields.get(row.kind, ())}


tells(ItemCalled, "item_id")
tells(ItemTurned, "item_id", "state")
tells(MeetingMoved, "state")
tells(PresenceNoted, "seat_id", "inward", "present", "required", "reached")
ROOM = RoomKind("meeting", subject_of_room, told_of_meetings)
MEETING_ROOM = SubjectKind(KIND, describe, judge)
