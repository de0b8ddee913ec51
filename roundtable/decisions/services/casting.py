"""One seat, one vote, from the device of who acts for the seat."""

from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotPermitted
from kernel.text import tidied
from roundtable.decisions.errors import (
    AlreadyVoted,
    NoSuchChoice,
    ReasonIsMissing,
    VoteNotOpen,
)
from roundtable.decisions.events import VoteCast
from roundtable.decisions.models import LiveBallot, LiveVote, LiveVoter
from roundtable.decisions.permissions import voter_of
from roundtable.decisions.rules.votes import Choice, State, choices_of, needs_reason
from roundtable.decisions.services.holding import note


@transactional
def cast_ballot(
    *, actor: Actor, vote: LiveVote, key: UUID, choice: Choice, reason: str = ""
) -> LiveBallot:
    """Vote for the actor's seat. The same `key` again gets the first answer, also after the close.

    A second vote is refused: `closed`, why `schon_abgestimmt`. Only who was there at the opening votes.
    """
    reason = tidied(reason).strip()
    voter = voter_of(actor, locked(vote))
    if voter is None or not voter.seat.interval.holds(clock.now()):
        raise NotPermitted
    first = next((ballot for ballot in vote.ballots if ballot.seat_id == voter.seat_id), None)
    if first is not None and first.key == key:
        return first
    if vote.state is not State.OFFEN:
        raise VoteNotOpen
    if first is not None:
        raise AlreadyVoted
    _ensure_sound(vote, choice, reason)
    ballot = _put(vote, voter, key, choice, reason)
    note(actor, vote, VoteCast(str(vote.id), len(vote.ballots)))
    return ballot


def _ensure_sound(vote: LiveVote, choice: Choice, reason: str) -> None:
    if choice not in choices_of(vote.rule):
        raise NoSuchChoice
    if needs_reason(vote.rule, choice) and not reason:
        raise ReasonIsMissing


def _put(vote: LiveVote, voter: LiveVoter, key: UUID, choice: Choice, reason: str) -> LiveBallot:
    ballot = LiveBallot(
        vote_id=vote.id,
        seat_id=voter.seat_id,
        key=key,
        choice=choice,
        reason=reason,
        at=clock.now(),
    )
    vote.ballots.append(ballot)
    db.session.flush()
    return ballot
