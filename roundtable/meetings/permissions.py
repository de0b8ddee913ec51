"""Who may do what with a meeting; everything follows from the seat somebody has at its table."""

from datetime import datetime

from kernel.actors import Actor
from roundtable.meetings.models import Meeting
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
    """Members read non-public items; guests, the administration and everybody else do not."""
    return is_member(actor, meeting.table, at)


def can_attend(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Whoever has a seat, guests too, is in the room and asks to speak there."""
    return sits(actor, meeting.table, at)


def can_read_ways_in(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Whoever has a seat, guests too, reads video link and telephone number."""
    return sits(actor, meeting.table, at)
