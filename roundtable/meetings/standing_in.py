"""Who stands in for whom at a meeting: once their coming is noted, while it is under way, until they leave.

Who stands in does what a member of that seat does in this one meeting: hear, read, speak, write, vote. Leading and
keeping the minutes stay with who was named for it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from kernel.actors import Actor
from kernel.database import db
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.rules.states import UNDER_WAY
from roundtable.tables.models import Seat
from roundtable.tables.rules.seats import Role
from roundtable.tables.seating import in_force, seated


def seat_stood_in(actor: Actor, meeting: Meeting, at: datetime) -> Seat | None:
    """The seat for which the actor is there instead of its holder; no statement unless the meeting is under way."""
    if actor.person_id is None or meeting.status not in UNDER_WAY:
        return None
    return _noted_for(actor.person_id, meeting, at)


def acting_seat(actor: Actor, meeting: Meeting, at: datetime) -> Seat | None:
    """The seat for which the actor acts in this meeting: their own, or the one they stand in for."""
    if actor.person_id is None:
        return None
    return seated(meeting.table_id, actor.person_id, at) or seat_stood_in(actor, meeting, at)


def stands_in_as_member(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Whether the actor is there for a seat that is more than a guest's."""
    seat = seat_stood_in(actor, meeting, at)
    return seat is not None and seat.role is not Role.GUEST


def is_free(person_id: UUID, meeting: Meeting, at: datetime) -> bool:
    """Whether somebody may stand in: one person acts for one seat, and who has a seat for that one alone."""
    has_a_seat = seated(meeting.table_id, person_id, at) is not None
    return not has_a_seat and _noted_for(person_id, meeting, at) is None


def _noted_for(person_id: UUID, meeting: Meeting, at: datetime) -> Seat | None:
    """The seat for which somebody came who is still there."""
    later = aliased(Presence)
    is_left = exists().where(
        later.meeting_id == Presence.meeting_id,
        later.seat_id == Presence.seat_id,
        later.seq > Presence.seq,
    )
    statement = (
        select(Seat)
        .join(Presence, Presence.seat_id == Seat.id)
        .where(Presence.meeting_id == meeting.id, Presence.deputy_id == person_id, ~is_left)
        .where(Seat.person_id.is_not(None), in_force(at))
    )
    return db.session.scalars(statement).first()
