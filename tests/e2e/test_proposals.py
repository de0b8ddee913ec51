"""Proposals in a real browser: the page helps while somebody writes, and every page is usable by everybody."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from accounts.people.models import Person
from discussion.threads.services.posting import post_comment
from participation.consultations.models.answers import Feasibility
from participation.consultations.rules.proposals import Status
from participation.consultations.services.evaluations import Findings, evaluate_proposal
from participation.consultations.services.proposals import edit_proposal
from participation.consultations.services.signatures import sign
from search_index import projector, service
from tests.e2e.gallery import serving
from tests.e2e.serving import cookie_of
from tests.factories.actors import a_citizen
from tests.factories.formats import a_category, a_district, a_format
from tests.factories.people import actor_of, person
from tests.factories.proposals import (
    a_draft_answer,
    a_proposal,
    a_signed_answer,
    an_answer,
    office_pair,
    words,
)
from tests.payloads import SCRIPTS
from tests.support.chromium import assert_accessible, visitor
from tests.support.html_checker import html_faults
from tests.support.town import until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize("real_app", ["sqlite"], indirect=True),
]
#: on a machine that does other things, too
LONG = 60_000
SAVED = re.compile(r"^gespeichert \d{1,2}:\d\d$")
SLUG = "angebote"
PLACE = f"/beteiligung/{SLUG}/vorschlaege"
PUBLIC = [
    f"/beteiligung/{SLUG}/",
    f"{PLACE}/1",
    f"{PLACE}/2",
    f"{PLACE}/2/fassungen",
    f"{PLACE}/neu",
]
OWN = [f"{PLACE}/2/bearbeiten", f"{PLACE}/2/zurueckziehen", f"{PLACE}/2/dateien"]
OFFICE = [
    "/verwaltung/antworten/",
    f"/verwaltung/antworten/{SLUG}/",
    f"/verwaltung/antworten/{SLUG}/schreiben?nr=3&nr=4",
    f"/verwaltung/antworten/{SLUG}/veroeffentlichen",
    f"/verwaltung/pruefung/{SLUG}/3",
    f"/verwaltung/formate/{SLUG}/abstimmung",
]


def furnished(office: tuple[Person, Person], author: Person) -> None:
    """A format with proposals in every state."""
    topics = (a_category("orte", 1), a_category("geld", 2))
    format_ = a_format(title="Angebote", category_keys=topics, district_key=a_district().key)
    fields = {"category_key": "orte", "district_key": "nord"}
    one = a_proposal(format_, title="Zehnerkarte fürs Schwimmbad", **fields)
    an_answer(one, office, cost_cents=6_600_00, period="ab Sommer 2027")
    two = a_proposal(format_, author=actor_of(author), **fields)
    new = words(title="Freie Fahrt für alle", **fields)
    edit_proposal(actor=actor_of(author), proposal=two, based_on=1, draft=new)
    for _ in range(3):
        sign(actor=a_citizen(), proposal=two)
    post_comment(actor=a_citizen(), subject=two.subject, text="Gute **Idee**!")
    three, four = (a_proposal(format_, **fields) for _ in range(2))
    findings = Findings(Feasibility.WENN, "Nur mit Partner", 100_00)
    evaluate_proposal(actor=actor_of(office[0]), proposal=three, findings=findings)
    an_answer(four, office, status=Status.IN_PRUEFUNG)
    five, six = (a_proposal(format_, **fields) for _ in range(2))
    a_signed_answer(five, office, cost_cents=500_00)
    a_draft_answer(six, office, status=Status.ABGELEHNT, text="Dafür gibt es kein Geld.")
    an_answer(a_proposal(format_, **fields), office, cost_cents=100_00)


@dataclass
class House:
    """A furnished platform, and what the browsers of its people send."""

    app: Flask
    cookies: dict[str, str]


@pytest.fixture
def house(real_app) -> House:
    with real_app.app_context():
        office, author = office_pair(), person("Anna Berg")
        furnished(office, author)
        people = {"office": office[0], "second": office[1], "author": author}
        return House(real_app, {name: cookie_of(real_app, who) for name, who in people.items()})


@contextmanager
def visit(browser: Browser, house: House, who: str = "", **options) -> Iterator[tuple[str, Page]]:
    """The address of the house and a page of this person, or of a visitor; nothing may go wrong on it."""
    with serving(house.app) as home, visitor(browser, **options) as (page, observed):
        if who:
            cookie = {"name": "forum", "value": house.cookies[who], "url": home}
            page.context.add_cookies([cookie])
        yield home, page
        observed.assert_calm()


def assert_good(page: Page, home: str, addresses: list[str]) -> None:
    """Each page is there, accessible, valid and no wider than a small phone."""
    html = {}
    for address in addresses:
        response = page.goto(home + address)
        assert response
        assert response.status == 200, address
        assert_accessible(page)
        html[address] = page.request.get(home + address).text()
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        page.set_viewport_size({"width": 1280, "height": 900})
    assert html_faults(html) == []


def test_public_pages_are_good(house, browser) -> None:
    with visit(browser, house) as (home, page):
        assert_good(page, home, PUBLIC)


def test_the_authors_pages_are_good(house, browser) -> None:
    with visit(browser, house, "author", color_scheme="dark") as (home, page):
        assert_good(page, home, [*PUBLIC, *OWN])


def test_the_offices_pages_are_good(house, browser) -> None:
    with visit(browser, house, "office") as (home, page):
        assert_good(page, home, OFFICE)
    with visit(browser, house, "second", color_scheme="dark") as (home, page):
        assert_good(page, home, ["/verwaltung/mitzeichnen/"])


def test_similar_things_appear_while_the_title_is_typed(house, browser) -> None:
    with house.app.app_context():
        projector.rebuild(service.index())
    with visit(browser, house) as (home, page):
        page.goto(f"{home}{PLACE}/neu")
        page.get_by_label("Titel").press_sequentially("Schwimmbad für Engagierte")
        hint = page.get_by_role("link", name="Zehnerkarte fürs Schwimmbad")
        expect(hint).to_be_visible()
        page.get_by_label("Titel").fill("")
        expect(hint).not_to_be_visible()


@contextmanager
def late(page: Page, script: str, address: str) -> Iterator[None]:
    """The page stands here and can be used, but this script of it comes only at the end."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(re.compile(rf"/{script}\.\w+\.js"), keep)
    page.goto(address, wait_until="commit")
    yield
    until(lambda: page.wait_for_timeout(50) or held)
    held[0].continue_()


def test_similar_things_appear_for_what_was_typed_while_the_page_came(house, browser) -> None:
    with house.app.app_context():
        projector.rebuild(service.index())
    with visit(browser, house) as (home, page):
        with late(page, "similar", f"{home}{PLACE}/neu"):
            page.get_by_label("Titel").press_sequentially("Schwimmbad für Engagierte")
        expect(page.get_by_role("link", name="Zehnerkarte fürs Schwimmbad")).to_be_visible(
            timeout=LONG
        )


def test_what_was_typed_while_the_page_came_is_saved(house, browser) -> None:
    with visit(browser, house, "author") as (home, page):
        with late(page, "draft", f"{home}{PLACE}/neu"):
            page.get_by_label("Beschreibung").fill("Früh geschrieben.")
        expect(page.get_by_text(SAVED)).to_be_visible(timeout=LONG)


def test_what_is_typed_is_saved_and_found_again(house, browser) -> None:
    with visit(browser, house, "author") as (home, page):
        page.goto(f"{home}{PLACE}/neu")
        page.get_by_label("Beschreibung").fill("Das darf nicht verloren gehen.")
        expect(page.get_by_text(SAVED)).to_be_visible(timeout=LONG)
        other = page.context.new_page()
        other.goto(f"{home}{PLACE}/neu")
        expect(other.get_by_label("Beschreibung")).to_have_value("Das darf nicht verloren gehen.")


def test_a_proposal_is_written_and_sent_by_keyboard(house, browser) -> None:
    with visit(browser, house, "author") as (home, page):
        page.goto(f"{home}{PLACE}/neu")
        page.get_by_label("Titel").fill("Bänke am Ufer")
        page.get_by_label("Beschreibung").fill("Für alle, die **rasten** wollen.")
        page.get_by_label("Thema").select_option("geld")
        page.get_by_role("button", name="Vorschlag ansehen und absenden").press("Enter")
        expect(page.get_by_role("heading", name="So wird Ihr Vorschlag aussehen")).to_be_visible()
        assert_accessible(page)
        page.get_by_role("button", name="Vorschlag absenden").press("Enter")
        expect(page.get_by_role("heading", name="Bänke am Ufer")).to_be_visible()
        expect(page.get_by_text("Ihr Vorschlag ist veröffentlicht.")).to_be_visible()


def test_no_script_in_any_field_comes_to_life(house, browser) -> None:
    with house.app.app_context():
        format_ = a_format(title="Skripte", proposals_per_person=None)
        office, slug = office_pair(), format_.slug
        for script in SCRIPTS.values():
            fields = {"title": f"Titel {script}"[:120], "text": script, "place": script[:200]}
            an_answer(a_proposal(format_, **fields), office, text=script, period=script[:120])
    with visit(browser, house, "author") as (home, page):
        page.goto(f"{home}/beteiligung/{slug}/")
        for number in range(1, len(SCRIPTS) + 1):
            page.goto(f"{home}/beteiligung/{slug}/vorschlaege/{number}")
            page.goto(f"{home}/beteiligung/{slug}/vorschlaege/{number}/fassungen")
