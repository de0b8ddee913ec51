"""What an update of a shared text claims to hold, read before any library applies it.

The format is Yjs update v1 (https://github.com/yjs/yjs, `src/utils/encoding.js`). It knows far more than minutes need,
so this reader is strict: insertions of plain text into the one root text, deletions, nothing else. A library may apply
half of a bad update, remember the rest or fall over; therefore what is not understood here is never handed on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ROOT = "text"
MOST_CLIENT = 2**53 - 1
MOST_CLOCK = 2**31 - 1
MOST_PARTS = 50_000  # blocks, and deletions; a page of one evening has some thousand
GC, DELETED, STRING, SKIP = 0, 1, 4, 10
HAS_ORIGIN, HAS_RIGHT_ORIGIN = 0x80, 0x40


class BadUpdate(ValueError):
    """Not an update that minutes understand; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Span:
    """Clocks `[clock, clock + length)` of one client; a clock counts UTF-16 units."""

    client: int
    clock: int
    length: int

    @property
    def end(self) -> int:
        """The first clock behind."""
        return self.clock + self.length


@dataclass(frozen=True, slots=True)
class Block(Span):
    """Something a client has written: its text, or None where it is deleted already."""

    text: str | None = None
    is_skip: bool = False

    def halves(self) -> Iterator[int]:
        """Clocks that lie inside a character of two units: no edit may begin or end there."""
        clock = self.clock
        for character in self.text or "":
            clock += 1
            if ord(character) > 0xFFFF:
                yield clock
                clock += 1


@dataclass(frozen=True, slots=True)
class Header:
    """The blocks and deletions of an update, and the characters its blocks stand beside."""

    blocks: tuple[Block, ...]
    deletes: tuple[Span, ...]
    #: characters beside which blocks were put; length 1 each
    bases: tuple[Span, ...]
    #: where blocks and deletions cut: (client, clock)
    cuts: frozenset[tuple[int, int]]


class _Reader:
    """Bytes, one after the other; the end of them is a fault."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise BadUpdate("it ends too early")
        self.at += 1
        return self.data[self.at - 1]

    def number(self, most: int) -> int:
        """A number in groups of seven bits, lowest first, in its shortest form."""
        value = 0
        for shift in range(0, 56, 7):
            group = self.byte()
            value |= (group & 0x7F) << shift
            if group < 0x80:
                if value > most or (shift and not group):
                    break
                return value
        raise BadUpdate("a number is too large")

    def string(self) -> str:
        """A UTF-8 text with its length in bytes before it."""
        length = self.number(len(self.data))
        if self.at + length > len(self.data):
            raise BadUpdate("it ends inside a text")
        self.at += length
        try:
            return self.data[self.at - length : self.at].decode()
        except UnicodeDecodeError as error:
            raise BadUpdate("a text is not UTF-8") from error

    def finish(self) -> None:
        """Nothing may follow."""
        if self.at != len(self.data):
            raise BadUpdate("something follows its end")


class _Body:
    """Collects what the reader finds."""

    def __init__(self, data: bytes) -> None:
        self.read = _Reader(data)
        self.blocks: list[Block] = []
        self.bases: list[Span] = []
        self.cuts: set[tuple[int, int]] = set()

    def clients(self) -> Iterator[tuple[int, int]]:
        """Each client once, with the number of its entries, which come first among blocks."""
        seen: set[int] = set()
        for client, entries in self._pairs():
            if client in seen:
                raise BadUpdate("a client comes twice")
            seen.add(client)
            yield client, entries

    def _pairs(self) -> Iterator[tuple[int, int]]:
        for _ in range(self.read.number(MOST_CLOCK)):
            entries = self.read.number(MOST_CLOCK)
            yield self.read.number(MOST_CLIENT), entries

    def all_blocks(self, most: int) -> None:
        """Every block, in the order written; so many at most."""
        for client, entries in self.clients():
            clock = self.read.number(MOST_CLOCK)
            if not entries:
                raise BadUpdate("a client without blocks")
            self.cuts.add((client, clock))
            for _ in range(entries):
                block = self._block(client, clock)
                if block.length < 1 or block.end > MOST_CLOCK:
                    raise BadUpdate("a block has no possible length")
                self.blocks.append(block)
                if len(self.blocks) > most:
                    raise BadUpdate("it has too many blocks")
                clock = block.end

    def _block(self, client: int, clock: int) -> Block:
        info = self.read.byte()
        if info in {GC, SKIP}:
            return Block(client, clock, self.read.number(MOST_CLOCK), is_skip=info == SKIP)
        if info & 0x20:
            raise BadUpdate("a block belongs to a map")
        self._place(info)
        if info & 0x1F == DELETED:
            return Block(client, clock, self.read.number(MOST_CLOCK))
        if info & 0x1F == STRING:
            text = self.read.string()
            return Block(client, clock, len(text.encode("utf-16-le")) // 2, text)
        raise BadUpdate("a block is no plain text")

    def _place(self, info: int) -> None:
        """Left and right neighbour; without both, the name of the root."""
        if info & HAS_ORIGIN:
            left = self._base()
            self.cuts.add((left.client, left.end))
        if info & HAS_RIGHT_ORIGIN:
            right = self._base()
            self.cuts.add((right.client, right.clock))
        if not info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN) and (
            self.read.number(1) != 1 or self.read.string() != ROOT
        ):
            raise BadUpdate("a block stands outside of the text")

    def _base(self) -> Span:
        base = Span(self.read.number(MOST_CLIENT), self.read.number(MOST_CLOCK), 1)
        self.bases.append(base)
        return base

    def all_deletes(self, most: int) -> Iterator[Span]:
        """Every deleted span; so many at most."""
        seen: set[int] = set()
        for _ in range(self.read.number(MOST_CLOCK)):
            client = self.read.number(MOST_CLIENT)
            if client in seen:
                raise BadUpdate("a client comes twice")
            seen.add(client)
            spans = self.read.number(MOST_CLOCK)
            most -= spans
            if most < 0:
                raise BadUpdate("it has too many deletions")
            for _ in range(spans):
                span = Span(client, self.read.number(MOST_CLOCK), self.read.number(MOST_CLOCK))
                if span.length < 1 or span.end > MOST_CLOCK:
                    raise BadUpdate("a deletion has no possible length")
                self.cuts |= {(client, span.clock), (client, span.end)}
                yield span


def read_header(update: bytes, *, most: int = MOST_PARTS) -> Header:
    """Everything the update claims; BadUpdate for whatever is no plain edit of the text.

    It has `most` blocks and as many deletions at most: the time they take is everybody's.
    """
    body = _Body(update)
    body.all_blocks(most)
    deletes = tuple(body.all_deletes(most))
    body.read.finish()
    return Header(tuple(body.blocks), deletes, tuple(body.bases), frozenset(body.cuts))


def read_state_vector(data: bytes) -> dict[int, int]:
    """The next clock of each client; BadUpdate for anything else."""
    read, known = _Reader(data), dict[int, int]()
    for _ in range(read.number(MOST_CLOCK)):
        client = read.number(MOST_CLIENT)
        if client in known:
            raise BadUpdate("a client comes twice")
        known[client] = read.number(MOST_CLOCK)
    read.finish()
    return known


def fits(header: Header, known: Mapping[int, int]) -> bool:
    """Whether everything that the update stands on is there: no clock is left out, no neighbour or target missing."""
    after = dict(known)
    for block in header.blocks:
        if block.is_skip or block.clock > after.get(block.client, 0):
            return False
        after[block.client] = max(after.get(block.client, 0), block.end)
    return all(span.end <= after.get(span.client, 0) for span in header.deletes + header.bases)


def written_state_vector(known: Mapping[int, int]) -> bytes:
    """The next clocks as a library reads them."""
    pairs = (_number(client) + _number(clock) for client, clock in known.items())
    return _number(len(known)) + b"".join(pairs)


def _number(value: int) -> bytes:
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*groups, value])
