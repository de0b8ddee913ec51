"""How much memory somebody takes who is connected, has joined a room and only listens."""

import time

from bench.live import servers, town
from bench.live.chat import Room
from bench.live.servers import Served
from bench.live.turns import Figures, beside, blank
from bench.live.wires import Pool
from bench.table import Line

IDLE = 500


def lines() -> list[Line]:
    """Ours and Node's, each round with a fresh server: what a process once held it seldom gives back."""
    with town.place() as folder:
        room, tokens = town.a_conversation(), town.visitors(IDLE + 1).tokens

        def ours() -> Figures:
            with servers.ours(folder) as served:
                return _per_socket(served, room, tokens)

        def node() -> Figures:
            with servers.node("chat.mjs", folder) as served:
                return _per_socket(served, room, tokens)

        found = beside(ours, node)
    what = f"RSS for each of {IDLE} who only listen"
    return [found.line("kib", blank(what, "KiB", 1.5, floor=2.1))]


def _per_socket(served: Served, room: str, tokens: list[str]) -> Figures:
    first, *others = tokens
    pool = Pool()
    members = Room(pool, served, room, [first]).members
    before = served.rss_kib()
    members += Room(pool, served, room, others).members
    pool.until_moment(time.perf_counter() + 1)
    grown = served.rss_kib() - before
    for member in members:
        member.close()
    return {"kib": grown / len(others)}
