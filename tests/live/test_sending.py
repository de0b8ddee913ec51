"""What leaves by a connection: whole frames in their order, whoever sends, whatever the system takes of them."""

from collections.abc import Iterator
from random import Random
from types import SimpleNamespace
from typing import Any

import gevent
import gevent.socket
import pytest
from engineio.packet import MESSAGE, Packet
from gevent.event import Event

from kernel.live import websocket
from kernel.live.frames import BINARY, CLOSE, PONG, TEXT
from kernel.live.outbox import LARGEST, Bundle, Outbox
from kernel.live.websocket import CONNECTION, WebSocket

#: as a client sends them, masked with zeros
PING_FRAME = bytes((0x89, 0x82)) + bytes(4) + b"hi"
CLOSE_FRAME = bytes((0x88, 0x82)) + bytes(4) + b"\x03\xe8"
Frame = tuple[int, bytes]


class Engine:
    """Stands where Engine.IO's socket stands: reads until the end, and writes what waits when told to."""

    def __init__(self) -> None:
        self.queue = Outbox()
        self.upgrading, self.upgraded = False, True
        self.websocket: WebSocket
        self.is_over = Event()

    def talk(self, made: WebSocket) -> None:
        self.websocket = made
        self.queue._writer_waits = True
        while made.wait() is not None:
            pass
        self.is_over.wait()

    def write(self) -> None:
        """As the writer does, until the end; it looks again instead of waiting."""
        while not self.is_over.is_set():
            self.queue._writer_waits = False
            self._write_what_waits()
            self.queue._writer_waits = True
            gevent.sleep(0)

    def _write_what_waits(self) -> None:
        while self.queue.size:
            packet = self.queue.get(timeout=0)
            assert packet
            self.websocket.send(packet.encode())


class Line:
    """A connection with our end, and the end of a client who reads when it likes."""

    def __init__(self) -> None:
        self.engine = Engine()
        self.here, self.there = gevent.socket.socketpair()
        self._read = self.here.makefile("rb", -1)
        self._serving = gevent.spawn(WebSocket(self.engine.talk, None), self._environ(), None)
        while b"\r\n\r\n" not in (head := self.there.recv(1_000)):
            pass
        assert head.startswith(b"HTTP/1.1 101 ")

    @property
    def queue(self) -> Outbox:
        return self.engine.queue

    def say(self, text: str) -> None:
        self.queue.put(Packet(MESSAGE, text))

    def heard(self, slowly: Random | None = None) -> list[Frame]:
        """All frames until the end of the connection; who reads slowly takes a little at a time."""
        data = bytearray()
        while part := self.there.recv(slowly.randint(1, 4_000) if slowly else 65_536):
            data += part
            gevent.sleep(0)
        return list(frames_of(bytes(data)))

    def close(self) -> None:
        self.engine.is_over.set()
        self.there.close()
        self._serving.join(5)
        self._read.close()
        self.here.close()

    def _environ(self) -> dict[str, Any]:
        connection = SimpleNamespace(socket=self.here, rfile=self._read)
        return {
            "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
            "HTTP_SEC_WEBSOCKET_VERSION": "13",
            CONNECTION: connection,
        }


def frames_of(data: bytes) -> Iterator[Frame]:
    """The whole frames in these bytes, which hold nothing else."""
    while data:
        first, size = data[0], data[1]
        more = {126: 2, 127: 8}.get(size, 0)
        size = int.from_bytes(data[2 : 2 + more]) if more else size
        assert len(data) >= 2 + more + size, "a frame was cut"
        yield first & 0x0F, data[2 + more :][:size]
        data = data[2 + more + size :]


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


def test_a_pong_and_a_farewell_wait_for_the_frame_under_way(line) -> None:
    line.say("2" + "x" * 600_000)
    assert 0 < line.queue.size < 600_000  # it was begun, and the client takes nothing
    line.there.sendall(PING_FRAME + CLOSE_FRAME)
    gevent.sleep(0.05)  # our reader answers both
    line.engine.is_over.set()
    assert line.heard() == [
        (TEXT, b"42" + b"x" * 600_000),
        (PONG, b"hi"),
        (CLOSE, b"\x03\xe8"),
    ]


def an_edit(data: bytes) -> Bundle:
    return Bundle([Packet(MESSAGE, '51-["y",{}]'), Packet(MESSAGE, data)])


def test_an_event_and_its_bytes_leave_in_one_piece(line, monkeypatch) -> None:
    written, write = [], websocket.os.write
    monkeypatch.setattr(
        websocket.os, "write", lambda fileno, data: written.append(data) or write(fileno, data)
    )
    line.queue.put(an_edit(b"bytes"))
    line.engine.is_over.set()
    line.there.sendall(CLOSE_FRAME)
    assert line.heard()[:2] == [(TEXT, b'451-["y",{}]'), (BINARY, b"bytes")]
    assert len(written) == 1


def test_an_event_and_its_bytes_stay_together_where_they_must_wait(line) -> None:
    line.say("2" + "x" * 600_000)
    for number in range(3):
        line.queue.put(an_edit(b"%d" % number))
    writer, reader = gevent.spawn(line.engine.write), gevent.spawn(line.heard)
    while line.queue.size:
        gevent.sleep(0.01)
    line.there.sendall(CLOSE_FRAME)
    heard = [data for opcode, data in reader.get(timeout=30) if opcode != CLOSE]
    line.engine.is_over.set()
    writer.get(timeout=30)
    assert heard[1:] == [b'451-["y",{}]', b"0", b'451-["y",{}]', b"1", b'451-["y",{}]', b"2"]


def test_nothing_is_sent_at_once_while_a_frame_is_under_way(line) -> None:
    line.say("2" + "x" * 600_000)
    line.queue._waiting.clear()  # as if its writer had taken it, but not begun
    line.say("2second")
    assert [packet.data for packet in line.queue._waiting] == ["2second"]


@pytest.mark.parametrize("seed", range(6))
def test_words_pongs_and_a_slow_reader_mix_and_every_frame_is_whole_and_in_order(
    line, seed
) -> None:
    chance = Random(seed)

    def speak(name: str) -> None:
        for number in range(40):
            line.say(f"2{name}:{number}:" + "x" * int(10 ** chance.uniform(0, 4.7)))
            gevent.sleep(chance.choice((0, 0, 0.001)))

    def ping() -> None:
        for _ in range(20):
            line.there.sendall(PING_FRAME)
            gevent.sleep(chance.choice((0, 0.001)))

    writer = gevent.spawn(line.engine.write)
    heard = gevent.spawn(line.heard, slowly=chance)
    everybody = [gevent.spawn(ping), *(gevent.spawn(speak, name) for name in "abc")]
    gevent.joinall(everybody, timeout=30, raise_error=True)
    while line.queue.size:
        gevent.sleep(0.01)
    line.there.sendall(CLOSE_FRAME)
    frames = heard.get(timeout=30)
    line.engine.is_over.set()
    writer.get(timeout=30)
    words = [data.decode().split(":") for kind, data in frames if kind == TEXT]
    for name in "abc":
        assert [int(n) for who, n, _ in words if who == f"42{name}"] == list(range(40))
    assert [kind for kind, _ in frames].count(PONG) == 20
    assert frames[-1] == (CLOSE, b"\x03\xe8")


def test_a_client_who_takes_nothing_holds_nobody_up(line) -> None:
    turns = []
    gevent.spawn(turns.append, "others had to be let in")
    packet = Packet(MESSAGE, "2" + "x" * 100_000)
    for _ in range(600):
        line.queue.put(packet)
    assert turns == []
    assert line.queue.size <= LARGEST + 500


def test_a_client_who_has_gone_harms_nobody_who_speaks(line) -> None:
    line.there.close()
    for _ in range(50):
        line.say("2" + "x" * 10_000)
    line.engine.is_over.set()
    gevent.sleep(0.05)
    line.here.close()
    line.say("2nobody is there")
    assert line.queue.size <= LARGEST + 500


def test_the_frame_of_a_packet_is_made_once_for_all(line, monkeypatch) -> None:
    made, framed = [], websocket._framed
    monkeypatch.setattr(
        websocket, "_framed", lambda message: made.append(message) or framed(message)
    )
    other = Line()
    packet = Packet(MESSAGE, "2same")
    for each in (line, other):
        each.queue.put(packet)
        assert next(frames_of(each.there.recv(100))) == (TEXT, b"42same")
    other.close()
    assert made == ["42same"]
