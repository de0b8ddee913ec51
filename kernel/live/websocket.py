"""Our WebSocket on pywsgi's raw socket, in the place where Engine.IO looks for one.

A frame's length is checked before its payload is read, fragments are summed, nothing is inflated; each frame leaves as
a whole or the connection ends. Made because the known ones read 200 MB first, or cut a frame to a slow reader in two.

The frame of a broadcast is made once and written to each socket at once, without waking its writer, as long as the
system takes it. What it does not take of a frame is kept here, and whoever writes next sends that first: the writer,
whom the outbox wakes for it, or a reader who answers a ping or says farewell.
"""

import os
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import gevent
from gevent.lock import Semaphore

from kernel.live import frames
from kernel.live.frames import FrameRefused, Head
from kernel.live.outbox import Begun, Bundle

LARGEST = 256 * 1024
#: where pywsgi's handler of the connection stands in the environment
CONNECTION = "forum.connection"
#: for what a refused client has sent already: unread bytes would turn our close frame into a reset
LINGER_S = 1.0
CHUNK = 65_536
#: what the system keeps for a slow reader beside the outbox; left alone it grows to megabytes
SEND_BUFFER = 65_536
Talk = Callable[["WebSocket"], object]


class WebSocket:
    """One connection; `wait` and `send` as Engine.IO calls them."""

    def __init__(self, talk: Talk, _server: object) -> None:
        self._talk = talk
        self._sending = Semaphore(1)
        self._said_close = False
        #: of a frame that was begun
        self._left = b""

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Shake hands and talk until somebody leaves."""
        accept = frames.accept_key(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""))
        version = environ.get("HTTP_SEC_WEBSOCKET_VERSION")
        has_body = "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0"
        if not accept or version != "13" or has_body:
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"Bad WebSocket handshake"]
        connection = environ[CONNECTION]
        connection.close_connection = True
        #: named as Engine.IO looks for it: it sets the time after which a silent client is gone
        self._sock: socket.socket = connection.socket
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._input = connection.rfile
        self._engine: Any = self._talk.__self__  # type: ignore[attr-defined]
        outbox = self._engine.queue
        outbox.one_by_one, outbox.cut, outbox.at_once = True, self.cut, self.send_at_once
        self._write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept.encode("ascii") + b"\r\n\r\n"
        )
        try:
            self._talk(self)
        finally:
            self.cut()
        return []

    def wait(self) -> str | bytes | None:
        """The next message; None once the connection is over."""
        try:
            return self._message()
        except FrameRefused as refusal:
            self.close(refusal.code)
            self._linger()
        except (OSError, ValueError):  # gone, or cut from another greenlet
            pass
        return None

    def send(self, message: str | bytes) -> None:
        """Send a message as one frame; raises OSError where that is not possible any more."""
        self._write(b"" if isinstance(message, Begun) else _framed(message))

    def send_at_once(self, packet: Any) -> bytes | None:
        """Send what the system takes of a packet now: what is left of its frame, or None where it was not begun.

        Never waits. A connection that has gone is ended; its writer finds that out.
        """
        if self._said_close or self._engine.upgrading or not self._engine.upgraded:
            return None
        if not self._sending.acquire(blocking=False):
            return None
        try:
            if self._left:
                return None
            frame = _frame_of(packet)
            sent = os.write(self._sock.fileno(), frame)  # gevent's own send would wait
            self._left = frame[sent:]
        except BlockingIOError:
            return None
        except OSError:
            self.cut()
            return None
        finally:
            self._sending.release()
        return self._left

    def close(self, code: int = frames.NORMAL) -> None:
        """Say why, and that nothing follows; who does not leave soon is cut off."""
        if self._said_close:
            return
        self._said_close = True
        try:
            self._write(frames.close_frame(code))
            self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.cut()
        else:
            gevent.spawn_later(LINGER_S, self.cut)

    def cut(self) -> None:
        """End the connection at once; whoever waits for it wakes up."""
        with suppress(OSError):  # it has gone already
            self._sock.shutdown(socket.SHUT_RDWR)

    def _message(self) -> str | bytes | None:
        kind, total = 0, 0
        parts: list[bytes] = []
        while True:
            head, length = self._head(total)
            data = self._payload(length)
            if head.is_control:
                if self._is_over_after(head, data):
                    return None
                continue
            if (head.opcode == frames.CONTINUATION) != bool(parts):
                raise FrameRefused(frames.PROTOCOL_ERROR)
            kind = kind or head.opcode
            parts.append(data)
            total += len(data) + 1  # empty fragments count, too
            if head.final:
                return _joined(kind, parts)

    def _head(self, so_far: int) -> tuple[Head, int]:
        head = frames.head_of(*self._read(2))
        length = int.from_bytes(self._read(head.more)) if head.more else head.length
        if so_far + length > LARGEST:
            raise FrameRefused(frames.TOO_LARGE)
        return head, length

    def _payload(self, length: int) -> bytes:
        mask = self._read(frames.MASK_BYTES)
        return frames.unmasked(self._read(length), mask)

    def _read(self, size: int) -> bytes:
        data: bytes = self._input.read(size)
        if len(data) < size:
            raise OSError("the client has gone")
        return data

    def _is_over_after(self, head: Head, data: bytes) -> bool:
        if head.opcode == frames.CLOSE:
            self.close()
            return True
        if head.opcode == frames.PING:
            self._write(frames.frame(frames.PONG, data))
        return False

    def _write(self, data: bytes) -> None:
        """All of it behind what was begun, or an end: half a frame would garble all that follows."""
        with self._sending:
            data, self._left = self._left + data, b""
            try:
                self._sock.sendall(data)
            except OSError:
                self.cut()
                raise

    def _linger(self) -> None:
        """Throw away what the refused client is still sending, for a moment and in turn with others."""
        end = time.monotonic() + LINGER_S
        try:
            self._sock.settimeout(LINGER_S)
            while time.monotonic() < end and self._sock.recv(CHUNK):
                gevent.sleep(0)
        except OSError:
            pass  # it has gone


def _frame_of(packet: Any) -> bytes:
    """Made once for all who are sent this packet; kept beside Engine.IO's own `encode_cache`."""
    try:
        return packet.frame  # type: ignore[no-any-return]
    except AttributeError:
        if isinstance(packet, Bundle):
            packet.frame = b"".join(map(_frame_of, packet.packets))
        else:
            packet.frame = _framed(packet.encode())
        return packet.frame  # type: ignore[no-any-return]


def _framed(message: str | bytes) -> bytes:
    if isinstance(message, str):
        return frames.frame(frames.TEXT, message.encode())
    return frames.frame(frames.BINARY, message)


def _joined(kind: int, parts: list[bytes]) -> str | bytes:
    data = b"".join(parts)
    if kind == frames.BINARY:
        return data
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise FrameRefused(frames.BAD_TEXT) from error
