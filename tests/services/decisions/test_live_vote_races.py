"""Many at once at one vote of a meeting, on both databases, with real commits."""

from functools import partial

import pytest
from sqlalchemy import func, select

from kernel.database import db
from kernel.ids import new_id
from kernel.live.deeds import Caller
from kernel.mail import Mail
from roundtable.decisions import live, services
from roundtable.decisions.errors import AlreadyVoted, AnotherVoteIsOpen, VoteNotOpen
from roundtable.decisions.models import LiveBallot, LiveVote
from roundtable.decisions.resolution_models import DayResult, Resolution
from roundtable.decisions.rules.votes import Choice
from roundtable.meetings.queries import meetings_by_ids
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import at
from tests.support.races import all_at_once

pytestmark = pytest.mark.race


def rows(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def sitting(real_app):
    with real_app.app_context():
        yield a_sitting("RT", present=("ben",))


def test_200_parallel_votes_of_one_seat_are_one_ballot(real_app, sitting) -> None:
    vote_id, anna = sitting.opened().id, sitting.made.actor("anna")

    def cast(number: int) -> str:
        vote = db.session.get_one(LiveVote, vote_id)
        choice = list(Choice)[number % 2 * 3]
        ballot = services.cast_ballot(actor=anna, vote=vote, key=new_id(), choice=choice)
        return ballot.choice

    with at(DURING):
        answers = all_at_once(real_app, [partial(cast, number) for number in range(200)])
    counted = [answer for answer in answers if isinstance(answer, str)]
    assert (len(counted), rows(LiveBallot)) == (1, 1)
    assert {type(a) for a in answers if not isinstance(a, str)} == {AlreadyVoted}


def test_200_parallel_votes_through_sockets_are_one_ballot(real_app, sitting) -> None:
    vote_id, anna = sitting.opened().id, sitting.made.actor("anna")

    def send(number: int) -> object:
        choice = list(Choice)[number % 2 * 3]
        sent = live.Vote(live_vote=vote_id, id=new_id(), choice=choice)
        return live.vote(Caller(anna, str(number)), sent)

    with at(DURING):
        answers = all_at_once(real_app, [partial(send, number) for number in range(200)])
    counted = [answer for answer in answers if isinstance(answer, dict)]
    assert (len(counted), rows(LiveBallot)) == (1, 1)
    assert {type(a) for a in answers if not isinstance(a, dict)} == {AlreadyVoted}


def test_50_retries_of_one_vote_are_one_ballot_with_one_answer(real_app, sitting) -> None:
    vote_id, anna, key = sitting.opened().id, sitting.made.actor("anna"), new_id()

    def cast() -> str:
        vote = db.session.get_one(LiveVote, vote_id)
        ballot = services.cast_ballot(actor=anna, vote=vote, key=key, choice=Choice.DAFUER)
        return str(ballot.id)

    with at(DURING):
        answers = all_at_once(real_app, [cast] * 50)
    assert (len(set(answers)), rows(LiveBallot)) == (1, 1)


def test_of_parallel_openings_one_vote_is_open(real_app, sitting) -> None:
    ids, chair = [sitting.prepared().id for _ in range(5)] * 2, sitting.made.actor("chair")

    def open_(vote_id) -> str:
        vote = db.session.get_one(LiveVote, vote_id)
        return services.open_vote(actor=chair, vote=vote).state

    with at(DURING):
        answers = all_at_once(real_app, [partial(open_, vote_id) for vote_id in ids])
    assert [answer for answer in answers if isinstance(answer, str)] == ["offen"]
    assert AnotherVoteIsOpen in {type(answer) for answer in answers}
    db.session.rollback()
    states = db.session.scalars(select(LiveVote.state)).all()
    assert sorted(states) == ["offen"] + ["vorbereitet"] * 4


def test_a_ballot_counts_before_the_close_or_not_at_all(real_app, sitting) -> None:
    vote_id = sitting.opened().id
    voters = [sitting.made.actor(key) for key in ("anna", "ben", "chair")]

    def cast(actor) -> str:
        vote = db.session.get_one(LiveVote, vote_id)
        return str(
            services.cast_ballot(actor=actor, vote=vote, key=new_id(), choice=Choice.DAFUER).id
        )

    def close() -> int:
        vote = db.session.get_one(LiveVote, vote_id)
        return len(services.close_vote(actor=voters[2], vote=vote).ballots)

    with at(DURING):
        answers = all_at_once(
            real_app,
            [partial(cast, voters[0]), close, close, *(partial(cast, v) for v in voters[1:])],
        )
    counted = [answer for answer in answers if isinstance(answer, str)]
    assert {type(a) for a in answers if isinstance(a, Exception)} <= {VoteNotOpen}
    assert answers[1] == answers[2] == len(counted) == rows(LiveBallot)


def test_parallel_announcements_get_gapless_numbers(real_app, sitting) -> None:
    ids = []
    for _number in range(8):
        vote = sitting.opened()
        for key in ("anna", "ben"):
            sitting.cast(vote, key, Choice.DAFUER)
        sitting.do(services.close_vote, vote=vote)
        ids.append(vote.id)
    chair = sitting.made.actor("chair")

    def announce(vote_id) -> str:
        vote = db.session.get_one(LiveVote, vote_id)
        return services.announce_vote(actor=chair, vote=vote).outcome

    with at(DURING):
        answers = all_at_once(real_app, [partial(announce, vote_id) for vote_id in ids * 2])
    assert answers == ["angenommen"] * 16
    db.session.rollback()
    numbers = db.session.scalars(select(Resolution.number).order_by(Resolution.running)).all()
    assert numbers == [f"RT-2024-01/{number}" for number in range(1, 9)]


def test_parallel_releases_are_one_with_one_mail_for_each_seat(real_app, sitting) -> None:
    sitting.adopted()
    sitting.close()
    meeting_id, chair = sitting.meeting.id, sitting.made.actor("chair")

    def release() -> str:
        (meeting,) = meetings_by_ids([meeting_id])
        return services.release_day(actor=chair, meeting=meeting).content_hash

    with at(DURING):
        answers = all_at_once(real_app, [release] * 10)
    assert len(set(answers)) == 1
    assert rows(DayResult) == 1
    sent = select(func.count()).select_from(Mail).where(Mail.subject.like("Ergebnis%"))
    assert db.session.scalar(sent) == 5
