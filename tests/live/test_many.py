"""A fact for many sockets: others have their turn in between, and the order of each socket stays."""

from collections.abc import Iterator
from datetime import UTC, datetime

import gevent
import pytest

from app import create_app
from kernel.live import line as module
from kernel.live.line import AT_A_TIME, Line
from kernel.live.listeners import Listener, Listeners, Place
from kernel.live.outbox import parts_of
from kernel.settings import Settings
from kernel.subjects import Subject

ROOM, MANY = "thread:topic:1", 2 * AT_A_TIME + 1


class Connection:
    """Keeps the packets it is sent."""

    def __init__(self) -> None:
        self.closed, self.got = False, []

    @property
    def queue(self) -> "Connection":
        return self

    def put(self, packet) -> None:
        self.got.append(packet)


@pytest.fixture
def crowd(tmp_path, monkeypatch) -> Iterator[tuple[Line, Listeners, list[Connection]]]:
    """A line with so many listeners in one room, none of whom has to be judged anew."""
    settings = Settings(instance=tmp_path, testing=True)
    line, listeners = Line(create_app(settings), settings), Listeners()
    monkeypatch.setattr(module, "LISTENERS", listeners)
    connections = [Connection() for _ in range(MANY)]
    for number, connection in enumerate(connections):
        listener = Listener(str(number), f"eio-{number}", f"network-{number}")
        listeners.admit(listener)
        listeners.enter(listener, ROOM, Place(Subject("topic", "1"), listeners.stamp))
        line.engine.sockets[listener.eio_sid] = connection
    yield line, listeners, connections
    line.engine.sockets.clear()


def test_others_have_a_turn_while_many_are_told(crowd) -> None:
    line, _, connections = crowd
    told = []
    gevent.spawn(lambda: told.append(sum(len(each.got) for each in connections)))
    line._tell(ROOM, [(1, {"seq": 1})])
    assert told == [AT_A_TIME]
    assert all(len(each.got) == 1 for each in connections)


def test_each_hears_facts_in_their_order(crowd) -> None:
    line, _, connections = crowd
    for seq in (1, 2, 3):
        line._tell(ROOM, [(seq, {"seq": seq})])
    expected = [f'2/live,["event",{{"seq":{seq}}}]' for seq in (1, 2, 3)]
    assert all([packet.data for packet in each.got] == expected for each in connections)


def test_facts_told_at_once_are_one_write_and_nobody_hears_one_twice(crowd) -> None:
    line, listeners, connections = crowd
    for listener in listeners.all():
        after = {5: 1, 6: 2, 7: 3}.get(int(listener.sid), 0)  # told on joining
        listeners.enter(listener, ROOM, Place(Subject("topic", "1"), listeners.stamp, after=after))
    line._tell(ROOM, [(seq, {"seq": seq}) for seq in (1, 2, 3)])
    for number, each in enumerate(connections):
        heard = [part.data for packet in each.got for part in parts_of(packet)]
        missing = {5: [2, 3], 6: [3], 7: []}.get(number, [1, 2, 3])
        assert heard == [f'2/live,["event",{{"seq":{seq}}}]' for seq in missing]
        assert len(each.got) == bool(missing)


@pytest.mark.parametrize("how", ["leave", "drop", "come again"])
def test_who_leaves_in_between_hears_nothing_more(crowd, how) -> None:
    line, listeners, connections = crowd
    last = listeners.all()[-1]

    def go() -> None:
        if how == "drop":
            listeners.drop(last.sid)
            return
        listeners.leave(last, ROOM)
        if how == "come again":  # told the fact on joining
            listeners.enter(last, ROOM, Place(Subject("topic", "1"), listeners.stamp, after=1))

    gevent.spawn(go)
    line._tell(ROOM, [(1, {"seq": 1})])
    assert [len(each.got) for each in connections] == [1] * (MANY - 1) + [0]


def test_an_edit_reaches_everybody_before_the_next_greenlet_speaks(crowd) -> None:
    line, _, connections = crowd
    gevent.spawn(line.say_all, ROOM, "y:update", [({"seq": 2}, "")])
    line.say_all(ROOM, "y:update", [({"seq": 1}, "7")])
    gevent.sleep(0)
    heard = [len(each.got) for each in connections]
    assert heard == [1 if number == 7 else 2 for number in range(MANY)]
    assert all('"seq":2' in each.got[-1].data for each in connections)


def test_edits_of_one_batch_reach_everybody_in_order_and_nobody_their_own(crowd) -> None:
    line, _, connections = crowd
    said = [({"seq": n, "u": bytes([n])}, sid) for n, sid in ((1, "7"), (2, "8"), (3, "7"))]
    line.say_all(ROOM, "y:update", said)
    own = {7: [2], 8: [1, 3]}
    for number, each in enumerate(connections):
        (packet,) = each.got
        parts = [part.encode() for part in packet.packets]
        seqs = own.get(number, [1, 2, 3])
        assert parts[1::2] == [bytes([seq]) for seq in seqs]
        assert [f'"seq":{seq},' in part for seq, part in zip(seqs, parts[::2], strict=True)] == [
            True
        ] * len(seqs)


def test_when_a_credential_ends_is_compared_with_one_moment() -> None:
    assert not Listener("a", "b", "c").is_over(datetime.now(UTC))
