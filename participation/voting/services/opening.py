"""Opening: freeze the electorate as keyed hashes and take ballots."""

from sqlalchemy import insert, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotPermitted, RuleViolation
from kernel.events import record
from participation.voting import electorate, vault
from participation.voting.errors import WrongStep
from participation.voting.events import VoteOpened
from participation.voting.models import RollEntry, Vote
from participation.voting.permissions import can_manage
from participation.voting.rules import secrecy
from participation.voting.rules.states import State, may_move

ROWS_AT_ONCE = 1_000


@transactional
def open_vote(*, actor: Actor, vote: Vote) -> Vote:
    """Freeze the roll and take ballots, within the announced time.

    The roll is written from the electorate of this instant; its size and SHA-256 are public, its entries are not
    readable without the vote's secret. Who joins the electorate later does not vote.
    """
    if not can_manage(actor, locked(vote)):
        raise NotPermitted
    at = clock.now()
    if not vote.is_frozen or not may_move(vote.status, State.OFFEN):
        raise WrongStep
    if not vote.opens_at <= at < vote.closes_at:
        raise WrongStep("Die Abstimmung öffnet zur angekündigten Zeit.")
    secret = vault.create(vote.id)
    keys = set(electorate.named(vote.electorate).voter_keys(at))
    tags = sorted(secrecy.roll_tag(secret, key) for key in keys)
    if not tags:
        raise RuleViolation("Niemand steht im Wählerverzeichnis. Die Abstimmung kann nicht öffnen.")
    write_roll(vote, tags)
    vote.state = State.OFFEN
    vote.roll_size, vote.roll_hash = len(tags), secrecy.roll_fingerprint(tags)
    record(VoteOpened(vote.roll_size, vote.roll_hash), subject=vote.subject, actor=actor)
    return vote


def write_roll(vote: Vote, tags: list[bytes]) -> None:
    """Put sorted tags on the roll: in the order of the hashes, so that the order of rows says nothing."""
    for start in range(0, len(tags), ROWS_AT_ONCE):
        part = tags[start : start + ROWS_AT_ONCE]
        rows = [{"vote_id": vote.id, "tag": tag, "state": "frei"} for tag in part]
        db.session.execute(insert(RollEntry), rows)


def votes_to_open() -> list[Vote]:
    """Announced votes whose time has come."""
    at = clock.now()
    statement = select(Vote).where(
        Vote.state == State.VORBEREITET,
        Vote.card.is_not(None),
        Vote.opens_at <= at,
        Vote.closes_at > at,
    )
    return list(db.session.scalars(statement))
