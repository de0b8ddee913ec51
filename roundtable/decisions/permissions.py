"""Who may do what with votes, resolutions and tasks; everything follows from seats and from what was released."""

from datetime import datetime

from kernel.actors import Actor
from roundtable.decisions.models import LiveVote, LiveVoter
from roundtable.decisions.rules.votes import State
from roundtable.meetings.permissions import (
    can_lead,
    can_prepare,
    can_read_nonpublic,
    can_read_ways_in,
)


def can_see_vote(actor: Actor, vote: LiveVote, at: datetime) -> bool:
    """Whoever is in the room, guests for public items alone; drafts are the preparers'.

    Who may vote sees what they vote on until it is closed, though they have left the room: but not without the seat.
    """
    if vote.opened_at is None:
        return can_prepare(actor, vote.meeting, at)
    if vote.item.public and can_read_ways_in(actor, vote.meeting, at):
        return True
    return can_read_nonpublic(actor, vote.meeting, at) or _still_votes(actor, vote, at)


def can_manage_vote(actor: Actor, vote: LiveVote, at: datetime) -> bool:
    """Chair and secretary write the question and count hands."""
    return can_prepare(actor, vote.meeting, at)


def can_lead_vote(actor: Actor, vote: LiveVote, at: datetime) -> bool:
    """The chair alone opens, closes, confirms, announces and aborts."""
    return can_lead(actor, vote.meeting, at)


def voter_of(actor: Actor, vote: LiveVote) -> LiveVoter | None:
    """The seat for which this person votes; None for who does not."""
    if actor.person_id is None:
        return None
    return next((voter for voter in vote.voters if voter.person_id == actor.person_id), None)


def _still_votes(actor: Actor, vote: LiveVote, at: datetime) -> bool:
    voter = voter_of(actor, vote)
    return voter is not None and vote.state is State.OFFEN and voter.seat.interval.holds(at)
