"""Who sits at a table finds the seat on the account page and decides what the public learns."""

import pytest
from flask.testing import FlaskClient

from accounts.people.models import Person
from kernel.actors import SYSTEM
from roundtable.tables.models import Seat
from roundtable.tables.services.seats import end_seat
from tests.factories.people import person, sign_in
from tests.factories.tables import a_seat, a_table

HEADERS = {"Sec-Fetch-Site": "same-origin"}
PUBLIC_PAGE = "/runde-tische/sport/"


@pytest.fixture
def ana(database) -> Person:
    return person("Ana Lopes")


@pytest.fixture
def seat(ana) -> Seat:
    return a_seat(a_table(name="Sport"), ana, organisation="Hafenwerk")


@pytest.fixture
def me(client, ana, seat) -> FlaskClient:
    """A browser of the person on the seat."""
    sign_in(client, ana)
    return client


def choose(client: FlaskClient, seat: Seat, level: str):
    return client.post(f"/konto/sitze/{seat.id}", data={"level": level}, headers=HEADERS)


def test_the_account_shows_my_seat_and_what_is_public(me, seat) -> None:
    page = me.get("/konto/").text
    assert f"/konto/sitze/{seat.id}" in page
    assert "öffentlich: Nur die Gruppe" in page
    form = me.get(f"/konto/sitze/{seat.id}").text
    for example in ("Ana Lopes, Hafenwerk", "Hafenwerk", "Unternehmen"):
        assert example in form


def test_without_a_seat_the_account_says_what_could_stand_there(client, ana) -> None:
    sign_in(client, ana)
    assert "Wenn Sie an einem Runden Tisch sitzen" in client.get("/konto/").text


def test_my_choice_is_what_everybody_reads_from_then_on(me, seat, app) -> None:
    visitor = app.test_client()
    for level, named in (("name", True), ("organisation", False), ("group", False)):
        assert choose(me, seat, level).location == PUBLIC_PAGE
        page = visitor.get(PUBLIC_PAGE).text
        assert ("Ana Lopes" in page) == named
        assert ("Hafenwerk" in page) == (level != "group")


def test_an_unknown_choice_changes_nothing(me, seat) -> None:
    assert choose(me, seat, "alles").status_code == 422
    assert choose(me, seat, "").status_code == 422
    assert "öffentlich: Nur die Gruppe" in me.get("/konto/").text


def test_for_others_the_seat_is_not_there(client, seat) -> None:
    for role in (None, "administration"):
        sign_in(client, person("Bo", role=role))
        assert client.get(f"/konto/sitze/{seat.id}").status_code == 404
        assert choose(client, seat, "name").status_code == 404


def test_a_lost_seat_is_gone_from_the_account(me, seat) -> None:
    end_seat(actor=SYSTEM, seat=seat)
    assert me.get(f"/konto/sitze/{seat.id}").status_code == 404
    assert choose(me, seat, "name").status_code == 404
    assert str(seat.id) not in me.get("/konto/").text
