"""A plain HTTP/1.1 client with keep-alive that costs little beside what it measures."""

import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

CHUNK = 1 << 18
TIMEOUT_S = 30


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and body as they came over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    #: with the head
    size: int


class Connection:
    """One kept-alive connection to a server on loopback."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def request(self, address: str, *headers: str, body: bytes | None = None) -> bytes:
        """The bytes of a request: GET, or POST where there is a body."""
        method, length = ("GET", []) if body is None else ("POST", [f"Content-Length: {len(body)}"])
        host = f"Host: 127.0.0.1:{self._port}"
        head = "\r\n".join([f"{method} {address} HTTP/1.1", host, *headers, *length])
        return f"{head}\r\n\r\n".encode() + (body or b"")

    def send(self, request: bytes) -> None:
        """Send a request; `receive` reads its answer."""
        self._socket.sendall(request)

    def receive(self) -> Answer:
        """Read one whole answer."""
        data = self._socket.recv(CHUNK)
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        first, *lines = data[:end].decode("latin-1").split("\r\n")
        headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in lines)}
        wanted = end + 4 + int(headers.get("content-length", 0))
        while len(data) < wanted:
            data += self._more()
        return Answer(int(first.split(" ", 2)[1]), headers, data[end + 4 :], len(data))

    def ask(self, request: bytes) -> Answer:
        """Send and read."""
        self.send(request)
        return self.receive()

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _more(self) -> bytes:
        data = self._socket.recv(CHUNK)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def rate(connections: Sequence[Connection], requests: Sequence[bytes], seconds: float) -> float:
    """Answered requests per second while every connection always has one under way; the requests take turns."""
    count, start, turns = 0, time.perf_counter(), cycle(requests)
    for connection in connections:
        connection.send(next(turns))
    while (passed := time.perf_counter() - start) < seconds:
        for connection in connections:
            assert connection.receive().status == 200
            connection.send(next(turns))
        count += len(connections)
    for connection in connections:
        connection.receive()
    return count / passed
