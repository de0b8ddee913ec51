"""Who may do what with a meeting; everything follows from the seat somebody has at its table, or stands in for."""

from datetime import datetime

from kernel.actors import Actor
from roundtable.meetings.models import Meeting
from roundtable.meetings.standing_in import seat_stood_in, stands_in_as_member
from roundtable.tables.models import RoundTable
from roundtable.tables.permissions import can_chair, can_secretary, is_member, sits


def can_plan(actor: Actor, table: RoundTable, at: datetime) -> bool:
    """Chair and secretary set dates, write the agenda and note who is there."""
    return table.closed_at is None and can_secretary(actor, table, at)


def can_lead(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """The chair alone invites, cancels, begins, closes and reads what people need."""
    return can_chair(actor, meeting.table, at)


def can_prepare(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Chair and secretary prepare a meeting and keep its attendance list."""
    return can_secretary(actor, meeting.table, at)


def can_read_nonpublic(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Members read non-public items, and who is there for one; guests, the administration and all others do not."""
    return is_member(actor, meeting.table, at) or stands_in_as_member(actor, meeting, at)


def can_attend(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Whoever has a seat, guests too, or is there for one, is in the room and asks to speak there."""
    return sits(actor, meeting.table, at) or seat_stood_in(actor, meeting, at) is not None


def can_read_ways_in(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Whoever is in the room reads video link and telephone number."""
    return can_attend(actor, meeting, at)
