"""After close: count by the frozen rule, keep the result for the office, publish it."""

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, end_read, locked, transactional
from kernel.errors import NotPermitted
from kernel.events import OFFICE, record
from participation.voting.errors import WrongStep
from participation.voting.events import VoteCounted, VotePublished
from participation.voting.models import Vote
from participation.voting.permissions import can_manage
from participation.voting.queries import blank_ballots, election_of
from participation.voting.results import Result, result_of
from participation.voting.rules.states import State, may_move


def count_vote(*, actor: Actor, vote: Vote) -> Vote:
    """Count the sorted ballots of a closed vote; only after its secret is destroyed.

    The count itself runs outside of any transaction, also a reading one, for its input can no longer change.
    """
    if vote.status is not State.GESCHLOSSEN or vote.secret_destroyed_at is None:
        raise WrongStep
    election, blank = election_of(vote), blank_ballots(vote)
    end_read()
    result = result_of(vote, election, blank)
    return _keep(actor=actor, vote=vote, result=result)


@transactional
def _keep(*, actor: Actor, vote: Vote, result: Result) -> Vote:
    if not can_manage(actor, locked(vote)):
        raise NotPermitted
    if vote.status is State.AUSGEZAEHLT:
        return vote
    if not may_move(vote.status, State.AUSGEZAEHLT):
        raise WrongStep
    vote.state, vote.counted_at, vote.result = State.AUSGEZAEHLT, clock.now(), result.as_json()
    record(VoteCounted(), subject=vote.subject, actor=actor, audience=OFFICE)
    return vote


@transactional
def publish_result(*, actor: Actor, vote: Vote) -> Vote:
    """Show the result to everybody, with how it came about; a second call changes nothing."""
    if not can_manage(actor, locked(vote)):
        raise NotPermitted
    if vote.status is State.VEROEFFENTLICHT:
        return vote
    if not may_move(vote.status, State.VEROEFFENTLICHT) or vote.result is None:
        raise WrongStep
    vote.state, vote.published_at = State.VEROEFFENTLICHT, clock.now()
    winners = Result.of_json(vote.result).winners
    record(VotePublished(winners), subject=vote.subject, actor=actor)
    return vote


def votes_to_count() -> list[Vote]:
    """Closed votes whose secret is gone."""
    statement = select(Vote).where(
        Vote.state == State.GESCHLOSSEN, Vote.secret_destroyed_at.is_not(None)
    )
    return list(db.session.scalars(statement))
