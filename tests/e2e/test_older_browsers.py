"""What an old browser skips changes no pixel: the style sheet with every newer function and selector made invalid."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.e2e.gallery import PAGES, gallery_app, serving
from tests.support.chromium import visitor

pytestmark = pytest.mark.e2e

#: newer than Chrome 80, Safari 13 and Firefox 78; one of them is enough to make a browser skip the declaration or rule
NEWER = re.compile(
    r"\b(?:oklch|oklab|lch|lab|hwb|color-mix|color|light-dark|min|max|clamp|env|image-set|round)(?=\()"
    r"|(?<=:)(?:has|is|where|focus-visible|user-valid|user-invalid)\b"
    r"|(?<![\w-])(?:gap|row-gap|column-gap|inset|aspect-ratio|accent-color)(?=\s*:)"
)
MODES = {"light": {}, "dark": {"color_scheme": "dark"}}
NEW_BUTTON = ".kern-btn--primary { background: #000; background: oklch(70% 0.2 140) }"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(gallery_app(tmp_path_factory.mktemp("gallery"))) as found:
        yield found


def restyle(page: Page, *, more: str = "", old: bool = False) -> None:
    """Deliver the style sheet with these rules behind it, and to an old browser without what it does not know."""

    def answer(route: Route) -> None:
        response = route.fetch()
        css = response.text() + more
        route.fulfill(response=response, body=NEWER.sub("unknown-word", css) if old else css)

    page.unroute("**/app.*.css")
    page.route("**/app.*.css", answer)


def seen(page: Page, url: str) -> bytes:
    """A picture of the whole page."""
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => true)")
    return page.screenshot(full_page=True, animations="disabled", caret="hide")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PAGES)
def test_no_pixel_hangs_on_a_newer_browser(
    browser: Browser, address: str, name: str, mode: str
) -> None:
    with visitor(browser, **MODES[mode]) as (page, _):
        restyle(page)
        new = seen(page, f"{address}/{name}")
        restyle(page, old=True)
        assert seen(page, f"{address}/{name}") == new


def test_a_colour_of_a_newer_browser_is_found(browser: Browser, address: str) -> None:
    with visitor(browser) as (page, _):
        restyle(page, more=NEW_BUTTON)
        new = seen(page, f"{address}/gallery")
        restyle(page, more=NEW_BUTTON, old=True)
        assert seen(page, f"{address}/gallery") != new
