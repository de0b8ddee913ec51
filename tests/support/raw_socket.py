"""A client of the live line on a bare TCP socket: can be slow, rude or silent, as libraries cannot."""

import base64
import json
import os
import re
import select
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

NAMESPACE = "/live"
WAIT_S = 10.0
#: as the kernel writes the state of a connection
ESTABLISHED = "01"
TEXT, BINARY, CLOSE, PING = 0x1, 0x2, 0x8, 0x9
#: an event or an acknowledgement: how many parts in bytes follow, the number that is answered, the words
WORDS = re.compile(rf"4[2356](?:(\d+)-)?{NAMESPACE},(\d*)(\[.*)", re.DOTALL)


class Gone(Exception):
    """The server ended the connection, with this close code where it said one."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass
class RawSocket:
    """One WebSocket to the server at `url`; shakes hands when made."""

    url: str
    cookie: str = ""
    origin: str | None = ""
    receive_buffer: int | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    byes: list[dict[str, Any]] = field(default_factory=list)
    #: what others wrote in shared texts
    edits: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self._next_id = 0
        self._acks: dict[int, Any] = {}
        self._buffer = b""
        self.tcp = socket.socket()
        if self.receive_buffer:
            self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        self.tcp.settimeout(WAIT_S)
        try:
            self._shake_hands(parts)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "RawSocket":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _shake_hands(self, parts: SplitResult) -> None:
        self.tcp.connect((parts.hostname, parts.port))
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {parts.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        ]
        if self.origin is not None:
            lines.append(f"Origin: {self.origin or self.url}")
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        self.tcp.sendall("\r\n".join([*lines, "", ""]).encode())
        self.status = self._status()

    def _status(self) -> int:
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return int(head.split()[1])

    def _fill(self) -> None:
        try:
            data = self.tcp.recv(65_536)
        except ConnectionError as error:
            raise Gone from error
        if not data:
            raise Gone
        self._buffer += data

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data

    def is_held_by_server(self) -> bool:
        """Whether the server's end of the connection is open, seen without taking anything (Linux)."""
        here = self.tcp.getsockname()[1], urlsplit(self.url).port
        for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
            _number, local, remote, state = line.split()[:4]
            ports = int(remote.rpartition(":")[2], 16), int(local.rpartition(":")[2], 16)
            if ports == here and state == ESTABLISHED:
                return True
        return False

    def frame(self) -> tuple[int, bytes]:
        """The next frame as it comes; Gone at a close frame or an end."""
        first, second = self._take(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(self._take({126: 2, 127: 8}[size]))
        data = self._take(size)
        if first & 0x0F == CLOSE:
            raise Gone(int.from_bytes(data[:2]) if data else None)
        return first & 0x0F, data

    def send_frame(
        self, first: int, data: bytes, *, masked: bool = True, size: int | None = None
    ) -> None:
        """Send a frame whose first byte and announced size may be any."""
        length = len(data) if size is None else size
        mark = 0x80 if masked else 0
        if length < 126:
            head = bytes((first, mark | length))
        elif length < 65_536:
            head = bytes((first, mark | 126)) + length.to_bytes(2)
        else:
            head = bytes((first, mark | 127)) + length.to_bytes(8)
        self.tcp.sendall(head + (bytes(4) if masked else b"") + data)

    def send(self, text: str) -> None:
        """Send a message."""
        self.send_frame(0x80 | TEXT, text.encode())

    def connect(self, token: str | None = None) -> dict[str, Any]:
        """Come into the namespace; the answer, or `{"refused": …}`."""
        answer: dict[str, Any]
        auth = json.dumps({"token": token}) if token else ""
        self.send(f"40{NAMESPACE},{auth}")
        while True:
            text = self.text()
            if text.startswith(f"40{NAMESPACE},"):
                answer = json.loads(text.partition(",")[2])
                return answer
            if text.startswith(f"44{NAMESPACE},"):
                return {"refused": json.loads(text.partition(",")[2])}

    def text(self) -> str:
        """The next message; a ping is answered, events and acknowledgements are noted."""
        opcode, data = self.frame()
        self._pong(opcode, data)
        text = data.decode()
        if found := WORDS.fullmatch(text):
            self._note(*found.groups())
        return text

    def _pong(self, opcode: int, data: bytes) -> None:
        if opcode == TEXT and data == b"2":
            self.send("3")

    def _note(self, count: str | None, number: str, words: str) -> None:
        parts = [self._part() for _ in range(int(count or 0))]

        def whole(made: dict[str, Any]) -> Any:
            return parts[made["num"]] if made.get("_placeholder") else made

        said = json.loads(words, object_hook=whole)
        if number:
            self._acks[int(number)] = said[0]
            return
        heard = {"event": self.events, "bye": self.byes, "y:update": self.edits}
        if said[0] in heard:
            heard[said[0]].append(said[1])

    def _part(self) -> bytes:
        while (frame := self.frame())[0] != BINARY:
            self._pong(*frame)
        return frame[1]

    def look(self, seconds: float) -> None:
        """Take in what has come; where nothing has, wait so long for it."""
        while self._buffer or select.select([self.tcp], [], [], seconds)[0]:
            self.text()
            seconds = 0

    def emit(self, name: str, *data: Any) -> int:
        """Send an event, bytes in parts of their own; the number of its acknowledgement."""
        self._next_id += 1
        parts: list[bytes] = []

        def placeholder(part: bytes) -> dict[str, object]:
            parts.append(part)
            return {"_placeholder": True, "num": len(parts) - 1}

        words = json.dumps([name, *data], default=placeholder)
        kind = f"45{len(parts)}-" if parts else "42"
        self.send(f"{kind}{NAMESPACE},{self._next_id}{words}")
        for part in parts:
            self.send_frame(0x80 | BINARY, part)
        return self._next_id

    def ask(self, name: str, *data: Any) -> Any:
        """Send an event and wait for its acknowledgement."""
        return self.answer(self.emit(name, *data))

    def answer(self, number: int) -> Any:
        """The acknowledgement of this number."""
        while number not in self._acks:
            self.text()
        return self._acks.pop(number)

    def answered(self, number: int) -> Any:
        """The acknowledgement of this number, where it has come."""
        return self._acks.pop(number, None)

    def hear(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many events have come."""
        while len(self.events) < count:
            self.text()
        return self.events

    def hears_nothing_for(self, seconds: float) -> bool:
        """Whether no event comes; an end counts as nothing."""
        before, end = len(self.events), time.monotonic() + seconds
        try:
            while (rest := end - time.monotonic()) > 0:
                self.tcp.settimeout(rest)
                self.text()
        except (TimeoutError, Gone):
            pass
        finally:
            self.tcp.settimeout(WAIT_S)
        return len(self.events) == before

    def next_bye(self) -> dict[str, Any]:
        """The next farewell, to a room or to all."""
        known = len(self.byes)
        while len(self.byes) == known:
            self.text()
        return self.byes[known]

    def until_gone(self) -> float:
        """Read until the server ends it; after how many seconds."""
        begun = time.monotonic()
        try:
            while True:
                self.text()
        except Gone:
            return time.monotonic() - begun

    def close(self) -> None:
        """Hang up."""
        self.tcp.close()
