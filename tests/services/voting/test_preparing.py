"""Before a vote opens: the office writes, freezes, gives up; nobody changes rules afterwards."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.actors import ANONYMOUS
from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted, RuleViolation
from kernel.events import EventRow
from participation.voting import queries, services
from participation.voting.errors import CardIsFrozen, SlugTaken, WrongStep
from participation.voting.rules.states import State
from participation.voting.services import OptionDraft
from tests.factories import votes
from tests.factories.actors import a_citizen

OFFICE = votes.ELECTION_OFFICE


def test_a_draft_is_the_offices_own(database) -> None:
    vote = votes.prepared_vote()
    with pytest.raises(NotFound):
        queries.vote_for(ANONYMOUS, vote.slug)
    assert queries.vote_for(OFFICE, vote.slug) is vote


def test_citizens_prepare_nothing(database) -> None:
    vote = votes.prepared_vote()
    for step in (services.announce_vote, services.open_vote, services.close_vote):
        with pytest.raises(NotPermitted):
            step(actor=a_citizen(), vote=vote)


def test_the_frozen_card_has_the_published_hash(database) -> None:
    vote = votes.announced_vote()
    assert hashlib.sha256(vote.card.encode()).hexdigest() == vote.card_hash
    assert json.loads(vote.card)["budget_cents"] == vote.budget_cents
    assert queries.vote_for(ANONYMOUS, vote.slug).card == vote.card


def test_a_frozen_card_is_not_changed(database) -> None:
    vote = votes.announced_vote()
    with pytest.raises(CardIsFrozen):
        services.replace_options(actor=OFFICE, vote=vote, options=[OptionDraft("x", "X", 1)])
    with pytest.raises(CardIsFrozen):
        services.announce_vote(actor=OFFICE, vote=vote)


@pytest.mark.parametrize("costs", [(), (50_00,), (0, 50_00), (50_00, 101_00), (-1, 5)])
def test_costs_lie_between_one_cent_and_the_budget(database, costs) -> None:
    vote = votes.prepared_vote(costs=costs)
    with pytest.raises(RuleViolation):
        services.announce_vote(actor=OFFICE, vote=vote)


def test_a_step_too_small_to_count_is_refused_before_the_vote(database) -> None:
    votes.new_town(10)
    vote = votes.prepared_vote(budget_cents=100_00)
    in_transaction(lambda: setattr(vote, "step_cents", 4))
    with pytest.raises(RuleViolation) as refusal:
        services.announce_vote(actor=OFFICE, vote=vote)
    assert refusal.value.field == "step"


def test_the_card_stands_a_day_before_the_vote_opens(database) -> None:
    vote = votes.prepared_vote()
    with votes.at(vote.opens_at - timedelta(hours=23)), pytest.raises(RuleViolation):
        services.announce_vote(actor=OFFICE, vote=vote)


def test_a_vote_opens_neither_early_nor_without_voters(database) -> None:
    votes.new_town(1)
    vote = votes.announced_vote()
    with votes.at(vote.opens_at - timedelta(microseconds=1)), pytest.raises(WrongStep):
        services.open_vote(actor=OFFICE, vote=vote)
    votes.new_town(0)
    with votes.at(vote.opens_at), pytest.raises(RuleViolation):
        services.open_vote(actor=OFFICE, vote=vote)


def test_the_roll_is_public_as_size_and_hash_only(database) -> None:
    votes.new_town(5)
    vote = votes.open_vote()
    assert vote.roll_size == 5
    assert len(vote.roll_hash) == 64


def test_giving_up_needs_a_public_reason(database) -> None:
    vote = votes.announced_vote()
    with pytest.raises(RuleViolation):
        services.abandon_vote(actor=OFFICE, vote=vote, reason="  ")
    services.abandon_vote(actor=OFFICE, vote=vote, reason="Das Budget entfällt.")
    assert queries.vote_for(ANONYMOUS, vote.slug).reason == "Das Budget entfällt."


def test_a_discarded_draft_stays_the_offices_own(database) -> None:
    vote = votes.prepared_vote()
    services.abandon_vote(actor=OFFICE, vote=vote, reason="")
    assert vote.status is State.ABGEBROCHEN
    with pytest.raises(NotFound):
        queries.vote_for(ANONYMOUS, vote.slug)
    assert vote not in queries.votes_for(ANONYMOUS)
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "vote.abandoned")).one()
    assert event.audience == ["office"]


def test_publishing_twice_is_publishing_once(database) -> None:
    vote = votes.counted_vote()
    for _ in range(2):
        services.publish_result(actor=OFFICE, vote=vote)
    found = select(EventRow).where(EventRow.kind == "vote.published")
    assert len(db.session.scalars(found).all()) == 1


def test_two_votes_never_share_an_address(database) -> None:
    first = votes.prepared_vote()
    draft = votes.draft_of(slug=first.slug)
    with pytest.raises(SlugTaken):
        services.prepare_vote(actor=OFFICE, draft=draft, options=[])
