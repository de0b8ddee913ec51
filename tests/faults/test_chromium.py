"""The browser of the tests sees what must not happen: each watcher is shown its fault once."""

import pytest
from playwright.sync_api import Browser

from tests.support.chromium import Observed, axe, visitor
from tests.support.pages import page_server

CALM = "<!doctype html><html lang=de><title>Ruhe</title><main><h1>Ruhe</h1></main>"
STRICT = {"Content-Security-Policy": "default-src 'none'"}


def seen(browser: Browser, html: str, headers: dict[str, str] | None = None) -> Observed:
    with page_server(html, headers) as address, visitor(browser) as (page, observed):
        page.goto(address)
        page.wait_for_timeout(50)
        return observed


def test_a_calm_page_is_calm(browser: Browser) -> None:
    seen(browser, CALM).assert_calm()


def test_a_dialog_is_noticed(browser: Browser) -> None:
    assert seen(browser, CALM + "<script>alert('hallo')</script>").dialogs == ["hallo"]


def test_a_blocked_script_is_noticed(browser: Browser) -> None:
    observed = seen(browser, CALM + "<script>alert('hallo')</script>", STRICT)
    assert observed.dialogs == []
    assert "script-src-elem: inline" in observed.policy_violations


def test_a_failing_script_is_noticed(browser: Browser) -> None:
    assert "kaputt" in seen(browser, CALM + "<script>throw Error('kaputt')</script>").errors[0]


def test_a_foreign_host_is_noticed_and_never_reached(browser: Browser) -> None:
    observed = seen(browser, CALM + "<img alt='' src='http://fonts.example/x.png'>")
    with pytest.raises(AssertionError, match=r"fonts\.example"):
        observed.assert_no_foreign_requests()


def test_a_field_without_a_label_is_noticed(browser: Browser) -> None:
    page_with_field = CALM + "<main><input></main>"
    with page_server(page_with_field, STRICT) as address, visitor(browser) as (page, _):
        page.goto(address)
        assert any(line.startswith("label:") for line in axe(page))


def test_a_visitor_may_come_without_javascript(browser: Browser) -> None:
    html = CALM + "<p>ohne</p><script>document.querySelector('p').textContent = 'mit'</script>"
    with (
        page_server(html) as address,
        visitor(browser, java_script_enabled=False) as (page, observed),
    ):
        page.goto(address)
        assert page.get_by_text("ohne").is_visible()
        observed.assert_calm()
