"""Closing: the ballots are sorted by content, roll and box emptied, the secret destroyed, the pages of the file too.

Each step can be repeated; a kill between two of them is mended by the next run of the job.
"""

from collections import Counter

from sqlalchemy import delete, insert, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, rewrite_tables, transactional
from kernel.errors import NotPermitted
from kernel.events import record
from participation.voting import vault
from participation.voting.check_codes import check_code
from participation.voting.errors import WrongStep
from participation.voting.events import VoteClosed, VoteKeyDestroyed
from participation.voting.models import BallotRow, CountedBallots, CountedCode, RollEntry, Vote
from participation.voting.permissions import can_manage
from participation.voting.rules.states import State, may_move

#: states in which roll and box are empty and the secret has no purpose left
ENDED = {State.GESCHLOSSEN, State.ABGEBROCHEN}


@transactional
def close_vote(*, actor: Actor, vote: Vote) -> Vote:
    """End the vote at its time: equal ballots are counted together in the order of their content.

    Without the vote's secret nothing is closed: a restored backup may hold fewer ballots than were acknowledged, and
    people have to decide about that. A second call finds the vote closed and changes nothing; two processes at once
    close it once.
    """
    if not can_manage(actor, locked(vote)):
        raise NotPermitted
    if vote.status is State.GESCHLOSSEN:
        return vote
    if not may_move(vote.status, State.GESCHLOSSEN) or clock.now() < vote.closes_at:
        raise WrongStep
    vote.turnout = _sort_by_content(vote, vault.read(vote.id))
    empty_roll_and_box(vote)
    vote.state = State.GESCHLOSSEN
    record(VoteClosed(vote.turnout), subject=vote.subject, actor=actor)
    return vote


def empty_roll_and_box(vote: Vote) -> None:
    """Delete who voted and what was voted; in the transaction that ends the vote."""
    for table in (BallotRow, RollEntry):
        db.session.execute(delete(table).where(table.vote_id == vote.id))


def _sort_by_content(vote: Vote, secret: bytes) -> int:
    """Keep equal ballots as a number and each ballot's check code; both sorted, so that no order of casting remains."""
    cast = db.session.execute(
        select(BallotRow.choices, BallotRow.nonce).where(BallotRow.vote_id == vote.id)
    ).all()
    groups = sorted(Counter(row.choices for row in cast).items())
    codes = sorted(check_code(secret, row.choices, row.nonce) for row in cast)
    _insert(
        CountedBallots,
        [
            {"vote_id": vote.id, "number": number, "choices": choices, "count": count}
            for number, (choices, count) in enumerate(groups, 1)
        ],
    )
    _insert(CountedCode, [{"vote_id": vote.id, "code": code} for code in codes])
    return len(cast)


def _insert(table: type[CountedBallots | CountedCode], rows: list[dict[str, object]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)


def destroy_secret(*, actor: Actor, vote: Vote) -> None:
    """Destroy the key and rewrite the tables' files, then note it in public; until then the vote is not counted."""
    if vote.status not in ENDED:
        raise WrongStep
    vault.destroy(vote.id)
    rewrite_tables(RollEntry.__tablename__, BallotRow.__tablename__)
    _note_destruction(actor=actor, vote=vote)


@transactional
def _note_destruction(*, actor: Actor, vote: Vote) -> None:
    if not can_manage(actor, locked(vote)):
        raise NotPermitted
    if vote.secret_destroyed_at is None:
        vote.secret_destroyed_at = clock.now()
        record(VoteKeyDestroyed(), subject=vote.subject, actor=actor)


def votes_to_close() -> list[Vote]:
    """Open votes whose time is over."""
    statement = select(Vote).where(Vote.state == State.OFFEN, Vote.closes_at <= clock.now())
    return list(db.session.scalars(statement))


def votes_to_seal() -> list[Vote]:
    """Votes that were opened and have ended, also by being given up, whose secret may still exist."""
    statement = select(Vote).where(
        Vote.state.in_(ENDED), Vote.roll_size > 0, Vote.secret_destroyed_at.is_(None)
    )
    return list(db.session.scalars(statement))
