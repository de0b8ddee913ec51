"""Cards: one a person, valid for a year, renewed before they end."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session, scoped_session

from kernel import clock
from kernel.actors import Actor
from kernel.errors import NotPermitted
from participation.engagement_card.electorate import CardHolders
from participation.engagement_card.models import Card
from participation.engagement_card.own_card import own_card_and_votes
from participation.engagement_card.queries import ids_of_valid_cards, own_card
from participation.engagement_card.services import HasCard, activate_card, renew_card
from tests.factories.people import actor

Database = scoped_session[Session]
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def office() -> Actor:
    return actor("Frau Brandt", role="administration", scope="card")


def card_for(citizen: Actor, *, by: Actor | None = None) -> Card:
    assert citizen.person_id
    return activate_card(actor=by or office(), person_id=citizen.person_id)


def counts(citizen: Actor) -> bool:
    """Whether the card counts now: what its holder reads, and what opens votes, agree."""
    card = own_card(citizen)
    assert card
    told = "gültig bis" in own_card_and_votes(citizen).title
    assert told == (card.id in set(ids_of_valid_cards(clock.now())))
    return told


def test_a_card_counts_for_one_year(database: Database) -> None:
    citizen = actor()
    with clock.standing_at(NOW):
        card_for(citizen)
    with clock.standing_at(NOW.replace(year=2027)):
        assert counts(citizen)
    with clock.standing_at(NOW.replace(year=2027, day=10)):
        assert not counts(citizen)


def test_a_renewed_card_counts_for_one_more_year_from_that_day(database: Database) -> None:
    citizen = actor()
    with clock.standing_at(NOW):
        card = card_for(citizen)
    with clock.standing_at(NOW.replace(year=2028)):
        renew_card(actor=office(), card=card)
        assert counts(citizen)
    assert card.valid_until == date(2029, 3, 9)


def test_renewing_never_shortens(database: Database) -> None:
    citizen = actor()
    with clock.standing_at(NOW):
        card = card_for(citizen)
    with clock.standing_at(NOW.replace(month=2)):
        renew_card(actor=office(), card=card)
    assert card.valid_until == date(2027, 3, 9)


def test_a_second_card_for_one_person_is_refused(database: Database) -> None:
    citizen = actor()
    card_for(citizen)
    with pytest.raises(HasCard):
        card_for(citizen)


def test_nobody_gives_or_renews_a_card_but_the_office(database: Database) -> None:
    citizen = actor()
    with pytest.raises(NotPermitted):
        card_for(citizen, by=citizen)
    card = card_for(citizen)
    with pytest.raises(NotPermitted):
        renew_card(actor=citizen, card=card)
    assert own_card(citizen) is card


def test_a_card_that_ends_during_a_vote_keeps_its_place_on_the_roll(database: Database) -> None:
    """The roll is frozen on the first day: whoever stands on it votes until the end."""
    citizen = actor()
    with clock.standing_at(NOW):
        card = card_for(citizen)
    holders = CardHolders()
    last_day = NOW.replace(year=2027)
    with clock.standing_at(last_day):
        assert str(card.id) in set(holders.voter_keys(clock.now()))
    with clock.standing_at(last_day.replace(day=10)):
        assert holders.key_of(citizen) == str(card.id)
        assert str(card.id) not in set(holders.voter_keys(clock.now()))
