"""Who may do what with the minutes of a meeting: seats decide, and the office's role for the release."""

from datetime import datetime

from kernel.actors import Actor
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_prepare, can_read_nonpublic
from roundtable.minutes.permissions import role_in
from roundtable.minutes.rules.states import Role
from roundtable.tables.permissions import can_manage
from roundtable.tables.seating import seated


def can_read_versions(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Members read everything that was frozen; guests, the administration and everybody else do not."""
    return can_read_nonpublic(actor, meeting, at)


def can_keep(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """The secretary lays before the table and decides on wishes; where there is none, the chair."""
    return role_in(actor, meeting, at) is Role.SECRETARY


def can_object(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Every member."""
    return can_read_versions(actor, meeting, at)


def can_agree(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Members whose seat votes."""
    seat = seated(meeting.table_id, actor.person_id, at) if actor.person_id else None
    return seat is not None and seat.votes


def can_correct(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """Chair and secretary write a correction; the administration releases it."""
    return can_prepare(actor, meeting, at)


def can_release(actor: Actor, meeting: Meeting) -> bool:
    """The administration of the table: it sees the public part alone."""
    return can_manage(actor, meeting.table)
