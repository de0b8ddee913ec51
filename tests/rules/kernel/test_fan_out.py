"""One word to many connections: encoded once, and no connection can harm the others or who speaks."""

from types import SimpleNamespace
from typing import Any

from engineio.packet import Packet as EnginePacket
from socketio.packet import Packet

from kernel.live.fan_out import FanOut


class Connection:
    """Takes what it is sent; a broken one raises with the packet of this number."""

    def __init__(self, *, breaks_at: int | None = None, closed: bool = False) -> None:
        self.got: list[EnginePacket] = []
        self.closed, self._breaks_at = closed, breaks_at

    @property
    def queue(self) -> "Connection":
        return self

    def put(self, packet: EnginePacket) -> None:
        if len(self.got) == self._breaks_at:
            raise OSError("gone")
        self.got.append(packet)


def fan_out(connections: dict[str, Connection], cut: Any) -> FanOut:
    server = SimpleNamespace(packet_class=Packet, eio=SimpleNamespace(sockets=connections))
    return FanOut(server, "/live", cut=cut)


def test_everybody_gets_the_same_packet_with_its_bytes() -> None:
    connections = {name: Connection() for name in "abc"}
    fan = fan_out(connections, None)
    packet = fan.packet("y:update", {"seq": 2, "u": b"bytes"})
    fan.hand(packet, "abc")
    assert [part.encode() for part in packet.packets] == [
        '451-/live,["y:update",{"seq":2,"u":{"_placeholder":true,"num":0}}]',
        b"bytes",
    ]
    assert fan.packet("event", {"seq": 2}).encode() == '42/live,["event",{"seq":2}]'
    assert all(connection.got == [packet] for connection in connections.values())


def test_one_that_fails_ends_alone() -> None:
    connections = {"a": Connection(), "b": Connection(breaks_at=0), "c": Connection()}
    ended: list[str] = []
    fan = fan_out(connections, ended.append)
    fan.hand(fan.packet("y:update", {"u": b"bytes"}), "abc")
    assert ended == ["b"]
    assert [len(each.got) for each in connections.values()] == [1, 0, 1]


def test_who_speaks_never_hears_of_a_failure() -> None:
    def fails(_name: str) -> None:
        raise RuntimeError("cannot even be cut")

    connections = {"a": Connection(breaks_at=0), "b": Connection()}
    fan = fan_out(connections, fails)
    fan.hand(fan.packet("event", {"seq": 1}), "ab")
    assert len(connections["b"].got) == 1


def test_who_has_gone_is_passed_over() -> None:
    connections = {"a": Connection(closed=True), "b": Connection()}
    fan = fan_out(connections, None)
    fan.hand(fan.packet("event", {"seq": 1}), ["a", "unknown", "b"])
    assert [len(each.got) for each in connections.values()] == [0, 1]
