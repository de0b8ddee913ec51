"""The account page: what became of what one wrote, and where one can vote."""

import pytest

from kernel.actors import SYSTEM
from participation.engagement_card.services import activate_card
from tests.factories import people
from tests.factories.formats import a_format
from tests.factories.proposals import a_proposal


@pytest.fixture
def anna(client):
    person = people.person("Anna")
    people.sign_in(client, person)
    return person


def test_a_new_account_says_what_could_stand_there(client, anna) -> None:
    page = client.get("/konto/").text
    assert "Sie haben noch keine Engagement-Karte." in page
    assert "die Sie schreiben oder unterstützen" in page


def test_a_card_says_until_when_it_is_valid(client, anna) -> None:
    activate_card(actor=SYSTEM, person_id=anna.id)
    page = client.get("/konto/").text
    assert "Ihre Engagement-Karte (gültig bis" in page
    assert "Zurzeit läuft keine Abstimmung für Karten." in page


def test_own_proposals_stand_there_with_their_status(client, anna) -> None:
    proposal = a_proposal(author=people.actor_of(anna))
    page = client.get("/konto/").text
    assert proposal.title in page
    assert "von Ihnen" in page


@pytest.mark.parametrize("many", [1, 5])
def test_the_page_costs_the_same_for_one_and_many(client, anna, statements, many) -> None:
    format_ = a_format()
    for _ in range(many):
        a_proposal(format_, author=people.actor_of(anna))
    client.get("/konto/")
    statements.clear()
    client.get("/konto/")
    assert len(statements) <= 12, statements
