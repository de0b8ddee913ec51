"""Talk in one room: how many deliveries a second and a processor second, and how late they are.

Our side is a conversation as citizens have it: everybody has signed in and joined, every message is judged, stored with
its number, committed to disk and then told. Node's side is `bench/node/chat.mjs`: Socket.IO in memory, which asks
nobody who they are. Its events are as long as ours. Both get WebSockets from the start.

Nothing of ours is switched off. One person may post ten comments at once and then one a minute, and one socket twenty
events a second; so the members of the room take turns in talking instead of one who does it all.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from uuid import uuid4

from bench.live import town
from bench.live.servers import Served
from bench.live.turns import Beside, Figures, Round, beside, blank, spread
from bench.live.wires import GIVE_UP_S, Member, Pool
from bench.table import Line

IN_FLIGHT = 4
MARK = b"Nr. "
DIGITS = 6
#: messages of one round, ours and Node's, so that both take a while
CLOSED = {100: (200, 1_500), 500: (100, 500)}
CROWD = 500
EACH_SECOND = 10.0
MESSAGES = 60
#: the system counts in hundredths
LEAST_S = 0.01


class Room:
    """Everybody in a room of one server, and what they have heard.

    Where there are `speakers`, they talk from outside and hear nothing; else the members do.
    """

    def __init__(
        self,
        pool: Pool,
        served: Served,
        room: str,
        tokens: list[str],
        speakers: Sequence[str] = (),
    ) -> None:
        self.pool, self._served, self._room = pool, served, room
        self._numbers = count(1)
        self._heard: Counter[int] = Counter()
        self._acked: dict[int, tuple[Member, int]] = {}
        self._due: dict[int, float] = {}
        self.taken: list[float] = []
        self.members = [Member(pool, served.port, token) for token in tokens]
        for member in self.members:
            member.ask("join", _json(room=room))
            member.on_event = self._hear
        self._speakers = [Member(pool, served.port, token) for token in speakers] or self.members

    def say(self, due: float, more: str = "") -> int:
        """The next one says something that was due at this moment; the number of the message."""
        number = next(self._numbers)
        speaker = self._speakers[number % len(self._speakers)]
        self._due[number] = due
        text = f"{MARK.decode()}{number:0{DIGITS}d}{more}"
        words = _json(room=self._room, id=str(uuid4()), text=text)
        self._acked[number] = speaker, speaker.emit("say", words)
        return number

    def is_over(self, number: int) -> bool:
        """Whether everybody has heard it and it was acknowledged."""
        speaker, answer = self._acked[number]
        return self._heard[number] == len(self.members) and answer in speaker.answers

    def closed_loop(self, messages: int, more: str = "") -> Figures:
        """So many messages, always some under way: deliveries a second, and a second of the server's processor."""
        self.taken.clear()
        begun, cpu, own = time.perf_counter(), self._served.cpu_seconds(), time.process_time()
        under_way = {self.say(begun, more) for _ in range(IN_FLIGHT)}
        rest = messages - IN_FLIGHT
        while under_way:
            self.pool.turn(0.1)
            over = {number for number in under_way if self.is_over(number)}
            under_way -= over
            for _ in range(min(rest, len(over))):
                under_way.add(self.say(time.perf_counter(), more))
                rest -= 1
            assert time.perf_counter() - begun < GIVE_UP_S, "a message did not reach everybody"
        seconds = time.perf_counter() - begun
        cpu, own = self._served.cpu_seconds() - cpu, time.process_time() - own
        deliveries = messages * len(self.members)
        return {
            "per_s": deliveries / seconds,
            "per_cpu_s": deliveries / max(cpu, LEAST_S),
            "asking": own / seconds,
            **spread(self.taken),
        }

    def open_loop(self, messages: int, each_second: float) -> Figures:
        """Messages at their moments, whatever the server does; how late each is heard by each."""
        self.taken.clear()
        begun = time.perf_counter() + 0.1
        said = []
        for turn in range(messages):
            due = begun + turn / each_second
            self.pool.until_moment(due)
            said.append(self.say(due))
        self.pool.until(lambda: all(map(self.is_over, said)))
        return spread(self.taken)

    def close(self) -> None:
        """Everybody leaves."""
        for member in {*self.members, *self._speakers}:
            member.close()

    def _hear(self, data: bytes) -> None:
        begin = data.index(MARK) + len(MARK)
        number = int(data[begin : begin + DIGITS])
        self._heard[number] += 1
        self.taken.append(time.perf_counter() - self._due[number])


def lines() -> list[Line]:
    """Closed loops of 100 and 500 sockets, an open one of 500."""
    with town.place() as folder:
        rooms = {size: (town.a_conversation(), town.visitors(size).tokens) for size in CLOSED}
        with town.both(folder, "chat.mjs") as (here, there):
            found = []
            for size, (room, tokens) in rooms.items():
                with _rooms(here, there, room, tokens) as (ours, node):
                    found += _closed(size, ours, node)
                    if size == CROWD:
                        found += _open(ours, node)
            return found


@contextmanager
def _rooms(
    here: Served, there: Served, room: str, tokens: list[str]
) -> Iterator[tuple[Room, Room]]:
    """The same room on both servers; one loop, so that both sides' pings are answered."""
    pool = Pool()
    found = Room(pool, here, room, tokens), Room(pool, there, room, tokens)
    for each in found:
        each.closed_loop(len(tokens))  # what is made only once: with a person's first words, too
    yield found
    for each in found:
        each.close()


def _closed(size: int, ours: Room, node: Room) -> list[Line]:
    mine, theirs = CLOSED[size]
    found = beside(partial(ours.closed_loop, mine), partial(node.closed_loop, theirs))
    what = f"chat into {size} sockets, deliveries"
    aims = {100: (1.0, 0.27), 500: (1.5, 0.50)}
    per_cpu = _rate(found, "per_cpu_s", f"{what} per server CPU-s", *aims[size])
    floor = 0.49 if size == CROWD else None
    return [per_cpu, _rate(found, "per_s", f"{what} per s", 1.0, floor)]


def _rate(found: Beside, key: str, what: str, aim: float, floor: float | None) -> Line:
    return found.line(key, blank(what, "/s", aim, floor=floor, more_is_better=True))


def _open(ours: Room, node: Room) -> list[Line]:
    def latency(room: Room) -> Round:
        return partial(room.open_loop, MESSAGES, EACH_SECOND)

    found = beside(latency(ours), latency(node))
    what = f"chat, {EACH_SECOND:g} messages/s into {CROWD}"
    return [
        found.line("p50", blank(f"{what}, p50", "ms", 1.5)),
        found.line("p95", blank(f"{what}, p95", "ms", 1.5, floor=3.4)),
        found.line("p99", blank(f"{what}, p99", "ms", 2, floor=2.5)),
    ]


def _json(**words: object) -> bytes:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
