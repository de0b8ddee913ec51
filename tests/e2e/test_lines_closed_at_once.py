"""A proxy that takes each socket and closes it at once: told soon, said once, and over when the proxy gives way."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.in_room import CONNECTED, LONG, LOST, Room, a_room
from tests.factories.decisions import Sitting
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

STATE = "#raum-verbindung .ef-live__state"
#: what is meant by soon, on a machine that does other things, too
SOON_MS = 5_000
#: between two attempts the page rests up to 15 s, and half as long again
BACK = 30_000
#: what the page shows of its line, and what a screen reader says of the room, each as it changes
LISTEN = """addEventListener('DOMContentLoaded', () => {
  window.shown = []; window.said = [];
  const look = () => [['shown', '#raum-verbindung .ef-live__state'], ['said', '#raum-ansage']].forEach(([list, at]) => {
    const text = document.querySelector(at).textContent.trim();
    if (text.includes('getrennt') && !window.lostAt) window.lostAt = Date.now();
    if (text && text !== window[list][window[list].length - 1]) window[list].push(text);
  });
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
});"""


@dataclass
class Proxy:
    """Between a page and the server; with all its might it closes sockets."""

    closes: int = 10**6
    #: the ones that it let through
    lines: list[WebSocketRoute] = field(default_factory=list)

    def take(self, route: WebSocketRoute) -> None:
        """A page asks for a line."""
        if self.closes:
            self.closes -= 1
            route.close()
        else:
            route.connect_to_server()
            self.lines.append(route)

    def cut(self) -> None:
        """From now on there is no line."""
        self.closes = 10**6
        for line in self.lines:
            line.close()


@pytest.fixture
def sitting(town: Town) -> Iterator[tuple[Sitting, Room]]:
    with a_room(town) as made:
        yield made


@pytest.fixture
def room(sitting: tuple[Sitting, Room]) -> Room:
    return sitting[1]


def behind(proxy: Proxy, room: Room) -> Page:
    """Anna, behind this proxy."""
    page = room.person("anna")
    page.route_web_socket("**/socket.io/**", proxy.take)
    page.add_init_script(LISTEN)
    return page


def test_it_is_told_within_three_seconds_and_the_line_comes_back(room: Room) -> None:
    proxy = Proxy()
    page = behind(proxy, room)
    page.goto(f"{room.address}/live")
    expect(page.locator(STATE)).to_contain_text(LOST, timeout=LONG)
    assert page.evaluate("window.lostAt - performance.timing.loadEventEnd") < SOON_MS
    expect(page.locator("#raum-ansage")).to_contain_text(LOST, timeout=LONG)
    proxy.closes = 0
    expect(page.locator(STATE)).to_have_text(CONNECTED, timeout=BACK)


def test_however_often_it_is_closed_it_is_said_once(room: Room) -> None:
    proxy = Proxy()
    page = behind(proxy, room)
    page.clock.install()
    page.goto(f"{room.address}/live")
    for _ in range(12):
        page.clock.run_for(5_000)
    assert 10**6 - proxy.closes >= 3, "it tries again and again"
    for heard in ("window.said", "window.shown"):
        (only,) = page.evaluate(heard)
        assert only.startswith(LOST), heard


def test_one_closed_attempt_before_the_line_comes_is_not_told(room: Room) -> None:
    proxy = Proxy(closes=1)
    page = behind(proxy, room)
    page.goto(f"{room.address}/live")
    expect(page.locator(STATE)).to_have_text(CONNECTED, timeout=LONG)
    assert page.evaluate("window.shown") == [CONNECTED]


def test_a_cut_line_comes_back_soon_after_attempts_that_were_closed(room: Room) -> None:
    proxy = Proxy(closes=0)
    page = behind(proxy, room)
    page.goto(f"{room.address}/live")
    expect(page.locator(STATE)).to_have_text(CONNECTED, timeout=LONG)
    proxy.cut()
    expect(page.locator(STATE)).to_contain_text(LOST, timeout=LONG)
    page.wait_for_timeout(3_000)
    proxy.closes = 0
    expect(page.locator(STATE)).to_have_text(CONNECTED, timeout=12_000)
