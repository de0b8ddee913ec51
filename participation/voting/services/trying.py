"""For load tests: made-up people join votes that already run. Commands refuse it outside of demo and tests."""

from collections.abc import Iterable

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotPermitted
from kernel.events import record
from participation.voting import vault
from participation.voting.events import VoteRollExtended
from participation.voting.models import RollEntry, Vote
from participation.voting.permissions import takes_ballots
from participation.voting.rules import secrecy
from participation.voting.rules.states import State
from participation.voting.services.opening import write_roll


@transactional
def extend_open_rolls(*, actor: Actor, electorate: str, voter_keys: Iterable[str]) -> int:
    """Put new voters on the roll of every vote of this electorate that takes ballots; how many votes there are.

    Size and SHA-256 of the roll are published anew, and the log says so: a real roll is frozen at opening.
    """
    if not actor.is_system:
        raise NotPermitted
    keys = list(voter_keys)
    statement = select(Vote).where(Vote.state == State.OFFEN, Vote.electorate == electorate)
    votes = [vote for vote in db.session.scalars(statement).all() if _is_running(locked(vote))]
    for vote in votes:
        _extend(vote, keys)
        record(VoteRollExtended(vote.roll_size, vote.roll_hash), subject=vote.subject, actor=actor)
    return len(votes)


def _is_running(vote: Vote) -> bool:
    return takes_ballots(vote, clock.now()) and vault.exists(vote.id)


def _extend(vote: Vote, keys: list[str]) -> None:
    secret = vault.read(vote.id)
    write_roll(vote, sorted(secrecy.roll_tag(secret, key) for key in keys))
    tags = sorted(db.session.scalars(select(RollEntry.tag).where(RollEntry.vote_id == vote.id)))
    vote.roll_size, vote.roll_hash = len(tags), secrecy.roll_fingerprint(tags)
