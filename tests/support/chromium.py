"""A real Chromium for tests: no foreign host, no silent dialog, no silent CSP report."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, sync_playwright

#: services of others; and parts of the window that nobody sees, pages themselves and loaded with each visitor
NOT_WANTED = (
    "OptimizationHints",
    "MediaRouter",
    "Translate",
    "AutofillServerCommunication",
    "PreloadTopChromeWebUI",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    f"--disable-features={','.join(NOT_WANTED)}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
WATCH_POLICY = """
addEventListener('securitypolicyviolation', event =>
  reportPolicyViolation(`${event.effectiveDirective}: ${event.blockedURI}`));
"""
#: as in a network that refuses sockets at once; one that opens and says nothing is given up after twenty seconds
REFUSED = """window.WebSocket = class {
  constructor() { setTimeout(() => this.onerror(new Event("error"))); }
  close() {}
};"""
#: a line for each fault: the rest of what axe tells is long, and nobody reads it
LOOK = """options => axe.run(options).then(results => results.violations.map(
  found => `${found.id}: ${found.help}: ${JSON.stringify(found.nodes[0].target)}`))"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Observed:
    """What a visitor's browser met; a healthy story leaves all of it but `hosts` empty."""

    dialogs: list[str] = field(default_factory=list)
    policy_violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def assert_calm(self) -> None:
        """No dialog opened, no policy was violated, no script failed, no foreign host was asked."""
        assert self.dialogs == []
        assert self.policy_violations == []
        assert self.errors == []
        self.assert_no_foreign_requests()

    def assert_no_foreign_requests(self) -> None:
        """The page and everything it loads come from this machine."""
        assert self.hosts <= {"127.0.0.1", "localhost"}, self.hosts


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine; several visitors share one."""
    found = shutil.which("chromium")
    assert found, "Chromium is missing: scripts/install_system_packages installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(browser: Browser, **options: Any) -> Iterator[tuple[Page, Observed]]:
    """A page of somebody with cookies of their own; `options` as of `Browser.new_context`."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", **options)
    try:
        context.set_default_timeout(20_000)
        yield context.new_page(), _observe(context)
    finally:
        context.close()


def refuse_lines(context: BrowserContext) -> None:
    """Pages opened from now on get no line to the server and go by HTTP alone."""
    context.add_init_script(REFUSED)
    context.route("**/socket.io/**", lambda route: route.abort())


def axe(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong on this page, by all its rules or these: one line each, empty when nothing is."""
    if not page.evaluate("'axe' in window"):  # once a page, not once a look
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": list(rules)} if rules else WCAG
    found: list[str] = page.evaluate(LOOK, {"runOnly": only, "resultTypes": ["violations"]})
    return found


def assert_accessible(page: Page) -> None:
    """Axe finds nothing wrong on this page as it stands."""
    assert axe(page) == []


def _observe(context: BrowserContext) -> Observed:
    observed = Observed()

    def dismiss(dialog: Dialog) -> None:
        observed.dialogs.append(dialog.message)
        dialog.dismiss()

    def note_host(request: Request) -> None:
        if host := urlsplit(request.url).hostname:
            observed.hosts.add(host)

    def note_violation(violation: str) -> None:
        observed.policy_violations.append(violation)

    context.on("dialog", dismiss)
    context.on("request", note_host)
    context.on("weberror", lambda found: observed.errors.append(str(found.error)))
    context.expose_function("reportPolicyViolation", note_violation)
    context.add_init_script(WATCH_POLICY)
    return observed
