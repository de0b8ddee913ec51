"""The asking side: WebSockets on bare TCP in one loop, cheap enough for tens of thousands of messages a second."""

import base64
import os
import selectors
import socket
import struct
import time
from collections.abc import Callable
from itertools import count

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
#: larger ones cost more than they save
CHUNK = 1 << 14
GIVE_UP_S = 60.0
#: as the system takes it: seconds and microseconds
SEND_TIMEOUT = struct.pack("ll", int(GIVE_UP_S), 0)
HANDSHAKE_END = b"\r\n\r\n"


class Pool:
    """All wires of a measurement; whoever waits for one of them serves all."""

    def __init__(self) -> None:
        self._ready = selectors.DefaultSelector()

    def add(self, wire: "Wire") -> None:
        """Read this one from now on."""
        self._ready.register(wire.tcp, selectors.EVENT_READ, wire.receive)

    def drop(self, wire: "Wire") -> None:
        """Read it no more."""
        self._ready.unregister(wire.tcp)

    def turn(self, most_s: float) -> None:
        """Take what has come; wait for it no longer than this."""
        for key, _ in self._ready.select(most_s):
            key.data()

    def until(self, is_done: Callable[[], bool]) -> None:
        """Take what comes until this holds."""
        assert self.within(GIVE_UP_S, is_done), "a server did not send what was waited for"

    def within(self, most_s: float, is_done: Callable[[], bool]) -> bool:
        """Take what comes until this holds, for so long at most; whether it holds."""
        deadline = time.perf_counter() + most_s
        while not is_done():
            if time.perf_counter() > deadline:
                return False
            self.turn(0.1)
        return True

    def until_moment(self, moment: float) -> None:
        """Take what comes until then; also who is late already takes what is there, so that servers get their pings."""
        self.turn(0)
        while (rest := moment - time.perf_counter()) > 0:
            self.turn(rest)


class Wire:
    """One WebSocket; whole messages are handed to `heard`."""

    def __init__(self, pool: Pool, port: int, path: str) -> None:
        self.tcp = socket.create_connection(("127.0.0.1", port), GIVE_UP_S)
        self.tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""
        self._pool = pool
        self.is_open = True
        #: the code that the server closed with
        self.closed_with: int | None = None
        self._shake_hands(port, path)
        self.tcp.settimeout(None)  # it is read when there is something
        self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, SEND_TIMEOUT)
        pool.add(self)

    def heard(self, opcode: int, data: bytes) -> None:
        """A message has come."""

    def send(self, data: bytes, opcode: int = TEXT) -> None:
        """Send a message; masked with zeros, which is what the rules ask for and costs nothing."""
        assert self.is_open, f"the server hung up, code {self.closed_with}"
        size = len(data)
        if size < 126:
            head = bytes((0x80 | opcode, 0x80 | size))
        elif size < 65_536:
            head = bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2)
        else:
            head = bytes((0x80 | opcode, 0xFF)) + size.to_bytes(8)
        try:
            self.tcp.sendall(head + bytes(4) + data)
        except OSError:  # it has hung up, or takes nothing any more
            self.close()

    def answer(self, data: bytes, opcode: int = TEXT) -> None:
        """Send a message to a server that may have hung up meanwhile."""
        if self.is_open:
            self.send(data, opcode)

    def receive(self) -> None:
        """Read what is there and hand out the messages that are whole."""
        try:
            data = self.tcp.recv(CHUNK)
        except OSError:  # it was reset, or closed while others were read
            data = b""
        if not data:
            self.close()
            return
        if self._rest:
            data = self._rest + data
        at, size = 0, len(data)
        while size - at >= 2:
            begin, length = at + 2, data[at + 1]
            if length >= 126:
                more = 2 if length == 126 else 8
                begin += more
                length = int.from_bytes(data[at + 2 : begin]) if size >= begin else size
            end = begin + length
            if end > size:
                break
            self._take(data[at] & 0x0F, data[begin:end])
            at = end
        self._rest = data[at:]

    def close(self) -> None:
        """Hang up; twice is once."""
        if self.is_open:
            self.is_open = False
            self._pool.drop(self)
            self.tcp.close()

    def _take(self, opcode: int, data: bytes) -> None:
        if opcode == PING:
            self.answer(data, PONG)
        elif opcode == CLOSE:
            self.closed_with = int.from_bytes(data[:2])
        else:
            self.heard(opcode, data)

    def _shake_hands(self, port: int, path: str) -> None:
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        )
        self.tcp.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while HANDSHAKE_END not in self._rest:
            data = self.tcp.recv(CHUNK)
            assert data, "a server refused the handshake"
            self._rest += data
        head, _, self._rest = self._rest.partition(HANDSHAKE_END)
        assert b" 101 " in head.partition(b"\r\n")[0], head


class Member(Wire):
    """A client of a Socket.IO server, ours or Node's, in the namespace `/live`."""

    def __init__(self, pool: Pool, port: int, token: str) -> None:
        self._numbers = count(1)
        self._is_in = False
        self._attached = 0
        self._attachment_is_event = False
        #: what was answered, by number; the answer as it came
        self.answers: dict[int, bytes] = {}
        self.on_event: Callable[[bytes], None] = _ignore
        self.on_binary: Callable[[bytes], None] = _ignore
        super().__init__(pool, port, "/socket.io/?EIO=4&transport=websocket")
        self.send(b'40/live,{"token":"%s"}' % token.encode())
        pool.until(lambda: self._is_in)

    def emit(self, name: str, words: bytes, attachment: bytes | None = None) -> int:
        """Send an event with these words, as JSON; the number of its answer. `{"_placeholder"…}` is the attachment."""
        number = next(self._numbers)
        kind = b"42" if attachment is None else b"451-"
        self.send(kind + b'/live,%d["%s",%s]' % (number, name.encode(), words))
        if attachment is not None:
            self.send(attachment, BINARY)
        return number

    def ask(self, name: str, words: bytes, attachment: bytes | None = None) -> bytes:
        """Send an event and wait for its answer, which must be a good one."""
        number = self.emit(name, words, attachment)
        self._pool.until(lambda: number in self.answers)
        answer = self.answers.pop(number)
        assert b'"ok":true' in answer, answer
        return answer

    def heard(self, opcode: int, data: bytes) -> None:
        """Sort what has come."""
        if opcode == BINARY:
            self._attached -= 1
            if self._attachment_is_event:
                self.on_binary(data)
            return
        kind = data[:2]
        if kind == b"42":
            self.on_event(data)
        elif data == b"2":
            self.answer(b"3")
        elif kind in {b"45", b"46"}:
            self._attached = int(data[2 : data.index(b"-")])
            self._attachment_is_event = kind == b"45"
            if kind == b"46":
                self._note_answer(data)
        elif kind == b"43":
            self._note_answer(data)
        elif kind == b"40":
            self._is_in = True
        elif data == b"1" or kind == b"41":  # it says farewell
            self.close()
        else:
            assert data[:1] == b"0", data  # Engine.IO's greeting; all else is a refusal

    def _note_answer(self, data: bytes) -> None:
        begin = data.index(b",") + 1
        end = data.index(b"[", begin)
        self.answers[int(data[begin:end])] = data[end:]


def _ignore(_data: bytes) -> None:
    """Nobody asked to hear it."""
