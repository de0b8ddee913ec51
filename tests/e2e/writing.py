"""A meeting in which minutes are written, and browsers at its first item."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from playwright.sync_api import BrowserContext, Page, expect

from kernel.actors import Actor
from kernel.database import db
from roundtable.minutes import queries
from roundtable.tables.models import Seat
from tests.e2e.serving import cookie_of
from tests.factories.meetings import a_round, running
from tests.factories.minutes import text_of
from tests.support.chromium import Observed, refuse_lines, visitor
from tests.support.town import Town, until

SAVED = re.compile(r"^gespeichert \d\d:\d\d:\d\d$")
#: on a machine that does other things, too
LONG = 60_000
#: whether the page lets one go without a warning
LEAVES = "dispatchEvent(new Event('beforeunload', {cancelable: true}))"
SIMPLE = "localStorage.setItem('mitschrift-einfach', '1')"


@dataclass
class Room:
    """A running meeting, and browsers at its first item."""

    town: Town
    cookies: dict[str, str]
    names: dict[str, str]
    chair: Actor
    anna_seat: Seat
    doc: UUID
    address: str
    ends: ExitStack
    #: whether people have chosen the simple editor
    simple: bool
    observed: list[Observed] = field(default_factory=list)

    def page(self, key: str, *, socket: bool = True, without: str = "", **options: object) -> Page:
        """The editor of this person; without a `socket` it asks by HTTP, `without` names what cannot be fetched."""
        page, observed = self.ends.enter_context(visitor(self.town.browser, **options))
        self.observed.append(observed)
        self.enter(page.context, key)
        if self.simple:
            page.context.add_init_script(SIMPLE)
        if without:
            page.context.route(without, lambda route: route.abort())
        if not socket:
            refuse_lines(page.context)
        page.goto(self.address)
        return page

    def enter(self, context: BrowserContext, key: str) -> None:
        """Let this browser be this person's."""
        cookie = {"name": "forum", "value": self.cookies[key], "url": self.town.server.url}
        context.add_cookies([cookie])

    def stored(self) -> str:
        """What the database holds."""
        db.session.rollback()
        return text_of(self.doc)


@contextmanager
def a_writing_room(town: Town, *, simple: bool) -> Iterator[Room]:
    """A meeting of its own; its browsers end with it."""
    with town.inside() as app, ExitStack() as ends:
        made = a_round()
        meeting = running(made)
        item = meeting.items[0].id
        path = f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}/mitschrift/{item}"
        yield Room(
            town=town,
            cookies={key: cookie_of(app, who) for key, who in made.persons.items()},
            names={key: who.display_name for key, who in made.persons.items()},
            chair=made.actor("chair"),
            anna_seat=made.seats["anna"],
            doc=queries.doc_of_item(item).id,
            address=town.server.url + path,
            ends=ends,
            simple=simple,
        )


def saved(page: Page) -> None:
    """The page says that everything is stored, and what was typed last is, too: it lets one go."""
    expect(page.locator("#mitschrift-stand")).to_have_text(SAVED, timeout=LONG)
    until(lambda: page.evaluate(LEAVES))
