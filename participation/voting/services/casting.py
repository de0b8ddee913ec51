"""The ballot box: one person, one ballot, changeable until close, acknowledged after the commit.

Two tables, no common value: the roll says who has voted, the box holds what was voted. A unique key makes the second
ballot of a voter impossible; the last decision replaces the one before. No event, mail, log line or time is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.idempotency import KeyReused
from participation.voting import electorate, vault
from participation.voting.check_codes import check_code
from participation.voting.errors import (
    BallotChangedMeanwhile,
    BallotIsInvalid,
    NotOnTheRoll,
    VoteIsNotOpen,
)
from participation.voting.models import BallotRow, RollEntry, Vote
from participation.voting.permissions import can_see, takes_ballots
from participation.voting.queries import problems_of
from participation.voting.rules import rule_card, secrecy


@dataclass(frozen=True)
class Receipt:
    """What the voter holds: this ballot is in the box. It never shows the choice."""

    vote_slug: str
    counter: int
    code: str


@transactional
def cast_ballot(
    *,
    actor: Actor,
    vote: Vote,
    choices: Mapping[str, int],
    nonce: bytes,
    blank: bool = False,
    expected_counter: int | None = None,
) -> Receipt:
    """Put the actor's ballot into the box, in place of an earlier one.

    The same nonce again gets the same receipt, with other choices KeyReused. `expected_counter` is how often the voter
    had decided when the ballot was shown (0 for the first); another number means that another window was faster, and
    nothing is changed. None replaces whatever is there.
    """
    vote = _open_vote(actor, vote)
    secret = vault.read(vote.id)
    voter_key = electorate.named(vote.electorate).key_of(actor)
    if voter_key is None or not _mark_on_roll(vote, secrecy.roll_tag(secret, voter_key)):
        raise NotOnTheRoll
    text = _checked(vote, choices, blank=blank)
    ballot = BallotRow(
        vote_id=vote.id, slot=secrecy.slot(secret, voter_key), choices=text, nonce=nonce
    )
    counter = _put(ballot, expected_counter)
    return Receipt(vote.slug, counter, check_code(secret, text, nonce))


def _open_vote(actor: Actor, vote: Vote) -> Vote:
    """The vote, held against closing until the commit, and the clock read only then: nobody is late unnoticed."""
    statement = select(Vote).where(Vote.id == vote.id).with_for_update(read=True)
    held = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if not can_see(actor, held):
        raise NotFound
    if not takes_ballots(held, clock.now()):
        raise VoteIsNotOpen
    return held


def _mark_on_roll(vote: Vote, tag: bytes) -> bool:
    """Whether the voter is on the roll; the row is held, so that a person's parallel casts queue."""
    statement = (
        update(RollEntry)
        .where(
            RollEntry.vote_id == vote.id,
            RollEntry.tag == tag,
            RollEntry.state.in_(("frei", "online")),
        )
        .values(state="online")
        .execution_options(synchronize_session=False)
    )
    return db.session.execute(statement).rowcount == 1  # type: ignore[attr-defined,no-any-return]


def _checked(vote: Vote, choices: Mapping[str, int], *, blank: bool) -> str:
    if problems := problems_of(vote, choices, blank=blank):
        raise BallotIsInvalid(" ".join(problem.text(_) for problem in problems))
    return rule_card.canonical(dict(choices))


def _put(ballot: BallotRow, expected_counter: int | None) -> int:
    """Lay the ballot into the box in place of an earlier one; how often the voter has decided now."""
    place = (ballot.vote_id, ballot.slot)
    row = db.session.get(BallotRow, place, populate_existing=True)
    if row is not None and row.nonce == ballot.nonce:
        if row.choices != ballot.choices:
            raise KeyReused
        return row.counter
    seen = row.counter if row else 0
    if expected_counter not in {None, seen}:
        raise BallotChangedMeanwhile
    ballot.counter = seen + 1
    kept = db.session.merge(ballot)
    db.session.flush()
    db.session.expunge(kept)
    return ballot.counter
