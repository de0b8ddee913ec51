"""A vote is opened, closed, aborted by the chair."""

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from roundtable.decisions.errors import ReasonIsMissing, VoteHindered, VoteStep
from roundtable.decisions.events import VoteAborted, VoteClosed, VoteOpened
from roundtable.decisions.models import LiveVote
from roundtable.decisions.queries import voters_of
from roundtable.decisions.rules.votes import State, hindrances_of_opening, may_turn
from roundtable.decisions.services.holding import held_for_chair, note
from roundtable.meetings.queries import quorum_of, seats_of
from roundtable.meetings.rules.invitation import sha256
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.rules.states import State as MeetingState


@transactional
def open_vote(*, actor: Actor, vote: LiveVote) -> LiveVote:
    """Fix wording, rule and electorate; from now on the present voting seats vote.

    Needs a running meeting, the item called, a quorum, and no other open vote: an index keeps the last.
    """
    held_for_chair(actor, vote)
    meeting, at = vote.meeting, clock.now()
    seats = seats_of(meeting.table_id, at)
    voters = voters_of(meeting, seats)
    quorum = quorum_of(meeting, seats, {voter.seat_id for voter in voters})
    found = hindrances_of_opening(
        vote.state,
        meeting_runs=meeting.status is MeetingState.LAUFEND,
        item_is_called=vote.item.status is ItemState.AUFGERUFEN,
        quorum_reached=quorum.reached,
    )
    if found:
        raise VoteHindered(found)
    vote.state, vote.opened_at, vote.text_hash = State.OFFEN, at, sha256(vote.text)
    vote.seats = sum(1 for seat in seats if seat.votes and seat.person_id)
    vote.voters = voters
    db.session.flush()
    note(actor, vote, VoteOpened(str(vote.id), vote.text_hash, vote.rule, len(voters)))
    return vote


@transactional
def close_vote(*, actor: Actor, vote: LiveVote) -> LiveVote:
    """Devices vote no more; what is closed already stays as it is."""
    held_for_chair(actor, vote)
    if vote.state in {State.GESCHLOSSEN, State.BEKANNTGEGEBEN}:
        return vote
    if not may_turn(vote.state, State.GESCHLOSSEN):
        raise VoteStep
    vote.state, vote.closed_at = State.GESCHLOSSEN, clock.now()
    note(actor, vote, VoteClosed(str(vote.id), len(vote.ballots)))
    return vote


@transactional
def abort_vote(*, actor: Actor, vote: LiveVote, reason: str) -> LiveVote:
    """End it without a result, with a reason; ballots and counts are deleted."""
    held_for_chair(actor, vote)
    if not may_turn(vote.state, State.ABGEBROCHEN):
        raise VoteStep
    if not reason.strip():
        raise ReasonIsMissing
    vote.state, vote.reason = State.ABGEBROCHEN, reason.strip()
    vote.ballots, vote.hand_count = [], None
    note(actor, vote, VoteAborted(str(vote.id), vote.reason))
    return vote
