"""A meeting that runs, and browsers in its room."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from kernel import clock
from tests.e2e.serving import cookie_of
from tests.factories.decisions import Sitting, a_sitting
from tests.factories.meetings import goes_on
from tests.factories.speaking import Talk
from tests.support.chromium import refuse_lines, visitor
from tests.support.town import Town

CONNECTED = "Live: verbunden"
LOST = "Live: getrennt"
#: on a machine that does other things, too
LONG = 60_000
PHONE = {"width": 360, "height": 740}
MINE = "[data-say=mine]"


@dataclass
class Room:
    """A talk on a running platform, and browsers in it."""

    town: Town
    app: Flask
    talk: Talk
    stack: ExitStack

    def __post_init__(self) -> None:
        goes_on(self.talk.meeting)

    def browser(self, who: str, *, socket: bool = True, **options: Any) -> Page:
        """Somebody in the room; without a `socket` by HTTP alone. At the end their browser has met nothing unseemly."""
        page = self.person(who, **options)
        if not socket:
            refuse_lines(page.context)
        page.goto(f"{self.address}/live")
        expect(page.locator("#raum-verbindung")).to_contain_text(
            CONNECTED if socket else LOST, timeout=LONG
        )
        return page

    @property
    def address(self) -> str:
        """Where the meeting is."""
        table, meeting = self.talk.made.table, self.talk.meeting
        return f"{self.town.server.url}/runde-tische/{table.slug}/sitzungen/{meeting.nr}"

    def person(self, who: str, **options: Any) -> Page:
        """Somebody of the table at a browser of their own."""
        page, observed = self.stack.enter_context(visitor(self.town.browser, **options))
        self.stack.callback(observed.assert_calm)
        cookie = cookie_of(self.app, self.talk.made.persons[who])
        page.context.add_cookies([{"name": "forum", "value": cookie, "url": self.town.server.url}])
        return page


@contextmanager
def a_room(town: Town) -> Iterator[tuple[Sitting, Room]]:
    """A sitting in which one more member is present, and its room."""
    with town.inside() as app, ExitStack() as stack:
        made = a_sitting(present=("ben",))
        yield made, Room(town, app, Talk(made.made, made.meeting, clock.now()), stack)
