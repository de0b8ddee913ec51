"""What the line bears: a reader who stalls, a giant frame, somebody who loses their right.

Memory is the resident memory of the process that serves. Peaks are the kernel's own, measured anew from the moment
before. Each of the three has servers of its own, for what a process once held it seldom gives back.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Thread

from sqlalchemy import select

from accounts.people.models import Person
from accounts.sessions.models import ApiToken
from accounts.sessions.services.sessions import end_token
from bench.live import servers, town
from bench.live.chat import Room
from bench.live.servers import Served
from bench.live.turns import Beside, Figures, beside, blank
from bench.live.wires import Pool
from bench.table import Line
from kernel.database import db
from tests.factories.people import actor_of
from tests.support.raw_socket import TEXT, Gone, RawSocket

MEGABYTE = 1_000_000
#: a growth of nothing has no ratio
LEAST_MB = 0.01
LISTENERS, SPEAKERS = 10, 70
#: in what is told each stands twice and takes twelve bytes: sixty megabytes in five hundred messages
FACES = "😀" * 4_980
#: as much for Node, which does not write them as numbers
LETTERS = "x" * 59_800
LONG = 500
#: within the fifteen seconds after which a reader who takes nothing is cut off
STALL_S = 8.0
FRAME = 200 * MEGABYTE
TOO_LARGE = 1009
REVOKED, REVOKED_S = 5, 2.0


def lines() -> list[Line]:
    """All of it."""
    return [*_stalled(), _giant(), _revoked()]


def _stalled() -> list[Line]:
    with town.place() as folder:
        room, tokens = town.a_conversation(), town.visitors(LISTENERS + SPEAKERS + 1).tokens
        with town.both(folder, "chat.mjs") as (here, there):
            ours = _with_a_stalled_reader(here, room, tokens, FACES, is_told=True)
            node = _with_a_stalled_reader(there, room, tokens, LETTERS, is_told=False)
    found = Beside(ours, node)
    growth = blank("60 MB to a stalled reader, RSS growth", "MB", 8, is_absolute=True)
    what = "p95 of the others beside a stalled reader, and without one"
    return [
        found.line("growth", growth),
        Line(f"{what}, ours", ours["p95"], ours["plain"], "ms", 1.25),
        Line(f"{what}, Node's", node["p95"], node["plain"], "ms", 1.25),
    ]


def _with_a_stalled_reader(
    served: Served, room: str, tokens: list[str], more: str, *, is_told: bool
) -> Figures:
    """The others' latency without and with somebody who reads nothing for eight seconds at a time."""
    stalls, *others = tokens
    talk = Room(Pool(), served, room, others[:LISTENERS], others[LISTENERS:])
    plain = talk.closed_loop(LONG // 5, more)["p95"]
    before = served.rss_kib()
    served.forget_peak()
    with _stalling(served, room, stalls, is_told=is_told) as stalled:
        found = talk.closed_loop(LONG, more)
    told = {"reason": "resync"} in stalled.byes
    assert told is is_told, stalled.byes
    talk.close()
    return {"plain": plain, "p95": found["p95"], "growth": _mb(served.peak_kib() - before)}


@contextmanager
def _stalling(served: Served, room: str, token: str, *, is_told: bool) -> Iterator[RawSocket]:
    """Somebody in the room who takes nothing but, where they are told something, that word."""
    with RawSocket(served.url, receive_buffer=4_096) as stalled:
        assert "sid" in stalled.connect(token)
        assert stalled.ask("join", {"room": room})["ok"]
        is_over = Event()
        reader = Thread(target=_stall, args=(stalled, is_over), kwargs={"is_told": is_told})
        reader.start()
        try:
            yield stalled
        finally:
            is_over.set()
            reader.join()


def _stall(stalled: RawSocket, is_over: Event, *, is_told: bool) -> None:
    if not is_told:
        is_over.wait()
        return
    while True:
        last = is_over.wait(STALL_S)
        byes = len(stalled.byes)
        with suppress(TimeoutError, Gone):
            while len(stalled.byes) == byes:
                stalled.text()
        if last:
            return


def _giant() -> Line:
    with town.place() as folder, town.both(folder, "chat.mjs") as (here, there):
        found = beside(partial(_poured, here), partial(_poured, there))
    what = f"{FRAME // MEGABYTE} MB frame before sign-in, RSS growth"
    return found.line("growth", blank(what, "MB", 2, is_absolute=True))


def _poured(served: Served) -> Figures:
    """How much a server grows by a frame that it must refuse; what a first connection takes is not counted."""
    with RawSocket(served.url) as first:
        first.connect()
    before = served.rss_kib()
    served.forget_peak()
    with RawSocket(served.url) as rude:
        with suppress(OSError):  # it hangs up
            rude.send_frame(0x80 | TEXT, b"4" * 1_000, size=FRAME)
            for _ in range(FRAME // MEGABYTE):
                rude.tcp.sendall(bytes(MEGABYTE))
        assert _close_code(rude) in {TOO_LARGE, None}
    return {"growth": _mb(served.peak_kib() - before)}


def _close_code(rude: RawSocket) -> int | None:
    """What it was told; None where the rest of its own frame turned that into a reset."""
    try:
        while True:
            rude.text()
    except Gone as gone:
        return gone.code


def _revoked() -> Line:
    with town.place() as folder:
        room, who = town.a_conversation(), town.visitors(REVOKED)
        with servers.ours(folder) as served:
            taken = [
                _until_out(served, room, one, token)
                for one, token in zip(who.people, who.tokens, strict=True)
            ]
    what = f"a key ends, until its socket is closed, slowest of {REVOKED}"
    return Line(what, max(taken), REVOKED_S, "s", 1)


def _until_out(served: Served, room: str, one: Person, token: str) -> float:
    """Seconds from the end of somebody's key, made known by another process, to the end of their socket."""
    with RawSocket(served.url) as out:
        assert "sid" in out.connect(token)
        assert out.ask("join", {"room": room})["ok"]
        key = db.session.scalars(select(ApiToken).where(ApiToken.person_id == one.id)).one()
        end_token(actor=actor_of(one), token=key)
        taken = out.until_gone()
    assert [bye["reason"] for bye in out.byes] == ["signed_out"]
    return taken


def _mb(kib: float) -> float:
    return max(LEAST_MB, kib * 1.024 / 1_000)
