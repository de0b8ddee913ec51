"""Every page that links lead to, for each kind of user: accessible in every mode, calm, valid, light, on a small phone.

The pages are found, not listed: a route that nobody reaches from the start page is either named here with its reason
or a feature that does not exist for people.
"""

from collections.abc import Callable
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
PEOPLE = (
    "",
    "marlies",
    "brandt",
    "yilmaz",
    "sander",
    "lindner",
    "petersen",
    "okafor",
    "thiele",
    "derya",
)
#: what other colours alone can break
OF_COLOURS = ("color-contrast", "link-in-text-block")
FIRST_VIEW_BYTES = 100_000
PHONE, DESK = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=800)
#: bytes of the page and of everything it loads, as sent; but the larger editor of minutes, which takes the place of one
#: that works already
SIZE = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter(({ name }) => !/[/](codemirror|minutes-rich)[.]/.test(name))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
#: kinds whose pages differ most; three of each are looked at
DIFFERENT = (
    "start.page",
    "formats.show",
    "handbook.show",
    "proposals.show",
    "votes.show",
    "results.show",
)
FAULTY = """@media (prefers-color-scheme: dark) { .ef-head__lead { color: #333 } }
@media (max-width: 20em) { .ef-footer__links a { width: 9px; height: 9px; min-height: 0; overflow: hidden }
  .ef-footer__links li { margin: 0 } h1 { width: 600px } }"""
#: no link of the demo leads here, because …
FILES = {
    "calendars.of_table",
    "meetings.calendar",
    "meetings.printed",
    "meetings.printed_now",
    "minutes_public.file",
    "minutes_public.version_file",
    "results.csv",
    "results.pabulib",
    "results.code_list",
    "votes.card",
    "static",
}
FOR_PROGRAMS = {
    "assets.show",
    "consultations_api.format_",
    "consultations_api.formats",
    "consultations_api.proposal",
    "consultations_api.proposals",
    "health.live",
    "health.ready",
    "live.events",
    "minutes_api.state",
    "minutes_programs.feed",
    "minutes_programs.index",
    "minutes_programs.one",
    "meetings.data",
    "meetings_api.index",
    "meetings_api.one",
    "meetings_live.now",
    "search.suggestions",
    "proposals.similar",
    "resolutions_api.feed",
    "resolutions_api.index",
    "resolutions_api.one",
    "search.search_feed",
    "search.search_json",
    "votes_api.index",
    "votes_api.one",
}
AFTER_A_FORM_OR_MAIL = {
    "ballots.receipt",
    "meetings_answers.by_link",
    "post.show",
    "search.record",
    "sessions.choose_name",
    "sessions.enter_code",
    "sessions.open_link",
    "sessions.sign_in_as",
}
NOTHING_SUCH_IN_THE_DEMO = {
    "day_results.release",
    "files.download",
    "live_votes.vote",
    "meetings.version",
    "minutes_public.version",
    "meetings_talk.show",
    "office_answers.publish",
    "office_formats.discard",
    "office_people.members",
    "own_proposals.attachments",
    "own_proposals.edit",
    "own_proposals.withdraw",
    "proposals.versions",
    "protocols.decide",
    "protocols.submit",
    "protocols_office.release",
    "protocols.wish",
    "protocols_office.give_back",
    "threads.edit",
    "threads.restore",
    "threads.versions",
}


def press(page: Page, name: str) -> None:
    """Send the form with this button."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def refused(page: Page, address: str, status: int) -> None:
    """Open a page that says no."""
    answer = page.goto(address)
    assert answer
    assert answer.status == status


def tick_two(page: Page) -> None:
    """The ballot with two crosses, sent on to be checked."""
    page.goto(BALLOT)
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    press(page, "Angaben prüfen")


BALLOT = "/abstimmungen/angebote-der-engagement-karte/stimmzettel"
PROPOSE = "/beteiligung/orte-fuers-engagement-in-nord/vorschlaege/neu"
#: one after the other, by a person with a card
AFTER: dict[str, Callable[[Page], object]] = {
    "404": lambda page: refused(page, "/gibt-es-nicht", 404),
    "403": lambda page: refused(page, "/verwaltung/", 403),
    "proposal with faults": lambda page: (
        page.goto(PROPOSE),
        press(page, "Vorschlag ansehen und absenden"),
    ),
    "ballot with faults": lambda page: (page.goto(BALLOT), press(page, "Angaben prüfen")),
    "ballot in another order": lambda page: press(page, "nach Preis"),
    "check page": tick_two,
    "receipt": lambda page: press(page, "Stimme abgeben"),
    "ballot again": lambda page: page.goto(BALLOT),
    "post": lambda page: page.goto("/verwaltung/post/"),
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
            reached = reachable(page, routes)
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
    named = FOR_PROGRAMS | AFTER_A_FORM_OR_MAIL | NOTHING_SUCH_IN_THE_DEMO
    assert (sorted(hidden - named), sorted(named - hidden)) == ([], [])


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
    """One page of each kind, and three of those that differ most."""
    kept: dict[str, list[Reached]] = {}
    for one in pages:
        kept.setdefault(one.endpoint, []).append(one)
    return [one for kind, some in kept.items() for one in some[: 3 if kind in DIFFERENT else 1]]


def note(message: ConsoleMessage, faults: list[str]) -> None:
    """A script or a resource failed."""
    if message.type in {"error", "warning"}:
        faults.append(f"{message.location.get('url', '')}: {message.text}")


def look(page: Page) -> list[str]:
    """What is wrong with the page as it stands: for axe in every mode, on a small phone, on a slow line."""
    faults = [f"{fault} (light)" for fault in axe(page)]
    size: int = page.evaluate(SIZE)
    if size > FIRST_VIEW_BYTES:
        faults.append(f"{size} bytes for the first view")
    page.set_viewport_size(PHONE)
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        faults.append(f"{wide} pixels stand out at 320")
    faults += [f"{fault} (320 px)" for fault in axe(page)]
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    faults += [f"{fault} (dark)" for fault in axe(page, OF_COLOURS)]
    page.emulate_media(color_scheme="light", forced_colors="active")
    faults += [f"{fault} (forced colours)" for fault in axe(page, OF_COLOURS)]
    page.emulate_media(color_scheme="light", forced_colors="none")
    return faults


def test_a_mode_with_a_fault_is_found(demo: Town) -> None:
    with demo.visitor(bypass_csp=True) as (page, _):
        page.add_style_tag(content=FAULTY)
        found = look(page)
    assert [fault for fault in found if "contrast" in fault and "(dark)" in fault]
    assert [fault for fault in found if "target-size" in fault and "(320 px)" in fault]
    assert [fault for fault in found if "stand out" in fault]
    assert not [fault for fault in found if "(light)" in fault]


def test_what_comes_after_forms_and_refusals_is_as_good(demo: Town) -> None:
    faults, pages = [], {}
    with demo.demo_person("marlies") as (page, _):
        for name, step in AFTER.items():
            step(page)
            assert page.locator("h1").count() == 1, name
            pages[name] = page.content()
            faults += [f"{name}: {fault}" for fault in look(page)]
    assert faults == []
    assert html_faults(pages) == []


def test_every_page_is_valid_html(found: dict[str, list[Reached]]) -> None:
    pages = {f"{key}{one.address}": one.html for key, some in found.items() for one in some}
    assert html_faults(pages) == []
