"""Every page that links lead to, for each kind of user: accessible, calm, valid, light, on a small phone.

The pages are found, not listed: a route that nobody reaches from the start page is either named here with its reason
or a feature that does not exist for people.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, ViewportSize
from werkzeug.routing import MapAdapter

from app import create_app
from kernel.settings import Settings
from tests.support.chromium import Observed, axe
from tests.support.crawler import Reached, reachable
from tests.support.html_checker import html_faults
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

#: who looks; later ones are asked only for kinds of pages that nobody before them has reached
PEOPLE = ("", "marlies", "brandt", "yilmaz", "sander", "lindner", "petersen", "okafor", "thiele")
FIRST_VIEW_BYTES = 100_000
PHONE, DESK = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=800)
#: bytes of the page and of everything it loads, as sent
SIZE = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
MODES: dict[str, dict[str, str]] = {
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
IN_EVERY_MODE = ("start.page", "formats.show", "proposals.show", "votes.show", "results.show")
#: no link of the demo leads here, because …
FILES = {"results.csv", "results.pabulib", "results.code_list", "votes.card", "static"}
FOR_PROGRAMS = {
    "assets.show",
    "consultations_api.format_",
    "consultations_api.formats",
    "consultations_api.proposal",
    "consultations_api.proposals",
    "health.live",
    "health.ready",
    "proposals.similar",
    "search.search_json",
}
AFTER_A_FORM_OR_MAIL = {
    "ballots.receipt",
    "post.show",
    "sessions.choose_name",
    "sessions.enter_code",
    "sessions.open_link",
    "sessions.sign_in_as",
    "search.record",
}
NOTHING_SUCH_IN_THE_DEMO = {
    "files.download",
    "office_answers.publish",
    "office_people.members",
    "own_proposals.attachments",
    "own_proposals.edit",
    "own_proposals.withdraw",
    "proposals.versions",
    "threads.edit",
    "threads.restore",
    "threads.versions",
}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    """The routes of the platform."""
    folder: Path = tmp_path_factory.mktemp("routes")
    return create_app(Settings(instance=folder, testing=True)).url_map.bind("localhost")


@pytest.fixture(scope="module")
def found(demo: Town, routes: MapAdapter) -> dict[str, list[Reached]]:
    """By person: the pages of kinds that nobody before them has reached."""
    pages: dict[str, list[Reached]] = {}
    known: set[str] = set()
    for key in PEOPLE:
        with entered(demo, key) as (page, _):
            reached = reachable(page.request, routes)
        pages[key] = [one for one in reached if one.html and one.endpoint not in known]
        known |= {one.endpoint for one in reached}
    return pages


def entered(demo: Town, key: str, **options: Any) -> AbstractContextManager[tuple[Page, Observed]]:
    """A browser of this person, or of a visitor."""
    return demo.demo_person(key, **options) if key else demo.visitor(**options)


def test_people_reach_every_kind_of_page_by_links(
    found: dict[str, list[Reached]], routes: MapAdapter
) -> None:
    seen = {one.endpoint for pages in found.values() for one in pages}
    rules = [rule for rule in routes.map.iter_rules() if "GET" in (rule.methods or ())]
    hidden = {rule.endpoint for rule in rules} - seen - FILES
    assert hidden == FOR_PROGRAMS | AFTER_A_FORM_OR_MAIL | NOTHING_SUCH_IN_THE_DEMO


@pytest.mark.parametrize("key", PEOPLE)
def test_pages_are_accessible_calm_light_and_fit_a_small_phone(
    demo: Town, found: dict[str, list[Reached]], key: str
) -> None:
    faults: list[str] = []
    with entered(demo, key) as (page, _):
        page.on("console", lambda message: note(message, faults))
        for one in first_of_a_kind(found[key]):
            page.goto(one.address)
            faults += [f"{one.address}: {fault}" for fault in look(page)]
    assert faults == []


def first_of_a_kind(pages: list[Reached]) -> list[Reached]:
    """One page of each kind, and two of those that differ most."""
    kept: dict[str, list[Reached]] = {}
    for one in pages:
        kept.setdefault(one.endpoint, []).append(one)
    return [one for kind, some in kept.items() for one in some[: 3 if kind in IN_EVERY_MODE else 1]]


def note(message: ConsoleMessage, faults: list[str]) -> None:
    """A script or a resource failed."""
    if message.type in {"error", "warning"}:
        faults.append(f"{message.location.get('url', '')}: {message.text}")


def look(page: Page) -> list[str]:
    """What is wrong with the page as it stands: for axe, on a small phone, on a slow line."""
    faults = axe(page)
    size: int = page.evaluate(SIZE)
    if size > FIRST_VIEW_BYTES:
        faults.append(f"{size} bytes for the first view")
    page.set_viewport_size(PHONE)
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        faults.append(f"{wide} pixels stand out at 320")
    page.set_viewport_size(DESK)
    return faults


@pytest.mark.parametrize("mode", MODES)
def test_the_main_pages_are_accessible_in_every_mode(
    demo: Town, found: dict[str, list[Reached]], mode: str
) -> None:
    with demo.visitor(**MODES[mode]) as (page, _):
        for kind in IN_EVERY_MODE:
            page.goto(next(one.address for one in found[""] if one.endpoint == kind))
            assert axe(page) == []


def test_every_page_is_valid_html(found: dict[str, list[Reached]]) -> None:
    pages = {f"{key}{one.address}": one.html for key, some in found.items() for one in some}
    assert html_faults(pages) == []
