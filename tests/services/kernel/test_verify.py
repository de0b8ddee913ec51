"""`flask verify` counts again, names what differs and says so with its exit code."""

import pytest
from sqlalchemy import delete, update

from discussion.threads.models import Comment, Reaction, Thread
from discussion.threads.services.reacting import react
from kernel import relay
from kernel.database import db, in_transaction
from kernel.events import EventRow, chain_head
from kernel.verify import faults
from participation.consultations.models.proposals import Proposal, Signature
from participation.consultations.services.signatures import sign
from participation.voting.models import BallotRow, CountedBallots, CountedCode, Vote, VoteOption
from tests.factories import votes
from tests.factories.actors import a_citizen
from tests.factories.proposals import a_proposal
from tests.factories.threads import a_comment, topics


@pytest.fixture
def town(database) -> None:
    """A little of everything that is stored as a sum."""
    with topics() as made:
        comment = a_comment(made.create())
        react(actor=a_citizen(), comment_id=comment, value=1)
    sign(actor=a_citizen(), proposal=a_proposal())
    (anna,) = votes.new_town(1)
    votes.cast(votes.open_vote(), anna, "o1")
    votes.counted_vote()


def wrong() -> set[str]:
    return {name for name, sentences in faults().items() if sentences}


def test_a_log_whose_end_is_missing_is_found_once_somebody_has_read_it(town) -> None:
    relay.catch_up()
    head, _hash = chain_head(db.session())
    in_transaction(lambda: db.session.execute(delete(EventRow).where(EventRow.seq == head)))
    assert wrong() == {"end-of-events"}


def test_what_the_services_made_verifies(town) -> None:
    assert faults().keys() >= {"events", "threads", "signatures", "votes"}
    assert wrong() == set()


@pytest.mark.parametrize(
    ("name", "tampering"),
    [
        ("events", update(EventRow).where(EventRow.seq == 2).values(kind="another")),
        ("events", delete(EventRow).where(EventRow.seq == 2)),
        ("threads", update(Thread).values(comment_count=7)),
        ("threads", update(Comment).values(reply_count=1)),
        ("threads", update(Comment).values(up_count=2)),
        ("threads", delete(Reaction)),
        ("signatures", update(Proposal).values(signatures=2)),
        ("signatures", delete(Signature)),
        ("votes", update(Vote).values(card_hash="0" * 64)),
        ("votes", update(VoteOption).values(cost_cents=1)),
        ("votes", update(Vote).values(min_choices=2)),
        ("votes", update(Vote).where(Vote.result.is_not(None)).values(turnout=4)),
        ("votes", delete(BallotRow)),
        ("votes", delete(CountedCode)),
        ("votes", update(CountedBallots).values(choices='{"o3":1}')),
    ],
)
def test_what_was_changed_behind_the_services_is_found(town, name, tampering) -> None:
    in_transaction(lambda: db.session.execute(tampering))
    db.session.expire_all()
    assert wrong() == {name}


def test_the_command_says_so_with_its_exit_code(app, town) -> None:
    runner = app.test_cli_runner()
    well = runner.invoke(args=["verify"])
    assert (well.exit_code, well.stderr) == (0, "")
    in_transaction(lambda: db.session.execute(delete(Signature)))
    ill = runner.invoke(args=["verify"])
    assert ill.exit_code == 1
    assert "1 angezeigt, 0 gefunden" in ill.stderr
    assert "events\tin Ordnung" in ill.stdout
