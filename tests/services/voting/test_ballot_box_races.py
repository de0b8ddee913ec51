"""Many at once against one ballot box, on both databases, with real commits."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kernel.database import db
from participation.voting import queries, services
from participation.voting.models import BallotRow, CountedBallots, RollEntry
from tests.factories import votes
from tests.support.parallel import in_parallel

CASTS = 200


def rows(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def vote_and_anna(real_app):
    with real_app.app_context():
        (anna,) = votes.new_town(1)
        vote = votes.open_vote()
        yield vote, anna


@pytest.mark.race
def test_200_parallel_casts_of_one_voter_are_one_ballot(real_app, vote_and_anna) -> None:
    vote, anna = vote_and_anna
    slug = vote.slug

    def cast(index: int) -> int:
        return services.cast_ballot(
            actor=anna,
            vote=queries.vote_for(anna, slug),
            choices={f"o{index % 3 + 1}": 1},
            nonce=index.to_bytes(32, "big"),
        ).counter

    with votes.while_open(vote):
        counters = in_parallel(real_app, cast, CASTS)
    assert sorted(counters) == list(range(1, CASTS + 1))
    assert (rows(BallotRow), rows(RollEntry)) == (1, 1)


@pytest.mark.race
def test_50_identical_casts_are_one_decision_with_one_receipt(real_app, vote_and_anna) -> None:
    vote, anna = vote_and_anna
    slug = vote.slug

    def cast(_index: int) -> services.Receipt:
        return services.cast_ballot(
            actor=anna,
            vote=queries.vote_for(anna, slug),
            choices={"o1": 1},
            nonce=bytes(32),
            expected_counter=0,
        )

    with votes.while_open(vote):
        receipts = in_parallel(real_app, cast, 50)
    assert len(set(receipts)) == 1
    assert receipts[0].counter == 1
    assert rows(BallotRow) == 1


@pytest.mark.race
def test_what_was_acknowledged_around_the_end_is_counted(real_app) -> None:
    """Voters race with the close: the clock passes the end while they cast."""
    with real_app.app_context():
        people = votes.new_town(60)
        vote = votes.open_vote()
        slug, end = vote.slug, vote.closes_at
        moments = iter([end - timedelta(microseconds=1)] * 40 + [end] * 1_000)

        def act(index: int) -> object:
            if index % 6 == 5:
                return services.close_vote(
                    actor=votes.ELECTION_OFFICE, vote=queries.vote_for(votes.ELECTION_OFFICE, slug)
                ).turnout
            voter = people[index]
            return services.cast_ballot(
                actor=voter,
                vote=queries.vote_for(voter, slug),
                choices={"o1": 1},
                nonce=index.to_bytes(32, "big"),
            )

        with votes.ticking(moments):
            answers = in_parallel(real_app, act, 60)
            services.close_vote(
                actor=votes.ELECTION_OFFICE, vote=queries.vote_for(votes.ELECTION_OFFICE, slug)
            )
        acknowledged = sum(isinstance(answer, services.Receipt) for answer in answers)
        counted = db.session.scalar(select(func.sum(CountedBallots.count))) or 0
        assert counted == acknowledged
        assert (rows(BallotRow), rows(RollEntry)) == (0, 0)
