"""The whole way with Tab, Enter and Space alone; where the focus is can be seen at every step."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acts import keys
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

#: an outline, a shadow or a border in another colour than without focus
SHOWN = """element => {
  const look = () => { const style = getComputedStyle(element), after = getComputedStyle(element, "::after");
    return [style.outline, style.boxShadow, style.border, style.backgroundColor, style.textDecoration,
      after.outline, getComputedStyle(element.parentElement).outline].join(); };
  const focused = look(); element.blur(); const bare = look(); element.focus(); return focused !== bare; }"""


def tab_to(page: Page, name: str) -> None:
    """Reach the thing of this name with Tab; there the focus can be seen."""
    keys.tab_to(page, name)
    focused = page.locator(":focus")
    assert focused.evaluate(SHOWN), f"{name}: the focus cannot be seen"
    assert focused.is_visible()


def go(page: Page, name: str) -> None:
    """Reach a link or button, press Enter and wait for the next page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page: Page, text: str) -> None:
    """The next page is there."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_card_holder_votes_and_changes_the_vote(demo: Town) -> None:
    with demo.demo_person("oez") as (page, _):
        page.goto("/")
        go(page, "Abstimmungen")
        heading(page, "Abstimmungen")
        title = open_vote(page)
        go(page, title)
        go(page, ballot_link(page))
        for box in page.get_by_role("checkbox", checked=False).all()[:2]:
            tick(page, str(box.evaluate(keys.NAME)))
        go(page, "Angaben prüfen")
        heading(page, "Bitte prüfen Sie Ihren Stimmzettel")
        go(page, "Stimme abgeben")
        heading(page, "Ihre Stimme ist gezählt.")
        go(page, "Stimme ändern")
        expect(page.get_by_role("button", name="Angaben prüfen")).to_be_visible()


def open_vote(page: Page) -> str:
    """The title of the vote that runs."""
    entry = page.get_by_role("main").get_by_role("listitem").filter(has_text="3 Minuten")
    return str(entry.get_by_role("link").first.inner_text())


def ballot_link(page: Page) -> str:
    """The main action of a vote: to the ballot, or back to it."""
    return str(page.locator(".ef-head__action a").inner_text())


def tick(page: Page, name: str) -> None:
    """Turn a choice with Space."""
    tab_to(page, name)
    page.keyboard.press("Space")


def test_a_proposal_is_written_mended_and_sent(demo: Town) -> None:
    with demo.demo_person("jonte") as (page, _):
        page.goto("/")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Zum Inhalt springen")
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()
        go(page, "Wo fehlt in Hamburg-Nord ein Ort fürs Engagement?")
        go(page, "Vorschlag schreiben")
        go(page, "Vorschlag ansehen und absenden")
        expect(page.locator(".ef-error-summary")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Titel")).to_be_focused()
        page.keyboard.type("Ein Werkstattraum am Barmbeker Bahnhof")
        tab_to(page, "Beschreibung")
        page.keyboard.type("Dort kann man nähen, reparieren und Werkzeug leihen.")
        choose_topic(page)
        go(page, "Vorschlag ansehen und absenden")
        heading(page, "So wird Ihr Vorschlag aussehen")
        go(page, "Vorschlag absenden")
        heading(page, "Ein Werkstattraum am Barmbeker Bahnhof")


def choose_topic(page: Page) -> None:
    """Take the first topic of the list, as the arrow key does."""
    tab_to(page, "Thema")
    page.keyboard.press("ArrowDown")
