"""The demo helps with signing in, on this machine only; everywhere else the help does not exist."""

import pytest

from accounts.people import demo_people
from accounts.people.demo_people import DemoPerson
from kernel.app import settings_of
from tests.factories.people import person
from tests.support.sign_in import ask_for_mail, is_signed_in, latest_link, send


@pytest.fixture
def ada(database, monkeypatch) -> DemoPerson:
    """A person of the demo content."""
    email = person("Ada").email
    found = DemoPerson("ada", "Ada", "Bürgerin", email, "blaue Laterne", "Schreibt Vorschläge.")
    monkeypatch.setattr(demo_people, "_providers", [lambda: [found]])
    return found


@pytest.fixture
def demo(app, monkeypatch):
    """The platform as a demo."""
    settings = settings_of(app)
    monkeypatch.setattr(settings, "demo", True)
    return settings


def test_one_click_signs_in(client, demo, ada) -> None:
    shown = client.get("/anmelden?weiter=/konto/").text
    assert "Bürgerin" in shown
    assert "Als Ada ansehen" in shown
    assert send(client, "/anmelden/als/ada", weiter="/konto/").location == "/konto/"
    assert is_signed_in(client)


def test_the_one_click_address_asks_before_it_signs_in(client, demo, ada, statements) -> None:
    assert "Als Ada ansehen" in client.get("/anmelden/als/ada").text
    assert statements.writes == []
    assert not is_signed_in(client)


def test_nobody_else_is_entered_by_one_click(client, demo, ada) -> None:
    assert client.get("/anmelden/als/nobody").status_code == 404


def test_outside_the_demo_there_is_no_one_click(client, ada) -> None:
    assert "Als Ada" not in client.get("/anmelden").text
    assert client.get("/anmelden/als/ada").status_code == 404
    assert send(client, "/anmelden/als/ada").status_code == 404
    assert not is_signed_in(client)


def test_the_demo_shows_its_mails_with_their_link(client, demo) -> None:
    assert "Noch keine Mail" in client.get("/verwaltung/post/").text
    ask_for_mail(client, "anna@example.org")
    assert "/verwaltung/post/" in client.get("/anmelden/code").text
    page = client.get("/verwaltung/post/").text
    assert "anna@example.org" in page
    assert f'href="{latest_link("anna@example.org")}"' in page


@pytest.mark.parametrize("change", [{"demo": False}, {"public_url": "https://forum.example"}])
def test_mails_are_shown_in_a_demo_on_this_machine_only(client, demo, monkeypatch, change) -> None:
    for name, value in change.items():
        monkeypatch.setattr(demo, name, value)
    assert client.get("/verwaltung/post/").status_code == 404
    assert client.get("/anmelden/als/ada").status_code == 404
