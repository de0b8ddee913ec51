"""Rendered texts in a real browser, without the policy that would stop a script a second time."""

import pytest
from playwright.sync_api import Browser

from kernel.markdown import render
from tests.payloads import ALL_SCRIPTS, SCRIPTS
from tests.support.chromium import Observed, visitor
from tests.support.pages import page_server

PAGE = "<!doctype html><html lang=de><meta charset=utf-8><title>Texte</title><main>{}</main>"
LEADS = "links => links.map(link => link.getAttribute('href') === null ? 'nowhere' : link.protocol)"
FIRES_BY_ITSELF = [
    "script element",
    "script in mixed case",
    "image that fails",
    "image with slashes for spaces",
    "drawing",
    "script in a drawing",
    "frame",
    "frame with a document",
    "focus on load",
    "detail that opens",
    "out of an attribute",
    "out of a comment",
    "animation by style",
]

pytestmark = pytest.mark.e2e


def _seen(browser: Browser, html: str) -> tuple[Observed, set[str]]:
    """What happens on a page with this HTML, and where its links lead."""
    with page_server(PAGE.format(html)) as address, visitor(browser) as (page, observed):
        page.goto(address)
        page.wait_for_timeout(100)
        return observed, set(page.locator("a").evaluate_all(LEADS))


def test_all_scripts_on_one_page_leave_it_calm_and_no_link_runs_one(browser: Browser) -> None:
    texts = [f"<section>{render(text).html}</section>" for text in ALL_SCRIPTS.values()]
    observed, leads = _seen(browser, "".join(texts))
    observed.assert_calm()
    assert leads == {"nowhere", "http:", "https:", "mailto:"}


@pytest.mark.parametrize("name", FIRES_BY_ITSELF)
def test_the_same_scripts_run_where_nobody_renders_them(browser: Browser, name: str) -> None:
    observed, _ = _seen(browser, SCRIPTS[name])
    assert observed.dialogs, "this payload would prove nothing"
