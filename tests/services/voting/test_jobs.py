"""The clock moves every vote; one that cannot go on holds up no other."""

from kernel.database import db
from participation.voting.jobs import count_ended, keep_time
from participation.voting.models import Vote
from participation.voting.rules.states import State
from tests.factories import votes


def test_a_vote_without_voters_holds_up_no_other(real_app) -> None:
    with real_app.app_context():
        votes.new_town(2)
        running = votes.open_vote()
        stuck = votes.announced_vote()
        votes.new_town(0)
        with votes.at(max(running.closes_at, stuck.opens_at)):
            keep_time()
            assert db.session.get_one(Vote, running.id).status is State.GESCHLOSSEN
            count_ended()
        assert db.session.get_one(Vote, stuck.id).status is State.VORBEREITET
        assert db.session.get_one(Vote, running.id).status is State.AUSGEZAEHLT
