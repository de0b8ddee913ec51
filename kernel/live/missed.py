"""What a room has told since a number: for who joins, was away, or has no socket at all."""

from dataclasses import asdict, dataclass

from sqlalchemy import select

from kernel.actors import Actor
from kernel.database import db
from kernel.events import EventRow, room_head
from kernel.live.rooms import subject_for, told

MOST = 200


@dataclass(frozen=True, slots=True)
class Missed:
    """`seq` is the room's last number; `more` says that there is more behind `missed`."""

    seq: int
    missed: list[dict[str, object]]
    more: bool

    def as_json(self) -> dict[str, object]:
        """As it is sent."""
        return asdict(self)


def missed_events(actor: Actor, room: str, *, after: int, limit: int = MOST) -> Missed:
    """The room's facts behind this number, oldest first; NotFound where the actor may not listen."""
    subject_for(actor, room)
    statement = (
        select(EventRow)
        .where(EventRow.room == room, EventRow.room_seq > after)
        .order_by(EventRow.room_seq)
        .limit(limit + 1)
    )
    rows = db.session.scalars(statement).all()
    head = max(room_head(db.session(), room), *(row.room_seq or 0 for row in rows), 0)
    return Missed(seq=head, missed=told(room, rows[:limit]), more=len(rows) > limit)
