"""Who may do what with the live text of an agenda item; everything follows from the seat and the meeting's state.

Guests and visitors have none of it: a live text hands over what was deleted, too.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kernel.actors import Actor
from kernel.database import looked_up
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_prepare
from roundtable.meetings.rules.states import ItemState, State
from roundtable.meetings.standing_in import stands_in_as_member
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.rules.states import Role, may_write
from roundtable.minutes.rules.states import State as Workflow
from roundtable.minutes.workflow.models import Minutes
from roundtable.tables import seating
from roundtable.tables.rules.seats import Role as SeatRole

#: states in which somebody writes
PREPARED = frozenset({State.EINGELADEN, State.LAUFEND, State.UNTERBROCHEN, State.GESCHLOSSEN})
#: states in which members write, too
SHARED = frozenset({State.LAUFEND, State.UNTERBROCHEN})


class Closed(StrEnum):
    """Why somebody who reads the text cannot write in it now."""

    NOT_BEGUN = "not_begun"
    #: the meeting is closed, chair and secretary go over the text
    EDITED = "edited"
    #: the minutes lie before the table
    SUBMITTED = "submitted"
    #: the secretary works in what the table wished for
    REVISED = "revised"
    OVER = "over"
    LOCKED = "locked"


def can_read(actor: Actor, doc: MinutesDoc, at: datetime) -> bool:
    """Members of the table, and who stands in for one."""
    return reads(role_in(actor, doc.meeting, at))


def reads(role: Role) -> bool:
    """The same for somebody with this role: a guest has none of it, and who does not sit there counts as one."""
    return role is not Role.GUEST


def can_write(actor: Actor, doc: MinutesDoc, at: datetime) -> bool:
    """Chair and secretary from the invitation on; members while the meeting runs and the item is not locked.

    After the meeting the state of the minutes decides.
    """
    role = role_in(actor, doc.meeting, at)
    return reads(role) and closed_to(doc, role, stage_of(doc.meeting.id)) is None


def can_lock(actor: Actor, doc: MinutesDoc, at: datetime) -> bool:
    """Chair and secretary, while members could write."""
    return doc.meeting.status in SHARED and can_prepare(actor, doc.meeting, at)


def role_in(actor: Actor, meeting: Meeting, at: datetime) -> Role:
    """What this member does with the minutes; where nobody keeps them, whoever leads does.

    Who stands in writes as a member does, whoever they are there for.
    """
    return _role(actor, meeting, at, seating.role_at(actor, meeting.table_id, at))


class Roles:
    """The same for people who write at once: those who sit at one table cost one statement together."""

    def __init__(self, actors: Iterable[Actor], at: datetime) -> None:
        self._people = {actor.person_id for actor in actors if actor.person_id}
        self._at = at
        self._seats: dict[UUID, Mapping[UUID, SeatRole]] = {}

    def of(self, actor: Actor, meeting: Meeting) -> Role:
        """What this one of them does with the minutes of the meeting."""
        table_id = meeting.table_id
        if table_id not in self._seats:
            self._seats[table_id] = seating.roles_at(self._people, table_id, self._at)
        found = self._seats[table_id].get(actor.person_id) if actor.person_id else None
        return _role(actor, meeting, self._at, found)


def _role(actor: Actor, meeting: Meeting, at: datetime, found: SeatRole | None) -> Role:
    if found is None and stands_in_as_member(actor, meeting, at):
        return Role.MEMBER
    if found is SeatRole.CHAIR and not seating.has_secretary(meeting.table_id, at):
        return Role.SECRETARY
    return Role(found.value) if found else Role.GUEST


def closed(actor: Actor, doc: MinutesDoc, at: datetime) -> Closed | None:
    """What keeps this member from writing; None for nothing."""
    return closed_to(doc, role_in(actor, doc.meeting, at), stage_of(doc.meeting.id))


def stage_of(meeting_id: UUID) -> Workflow:
    """How far the minutes of a meeting are."""
    minutes = looked_up(Minutes, meeting_id)
    return minutes.state if minutes else Workflow.MITSCHRIFT


def closed_to(doc: MinutesDoc, role: Role, stage: Workflow) -> Closed | None:
    """The same for somebody with this role."""
    state = doc.meeting.status
    if state not in PREPARED or doc.item.status is ItemState.ABGESETZT:
        return Closed.OVER
    if state is State.GESCHLOSSEN:
        return _after_the_meeting(role, stage)
    if role in {Role.CHAIR, Role.SECRETARY}:
        return None
    if state is State.EINGELADEN:
        return Closed.NOT_BEGUN
    return Closed.LOCKED if doc.lock_reason else None


def _after_the_meeting(role: Role, stage: Workflow) -> Closed | None:
    stage = Workflow.REDAKTION if stage is Workflow.MITSCHRIFT else stage
    if may_write(stage, role):
        return None
    reasons = {Workflow.REDAKTION: Closed.EDITED, Workflow.UEBERARBEITUNG: Closed.REVISED}
    return reasons.get(stage, Closed.SUBMITTED)
