"""People write in one text at once: how late the others see each letter, and what that takes of the server.

Everybody types three letters a second, each sent as an edit of its own. Our side is the text of an item in a meeting
that runs: everybody has a seat, each edit is judged, held against its person, stored and committed before anybody hears
of it. The other side is Hocuspocus, in memory. Both are sent the same bytes at the same moments. Carets are told on
neither side. Nothing of ours is switched off, and no limit is near: a socket may send twenty events a second.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import merge
from itertools import count
from uuid import UUID, uuid4

from bench.live import town
from bench.live.servers import Served
from bench.live.turns import Figures, beside, blank, spread
from bench.live.wires import BINARY, Member, Pool, Wire
from bench.table import Line
from tests.support.replicas import Replica

LETTERS_S = 3.0
SECONDS = 6.0
#: for what has not come when all should be typed; what is missing then counts as that late
GRACE_S = 15.0
SIZES = (20, 50)
#: messages of the Yjs protocol as Hocuspocus frames it: document, kind, then what belongs to the kind
SYNC, AUTH = 0, 2
STEP_1, UPDATE = 0, 2
NO_STATE = b"\0"
Sent = dict[bytes, float]


class Editor:
    """Somebody who types; edits are made beforehand, so that making them takes no time while it is measured."""

    def __init__(self) -> None:
        self.replica = Replica()
        self._written = count()

    def letters(self, number: int) -> list[bytes]:
        """So many edits, a letter each, behind what they have written."""
        return [self.replica.put(next(self._written), "a") for _ in range(number)]


@dataclass
class Heard:
    """Which edits were sent when, and how late each was heard by each of the others."""

    sent: Sent = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)

    def hear(self, update: bytes) -> None:
        """Somebody else's edit has come; one of an earlier round is too late for all counting."""
        if due := self.sent.get(update):
            self.taken.append(time.perf_counter() - due)


class OurPage(Member):
    """A page of the platform with the text open."""

    def __init__(self, pool: Pool, port: int, token: str, doc: UUID, client: int) -> None:
        super().__init__(pool, port, token)
        self._words: dict[str, object] = {"doc": str(doc), "cid": client}
        answer = self.ask("y:join", _json(self._words))
        self._words["epoch"] = json.loads(answer)[0]["epoch"]

    def write(self, update: bytes) -> None:
        """Send an edit."""
        words = self._words | {"id": str(uuid4()), "u": {"_placeholder": True, "num": 0}}
        self.emit("y:update", _json(words), update)

    def listen(self, heard: Heard) -> None:
        """Hear the others from now on; the server sends nobody their own."""
        self.on_binary = heard.hear


class TheirPage(Wire):
    """A page of Hocuspocus with the text open."""

    def __init__(self, pool: Pool, port: int, _token: str, doc: UUID, _client: int) -> None:
        name = str(doc).encode()
        self._name = bytes((len(name),)) + name
        self._head = self._name + bytes((SYNC, UPDATE))
        self._heard: Heard | None = None
        self._own: set[bytes] = set()
        self._has_state = False
        super().__init__(pool, port, "/")
        self.send(self._name + bytes((AUTH, 0, 0)), BINARY)
        self.send(self._name + bytes((SYNC, STEP_1, len(NO_STATE))) + NO_STATE, BINARY)
        pool.until(lambda: self._has_state)

    def write(self, update: bytes) -> None:
        """Send an edit; a letter's length is one byte."""
        assert len(update) < 128, "a longer one needs a longer length"
        self._own.add(update)
        self.send(self._head + bytes((len(update),)) + update, BINARY)

    def listen(self, heard: Heard) -> None:
        """Hear the others from now on."""
        self._heard = heard

    def heard(self, _opcode: int, data: bytes) -> None:
        """Everybody is sent each edit, its writer too."""
        if data[len(self._name) :][:1] == bytes((SYNC,)):
            self._has_state = True
        if not data.startswith(self._head) or self._heard is None:
            return
        update = data[len(self._head) + 1 :]
        if update not in self._own:
            self._heard.hear(update)


Page = OurPage | TheirPage


class Desk:
    """One text on one server, and everybody who writes in it."""

    def __init__(self, pool: Pool, served: Served, pages: list[Page]) -> None:
        self._pool, self._served, self._pages = pool, served, pages
        self._heard = Heard()
        for page in pages:
            page.listen(self._heard)

    def type(self, edits: list[list[bytes]]) -> Figures:
        """Everybody types their edits, each a little after the one before; latencies and the server's processor.

        It ends in time: what could not be sent by then counts as what has not come.
        """
        self._heard.sent.clear()
        self._heard.taken.clear()
        begun, cpu = time.perf_counter() + 0.1, self._served.cpu_seconds()
        writers, end = len(self._pages), begun + max(map(len, edits)) / LETTERS_S + GRACE_S
        for due, place, update in merge(*self._schedule(begun, edits)):
            self._pool.until_moment(due)
            if time.perf_counter() > end:
                break
            self._heard.sent[update] = due
            if self._pages[place].is_open:
                self._pages[place].write(update)
        wanted = sum(map(len, edits)) * (writers - 1)
        rest = max(0, end - time.perf_counter())
        self._pool.within(rest, lambda: len(self._heard.taken) >= wanted)
        seconds = time.perf_counter() - begun
        share = 100 * (self._served.cpu_seconds() - cpu) / seconds
        missing = [seconds] * (wanted - len(self._heard.taken))
        return spread(self._heard.taken + missing) | {"cpu": share}

    def close(self) -> None:
        """Everybody leaves."""
        for page in self._pages:
            page.close()

    def _schedule(
        self, begun: float, edits: list[list[bytes]]
    ) -> Iterator[list[tuple[float, int, bytes]]]:
        for place, own in enumerate(edits):
            shift = place / len(edits)
            yield [(begun + (n + shift) / LETTERS_S, place, u) for n, u in enumerate(own)]


def lines() -> list[Line]:
    """Twenty and fifty people."""
    with town.place() as folder:
        tables = {size: town.a_table(size) for size in SIZES}
        with town.both(folder, "editors.mjs") as (here, there):
            return [
                line for size, table in tables.items() for line in _lines(size, here, there, table)
            ]


def _lines(size: int, here: Served, there: Served, table: town.Table) -> list[Line]:
    editors = [Editor() for _ in range(size)]
    each = int(LETTERS_S * SECONDS)
    with _desks(here, there, table, editors) as (ours, theirs):
        both: list[list[list[bytes]]] = []

        def type_ours() -> Figures:
            both.append([editor.letters(each) for editor in editors])
            return ours.type(both[-1])

        def type_theirs() -> Figures:
            return theirs.type(both[-1])

        found = beside(type_ours, type_theirs)
    what = f"{size} editors, {LETTERS_S:g} letters/s each"
    return [
        found.line("p50", blank(f"{what}, p50", "ms", 1.0)),
        found.line("p95", blank(f"{what}, p95", "ms", 1.0)),
        found.line("cpu", blank(f"{what}, server CPU", "%", 1.0, floor=2.1)),
    ]


@contextmanager
def _desks(
    here: Served, there: Served, table: town.Table, editors: list[Editor]
) -> Iterator[tuple[Desk, Desk]]:
    pool = Pool()

    def desk(served: Served, page: type[OurPage] | type[TheirPage]) -> Desk:
        return Desk(
            pool,
            served,
            [
                page(pool, served.port, token, table.doc, editor.replica.client)
                for token, editor in zip(table.tokens, editors, strict=True)
            ],
        )

    found = desk(here, OurPage), desk(there, TheirPage)
    yield found
    for each in found:
        each.close()


def _json(words: dict[str, object]) -> bytes:
    return json.dumps(words, separators=(",", ":")).encode()
