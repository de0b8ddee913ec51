"""A newcomer registers, signs out and in again, by keyboard, on a phone; axe finds nothing wrong on the way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import axe, visitor
from tests.support.server import Server, running_server

pytestmark = pytest.mark.e2e

EMAIL = "nele@example.org"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def empty_demo() -> Iterator[Server]:
    """The demo, without content."""
    with running_server(DEMO="1") as server:
        yield server


def type_in(page: Page, label: str, text: str) -> None:
    """Fill a field as a person with a keyboard does, and send the form with Enter."""
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def look(page: Page, heading: str) -> None:
    """The page has this heading and nothing that axe objects to."""
    page.get_by_role("heading", name=heading, level=1).wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no sideways scroll"


def code_from_the_demos_post(page: Page, server: Server) -> str:
    post = page.context.new_page()
    post.goto(f"{server.url}/verwaltung/post/")
    look(post, "Mails der Demo")
    code = re.search(r"\b\d{6}\b", post.get_by_role("main").inner_text())
    post.close()
    assert code
    return code[0]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_newcomer_registers_and_comes_back(
    empty_demo: Server, browser: Browser, colours: str
) -> None:
    email = f"{colours}-{EMAIL}"
    with visitor(browser, viewport=PHONE, color_scheme=colours) as (page, observed):
        register_by_keyboard(page, empty_demo, email)
        page.get_by_role("link", name="Passwort festlegen").click()
        look(page, "Passwort festlegen")
        type_in(page, "Neues Passwort", "blaue Laterne steht schief")
        page.keyboard.press("Enter")
        look(page, "Ihr Konto")
        page.get_by_role("button", name="Abmelden").click()
        page.get_by_role("link", name="Anmelden", exact=True).first.wait_for()
        come_back(page, empty_demo, email)
        assert observed.dialogs == observed.policy_violations == []
        observed.assert_no_foreign_requests()


def register_by_keyboard(page: Page, demo: Server, email: str) -> None:
    page.goto(f"{demo.url}/registrieren?weiter=/konto/")
    look(page, "Konto anlegen")
    type_in(page, "E-Mail-Adresse", email)
    page.keyboard.press("Enter")
    look(page, "Code eingeben")
    type_in(page, "Code aus der Mail", code_from_the_demos_post(page, demo))
    page.keyboard.press("Enter")
    look(page, "Wie sollen andere Sie nennen?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Konto anlegen").click()
    look(page, "Wie sollen andere Sie nennen?")
    assert page.title().startswith("Fehler:")
    type_in(page, "Ihr Name im Forum", "Nele")
    page.get_by_label("Ich bin mit den Nutzungsregeln einverstanden.").check()
    page.get_by_role("button", name="Konto anlegen").click()
    look(page, "Ihr Konto")


def come_back(page: Page, demo: Server, email: str) -> None:
    page.goto(f"{demo.url}/anmelden?weiter=/konto/")
    look(page, "Anmelden")
    type_in(page, "E-Mail-Adresse", email)
    type_in(page, "Passwort", "blaue Laterne steht schief")
    page.keyboard.press("Enter")
    look(page, "Ihr Konto")
