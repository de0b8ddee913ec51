"""One person, one ballot, changeable until close; nothing half-stored, nobody late unnoticed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kernel.database import db
from kernel.events import EventRow
from participation.voting import queries, services, vault
from participation.voting.errors import (
    BallotChangedMeanwhile,
    BallotIsInvalid,
    NotOnTheRoll,
    VoteIsNotOpen,
    VoteIsNotReady,
)
from participation.voting.models import BallotRow, RollEntry
from tests.factories import votes


def nonce(number: int = 1) -> bytes:
    return number.to_bytes(32, "big")


def ballots() -> int:
    return db.session.scalar(select(func.count()).select_from(BallotRow)) or 0


@pytest.fixture
def anna(database):
    return votes.new_town(1)[0]


@pytest.fixture
def vote(anna):
    return votes.open_vote()


def cast(vote, voter, *, number: int = 1, choices=None, **more):
    choices = {"o1": 1} if choices is None else choices
    with votes.while_open(vote):
        return services.cast_ballot(
            actor=voter, vote=vote, choices=choices, nonce=nonce(number), **more
        )


def test_a_ballot_is_in_the_box_once_it_is_acknowledged(vote, anna) -> None:
    assert cast(vote, anna).counter == 1
    db.session.rollback()
    assert ballots() == 1
    with votes.while_open(vote):
        assert queries.own_ballot(anna, vote).is_counted


def test_a_second_decision_replaces_the_first(vote, anna) -> None:
    cast(vote, anna, number=1, choices={"o1": 1})
    assert cast(vote, anna, number=2, choices={"o2": 1}).counter == 2
    assert [row.choices for row in db.session.scalars(select(BallotRow))] == ['{"o2":1}']


def test_the_same_ballot_twice_gets_the_same_receipt(vote, anna) -> None:
    assert cast(vote, anna) == cast(vote, anna)


def test_another_window_is_not_overwritten_unseen(vote, anna) -> None:
    cast(vote, anna, number=1, expected_counter=0)
    with pytest.raises(BallotChangedMeanwhile):
        cast(vote, anna, number=2, expected_counter=0)
    assert cast(vote, anna, number=3, expected_counter=1).counter == 2


def test_who_came_after_the_roll_was_frozen_does_not_vote(vote) -> None:
    late = votes.voters(1)[0]
    with pytest.raises(NotOnTheRoll):
        cast(vote, late)


def test_who_left_the_electorate_does_not_vote(vote, anna) -> None:
    votes.TOWN.people.discard(anna.person_id)
    with pytest.raises(NotOnTheRoll):
        cast(vote, anna)


@pytest.mark.parametrize("choices", [{}, {"nowhere": 1}, {"o1": 2}, {"o1": 0}])
def test_a_ballot_that_breaks_the_rules_is_not_counted(vote, anna, choices) -> None:
    with pytest.raises(BallotIsInvalid):
        cast(vote, anna, choices=choices)
    assert ballots() == 0


def test_a_blank_ballot_is_an_explicit_choice(vote, anna) -> None:
    assert cast(vote, anna, choices={}, blank=True).counter == 1


@pytest.mark.parametrize(
    ("edge", "off", "fine"),
    [
        ("opens_at", -1, False),
        ("opens_at", 0, True),
        ("closes_at", -1, True),
        ("closes_at", 0, False),
        ("closes_at", 1, False),
    ],
)
def test_the_servers_clock_decides_to_the_microsecond(vote, anna, edge, off, fine) -> None:
    moment = getattr(vote, edge) + timedelta(microseconds=off)
    with votes.at(moment):
        try:
            services.cast_ballot(actor=anna, vote=vote, choices={"o1": 1}, nonce=nonce())
            counted = True
        except VoteIsNotOpen:
            counted = False
    assert counted is fine


def test_without_the_votes_secret_nothing_is_counted(vote, anna) -> None:
    vault.destroy(vote.id)
    with pytest.raises(VoteIsNotReady):
        cast(vote, anna)


def test_casting_leaves_no_event(vote, anna) -> None:
    before = db.session.scalar(select(func.count()).select_from(EventRow))
    cast(vote, anna)
    assert db.session.scalar(select(func.count()).select_from(EventRow)) == before


def test_roll_and_box_have_no_value_in_common(vote, anna) -> None:
    cast(vote, anna)
    entry, ballot = (
        db.session.scalars(select(RollEntry)).one(),
        db.session.scalars(select(BallotRow)).one(),
    )
    values = {entry.tag, entry.state}
    assert values.isdisjoint({ballot.slot, ballot.nonce, ballot.choices, ballot.counter})
    assert not {"at", "created_at", "time", "seq"} & {
        *RollEntry.__table__.c.keys(),
        *BallotRow.__table__.c.keys(),
    }
