"""The switch of the invented members, for everybody whom the demo lets in; elsewhere there is none."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.people.models import Person
from demo.members import playbill, stage
from demo.members.stage import Stage
from demo.members.switch import is_on
from kernel.app import settings_of
from kernel.database import db
from kernel.settings import Settings
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.services.running import close_meeting
from tests.factories.meetings import at
from tests.factories.people import person, sign_in
from tests.factories.scripted import FIRST, LAST, Play, a_play
from tests.support.sign_in import send
from tests.support.statements import Statements

ADDRESS = "/demo/mitglieder"
LINK = f'href="{ADDRESS}"'
ON, OFF = ("Beispiel-Mitglieder reden und schreiben mit: " + word for word in ("an", "aus"))


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The platform as a demo on this machine."""
    found = settings_of(app)
    monkeypatch.setattr(found, "demo", True)
    return found


@pytest.fixture
def play(client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Play:
    """The running meeting; the pages look at the process that plays in it."""
    made = a_play(settings)
    for module in (stage, playbill):
        monkeypatch.setattr(module, "STAGE", made.stage)
    return made


def test_a_visitor_switches_off_and_on(client: FlaskClient, play: Play, settings: Settings) -> None:
    assert ON in client.get(ADDRESS).text
    answer = send(client, ADDRESS, stand="aus")
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    shown = client.get(ADDRESS).text
    assert OFF in shown
    assert "machen nicht mehr mit" in shown
    assert not is_on(settings)
    send(client, ADDRESS, stand="an")
    assert ON in client.get(ADDRESS).text
    assert is_on(settings)


def test_whoever_is_signed_in_switches_too(
    client: FlaskClient, play: Play, settings: Settings
) -> None:
    sign_in(client, person("Ada"))
    send(client, ADDRESS, stand="aus")
    assert not is_on(settings)


@pytest.mark.parametrize("fields", [{}, {"stand": ""}, {"stand": "vielleicht"}])
def test_what_is_neither_on_nor_off_changes_nothing(
    client: FlaskClient, play: Play, settings: Settings, fields: dict[str, str]
) -> None:
    answer = send(client, ADDRESS, **fields)
    assert answer.status_code == 422
    assert "Bitte wählen Sie an oder aus." in answer.text
    assert is_on(settings)


def test_every_page_of_the_demo_leads_there(client: FlaskClient, play: Play) -> None:
    assert LINK in client.get("/anmelden").text
    assert LINK in client.get("/gibt-es-nicht").text


@pytest.fixture(params=[{"demo": False}, {"public_url": "https://forum.example"}])
def real(
    request: pytest.FixtureRequest,
    play: Play,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The platform as no demo, and as one that others reach."""
    for name, value in request.param.items():
        monkeypatch.setattr(settings, name, value)


def test_outside_of_a_demo_on_this_machine_there_is_no_switch(
    client: FlaskClient, real: None, statements: Statements
) -> None:
    statements.clear()
    assert client.get(ADDRESS).status_code == 404
    assert send(client, ADDRESS, stand="aus").status_code == 404
    assert statements.writes == []
    assert LINK not in client.get("/anmelden").text


def test_the_page_says_how_far_they_are(client: FlaskClient, play: Play) -> None:
    first = client.get(ADDRESS).text
    for words in ("Helmut K.", "Katrin B.", FIRST, LAST, "ist dran", "kommt noch"):
        assert words in first
    play.rest()
    played = client.get(ADDRESS).text
    assert "gespielt" in played
    assert ON in played, "there is another part"
    play.turn(FIRST, ItemState.BERATEN)
    play.turn(LAST, ItemState.AUFGERUFEN)
    play.rest()
    over = client.get(ADDRESS).text
    assert "Alles ist gesagt" in over
    assert '<form class="ef-deed"' not in over


def test_the_way_into_the_room_is_for_those_whom_it_lets_in(app: Flask, play: Play) -> None:
    meeting = play.talk.meeting
    way = f'href="/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/live"'

    def sees_the_way(who: Person | None) -> bool:
        browser = app.test_client()
        if who:
            sign_in(browser, who)
        with at(play.now):
            return way in browser.get(ADDRESS).text

    assert sees_the_way(None), "a visitor is asked to sign in there"
    assert sees_the_way(play.talk.made.persons["anna"])
    assert not sees_the_way(person("Ada"))


def test_items_that_were_dealt_with_unplayed_are_over(client: FlaskClient, play: Play) -> None:
    play.turn(FIRST, ItemState.BERATEN)
    play.turn(LAST, ItemState.AUFGERUFEN)
    play.turn(LAST, ItemState.VERTAGT)
    assert "Alles ist gesagt" in client.get(ADDRESS).text


def test_without_its_meeting_there_is_nothing_to_switch(client: FlaskClient, play: Play) -> None:
    with at(play.now):
        close_meeting(actor=play.talk.made.actor("chair"), meeting=play.talk.meeting)
    shown = client.get(ADDRESS).text
    assert "Die Sitzung läuft gerade nicht" in shown
    assert '<form class="ef-deed"' not in shown


def test_the_page_costs_the_same_however_much_was_said(
    client: FlaskClient, play: Play, statements: Statements
) -> None:
    client.get(ADDRESS)

    def cost() -> int:
        db.session.expunge_all()
        statements.clear()
        assert client.get(ADDRESS).status_code == 200
        return len(statements)

    few = cost()
    play.rest()
    assert cost() <= few <= 16


def test_a_new_process_says_the_same(
    client: FlaskClient, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.rest()
    monkeypatch.setattr(playbill, "STAGE", Stage())
    assert "gespielt" in client.get(ADDRESS).text
