"""Steps that the services of a vote share: hold meeting and vote, tell the log."""

from kernel.actors import Actor
from kernel.database import locked
from kernel.events import Event, record
from roundtable.decisions.models import LiveVote
from roundtable.meetings.services.holding import (
    held_by_chair,
    held_by_preparer,
    seats_alone,
    tell_room,
)


def held_for_chair(actor: Actor, vote: LiveVote) -> LiveVote:
    """The vote and its meeting, held until the commit, for who leads it."""
    held_by_chair(actor, vote.meeting)
    return locked(vote)


def held_for_preparer(actor: Actor, vote: LiveVote) -> LiveVote:
    """The vote and its meeting, held until the commit, for who prepares it."""
    held_by_preparer(actor, vote.meeting)
    return locked(vote)


def note(actor: Actor, vote: LiveVote, event: Event) -> None:
    """Tell the log and the meeting's room; the seats alone hear of votes before their result is released."""
    tell_room(actor, vote.meeting, event)


def note_draft(actor: Actor, vote: LiveVote, event: Event) -> None:
    """Tell the log; the room hears nothing of what is only written down."""
    record(event, subject=vote.meeting.subject, actor=actor, audience=seats_alone(vote.meeting))
