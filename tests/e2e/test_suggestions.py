"""The search field offers how a question may go on, in the browser's own list."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import assert_accessible
from tests.support.town import Town

pytestmark = pytest.mark.e2e


def offered(page: Page) -> list[str]:
    """What the list holds."""
    found: list[str] = page.eval_on_selector_all(
        "#suche-vorschlaege option", "all => all.map((it) => it.value)"
    )
    return found


def test_titles_are_offered_while_one_types(demo: Town) -> None:
    with demo.visitor() as (page, _):
        page.goto("/suche")
        field = page.get_by_role("combobox", name="Wonach suchen Sie?")
        field.press_sequentially("Freist", delay=30)
        expect(page.locator("#suche-vorschlaege option").first).to_be_attached()
        assert all("freist" in text.lower() for text in offered(page)), offered(page)
        assert_accessible(page)
        field.fill(offered(page)[0])
        field.press("Enter")
        expect(page.get_by_role("heading", level=2, name="Treffer")).to_be_visible()


def test_where_nothing_comes_the_search_goes_on(demo: Town) -> None:
    with demo.visitor() as (page, _):
        page.route("**/suche/vorschlaege*", lambda route: route.fulfill(status=429))
        page.goto("/suche")
        field = page.get_by_role("combobox", name="Wonach suchen Sie?")
        field.press_sequentially("Freistellung", delay=30)
        page.wait_for_timeout(500)
        assert offered(page) == []
        field.press("Enter")
        expect(page.get_by_role("heading", level=2, name="Treffer")).to_be_visible()
