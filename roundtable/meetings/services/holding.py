"""Steps that the services of a meeting share: hold it, ask who acts, ask the rules."""

from kernel import clock
from kernel.actors import Actor
from kernel.database import locked
from kernel.errors import NotPermitted
from kernel.events import Event, record
from roundtable.meetings.errors import MeetingHindered
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_lead, can_prepare
from roundtable.meetings.rules.states import Facts, State, hindrances
from roundtable.meetings.telling import room_of


def held_by_chair(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting, held until the commit, for who leads it."""
    if not can_lead(actor, locked(meeting), clock.now()):
        raise NotPermitted
    return meeting


def held_by_preparer(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting, held until the commit, for who prepares it."""
    if not can_prepare(actor, locked(meeting), clock.now()):
        raise NotPermitted
    return meeting


def ensure_free(meeting: Meeting, to: State, facts: Facts) -> None:
    """Raise the first hindrance on the way to this state."""
    if found := hindrances(meeting.status, to, facts):
        raise MeetingHindered(found)


def tell_room(actor: Actor, meeting: Meeting, event: Event) -> None:
    """Record a fact for the seats, and let the meeting's room hear it live."""
    audience, room = seats_alone(meeting), room_of(meeting.id)
    record(event, subject=meeting.subject, actor=actor, audience=audience, room=room)


def seats_alone(meeting: Meeting) -> tuple[str, ...]:
    """Who may hear of what concerns only the table."""
    return (f"table:{meeting.table_id}",)
