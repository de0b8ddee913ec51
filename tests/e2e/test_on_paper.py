"""On paper a document stands whole and alone: nothing to press, nothing cut off, black on white."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

#: A4 without its margins
PAPER = ViewportSize(width=658, height=980)
DOCUMENTS = ("resolution", "result", "minutes", "handbook")
#: what is of use on a screen alone, and is seen all the same
PRESSED = """() => [...document.querySelectorAll(
  "nav, .ef-search, .ef-service, .ef-footer, .ef-how, .kern-btn, .ef-accordion:not([open])")]
  .filter((it) => it.getClientRects().length).map((it) => it.className || it.tagName)"""
#: what does not fit and is cut off or would have to be scrolled
CUT = """() => [...document.querySelectorAll("body, main, main *")]
  .filter((it) => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflowX !== "visible"
    && !it.closest(".ef-hidden"))
  .map((it) => it.className || it.tagName)"""


@pytest.fixture(scope="module")
def addresses(demo: Town) -> Iterator[dict[str, str]]:
    """Where they are, found by links as people find them."""
    with demo.visitor() as (page, _):
        found = {"handbook": "/hilfe/sitzung-leiten"}
        page.goto("/beschluesse/")
        page.get_by_role("list", name="Beschlüsse").get_by_role("link").last.click()
        found["resolution"] = page.url
        page.get_by_role("link", name=re.compile("^Sitzung ")).click()
        for name, ending in (("result", "/ergebnis"), ("minutes", "/protokoll")):
            found[name] = str(page.locator(f'main a[href$="{ending}"]').first.get_attribute("href"))
        yield found


@pytest.fixture
def printed(
    demo: Town, addresses: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The document as it goes to the printer, of somebody whose screen is dark."""
    with demo.visitor(viewport=PAPER) as (page, _):
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(addresses[request.param])
        yield page


@pytest.mark.parametrize("printed", DOCUMENTS, indirect=True)
def test_a_document_stands_on_paper_whole_and_alone(printed: Page) -> None:
    assert printed.evaluate(PRESSED) == []
    assert printed.evaluate(CUT) == []
    assert printed.evaluate("document.documentElement.scrollWidth <= innerWidth")
    colours = "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
    assert printed.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert printed.locator("main h2:visible").count() > 1


@pytest.mark.parametrize("printed", ["handbook"], indirect=True)
def test_a_link_inside_a_text_says_where_it_leads(printed: Page) -> None:
    link = printed.locator('.ef-prose a[href="/hilfe/protokoll-fuehren"]')
    after = link.evaluate("it => getComputedStyle(it, '::after').content")
    assert after == '" (/hilfe/protokoll-fuehren)"'
