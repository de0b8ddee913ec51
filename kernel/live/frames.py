"""WebSocket frames as bytes (RFC 6455, section 5): pure, and strict about what a client may send."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
NORMAL, GOING_AWAY, PROTOCOL_ERROR, BAD_TEXT, TOO_LARGE = 1000, 1001, 1002, 1007, 1009
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
MASK_BYTES = 4
LONGEST_CONTROL = 125


class FrameRefused(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"close {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Head:
    """The first two bytes of a frame; `length` may stand for two or eight bytes that follow (126, 127)."""

    final: bool
    opcode: int
    length: int

    @property
    def is_control(self) -> bool:
        """Whether it may come between the fragments of a message."""
        return self.opcode >= CLOSE

    @property
    def more(self) -> int:
        """How many bytes of length follow."""
        return {126: 2, 127: 8}.get(self.length, 0)


def head_of(first: int, second: int) -> Head:
    """Read the first two bytes; refuse what no client may send: no mask, reserved bits, unknown codes."""
    head = Head(final=bool(first & 0x80), opcode=first & 0x0F, length=second & 0x7F)
    known = head.opcode in {CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG}
    if first & 0x70 or not known or not second & 0x80:
        raise FrameRefused(PROTOCOL_ERROR)
    if head.is_control and (not head.final or head.length > LONGEST_CONTROL):
        raise FrameRefused(PROTOCOL_ERROR)
    return head


def unmasked(data: bytes, mask: bytes) -> bytes:
    """The payload as it was before the client masked it."""
    size = len(data)
    stream = (mask * (size // MASK_BYTES + 1))[:size]
    return (int.from_bytes(data) ^ int.from_bytes(stream)).to_bytes(size)


def frame(opcode: int, data: bytes) -> bytes:
    """A whole, final frame as a server sends it."""
    size = len(data)
    if size < 126:
        head = bytes((0x80 | opcode, size))
    elif size < 65_536:
        head = bytes((0x80 | opcode, 126)) + size.to_bytes(2)
    else:
        head = bytes((0x80 | opcode, 127)) + size.to_bytes(8)
    return head + data


def close_frame(code: int) -> bytes:
    """The frame that says why a connection ends."""
    return frame(CLOSE, code.to_bytes(2))


def accept_key(key: str) -> str | None:
    """What the handshake answers to a client's key; None for a key that is none."""
    try:
        proper = len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return None
    if not proper:
        return None
    digest = hashlib.sha1(f"{key}{GUID}".encode("ascii"), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")
