"""Pages per second: the real server beside a bare Flask page that sends the same bytes.

Both are gevent servers of the same class in processes of their own; one client keeps four connections alive and always
has a request under way on each. So both sides pay for HTTP, as a visitor does, and nothing but the page differs.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import first_view, serving, world
from bench.client import Connection, rate
from bench.first_view import statements
from bench.table import Line, compared

CONNECTIONS = 4
SECONDS = 0.7
QUIET_S, QUIET_TRIES = 2, 30


@dataclass(frozen=True)
class Page:
    """What is asked for, and the share of the bare page's rate that it shall reach."""

    what: str
    address: str
    aim: float
    #: of those who ask, in turns; nobody's for a visitor
    cookies: tuple[str, ...] = ()

    def requests(self, connection: Connection) -> list[bytes]:
        """As browsers' requests that take no compressed answer."""
        if not self.cookies:
            return [connection.request(self.address)]
        return [connection.request(self.address, f"Cookie: {cookie}") for cookie in self.cookies]


def lines() -> list[Line]:
    """The pages of visitors and of somebody signed in."""
    with TemporaryDirectory(prefix="forum-bench-") as name:
        folder = Path(name)
        with world.platform(folder) as app:
            made = world.build()
            cookies = world.readers(app, made)
            counts = [
                statements(app, "start page", "/"),
                statements(app, "proposal list, visitor", made.proposals),
                statements(app, "proposal list, signed in", made.proposals, cookie=cookies[0]),
                statements(app, "conversation, visitor", made.thread),
                statements(app, "conversation, signed in", made.thread, cookie=cookies[0]),
                statements(app, "result of a vote", made.result),
            ]
        pages = [
            Page("proposal list (500), visitor", made.proposals, 0.5),
            Page("proposal list (500), signed in", made.proposals, 0.2, tuple(cookies)),
            Page("conversation (5,000), visitor", made.thread, 0.3),
            Page("conversation (5,000), signed in", made.thread, 0.2, tuple(cookies)),
            Page("result of a vote, visitor", made.result, 0.5),
        ]
        with serving.ours(folder) as port:
            _wait_until_quiet(folder / "forum.sqlite3")
            return [*_measured(port, pages, folder), *first_view.lines(port), *counts]


def _wait_until_quiet(database: Path) -> None:
    """Until the worker beside the pages has written nothing for two seconds, but not for ever."""
    watcher = sqlite3.connect(database, isolation_level=None)
    seen: list[int] = []
    for _ in range(QUIET_TRIES):
        seen.append(watcher.execute("PRAGMA data_version").fetchone()[0])
        if len(seen) > QUIET_S and len(set(seen[-QUIET_S - 1 :])) == 1:
            break
        time.sleep(1)
    watcher.close()


def _measured(port: int, pages: list[Page], folder: Path) -> list[Line]:
    with connections(port) as here:
        answers = [here[0].ask(page.requests(here[0])[0]) for page in pages]
        assert all(answer.status == 200 for answer in answers)
        bodies = [(answer.headers["content-type"], answer.body) for answer in answers]
        with serving.bare_pages(bodies, folder) as bare, connections(bare) as there:
            return [_line(page, here, there, f"/{number}") for number, page in enumerate(pages)]


def _line(page: Page, here: list[Connection], there: list[Connection], address: str) -> Line:
    ours, bare = page.requests(here[0]), [there[0].request(address)]
    return compared(
        page.what,
        lambda: rate(here, ours, SECONDS),
        lambda: rate(there, bare, SECONDS),
        "/s",
        page.aim,
        more_is_better=True,
    )


@contextmanager
def connections(port: int) -> Iterator[list[Connection]]:
    """Connections to a server, closed with the block."""
    opened = [Connection(port) for _ in range(CONNECTIONS)]
    try:
        yield opened
    finally:
        for connection in opened:
            connection.close()
