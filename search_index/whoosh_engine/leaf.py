"""One immutable segment, decoded: what is read from a file once is shared by all questions.

Whoosh's readers are not safe between threads, so they are used under a lock and only to decode.
Rows that were deleted later stay in here; a snapshot knows which rows are alive.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import STORED_COLUMN
from whoosh.fields import Schema
from whoosh.reading import TermNotFound

from search_index import ranking
from search_index.locks import native_lock
from search_index.whoosh_engine.bits import bits_of, rows_of
from search_index.whoosh_engine.folder import Written
from search_index.whoosh_engine.memory import Remembered
from search_index.whoosh_engine.schema import LAST_DAY, NO_DAY, NUMBERS, SEPARATOR
from search_index.whoosh_engine.storage import Files

#: Memory for decoded postings, and as much for impacts, per segment; beyond it the oldest go.
MOST_BYTES = 16_000_000
#: What an entry costs beside its rows, also one for a word that nobody has written: people ask anything.
ENTRY_BYTES = 256
#: Characters of rows whose words are remembered, per segment: about 25 bytes each.
MOST_CHARACTERS = 400_000
POSTING_BYTES = 8
IMPACT_BYTES = 36


class Postings(NamedTuple):
    """Where a term stands: rows in order, their weights, the rows as a set."""

    rows: array[int]
    weights: array[float]
    bits: int


class Impacts(NamedTuple):
    """What a term adds to each row's score, before it is weighed by rarity."""

    rows: array[int]
    values: list[float]


class Means(NamedTuple):
    """Mean lengths of the public documents, in steps."""

    text: float
    head: float


SUFFIX = ".seg"
NOTHING = Postings(array("I"), array("f"), 0)


class Leaf:
    """A segment's postings, columns and texts."""

    def __init__(self, folder: Path, segment: Segment, schema: Schema) -> None:
        self._storage = Files(folder)
        try:
            self.file = Written(folder / f"{segment.segment_id()}{SUFFIX}")
            self._open(segment, schema)
        except BaseException:
            self._storage.close_opened()
            raise

    def _open(self, segment: Segment, schema: Schema) -> None:
        """Open the files and decode what every question needs."""
        storage = self._storage
        files: Any = segment.open_compound_file(storage) if segment.is_compound() else storage
        self.size: int = segment.doc_count_all()
        self.segment: str = segment.segment_id()
        self._schema = schema
        self._terms = segment.codec().terms_reader(files, segment)
        self._rows = segment.codec().per_document_reader(files, segment)
        self._lock = native_lock()
        self._postings: dict[tuple[str, str], Postings] = {}
        self._impacts: dict[tuple[str, Means], Impacts] = {}
        self._held = self._weighed = 0
        #: What hits were made of, by row.
        self.read: Remembered[int, Any] = Remembered(MOST_CHARACTERS)
        self._alive = (1 << self.size) - 1
        self._lengths: tuple[int, tuple[float, float]] = (0, (0.0, 0.0))
        self.numbers = {name: self._column(name, NUMBERS[name].column_type) for name in NUMBERS}
        self.facets = self._facets()
        self._shown = self._rows.column_reader("_stored", STORED_COLUMN) if self.size else []

    def postings(self, field: str, term: str) -> Postings:
        """Rows with a term; the same object for everybody."""
        found = self._postings.get((field, term))
        if found is None:
            with self._lock:
                if (found := self._postings.get((field, term))) is None:
                    found = self._decode(field, term)
                    self._keep(field, term, found)
        return found

    def impacts(self, term: str, means: Means) -> Impacts:
        """What the term in text and head adds to the rows that have it."""
        found = self._impacts.get((term, means))
        if found is None:
            found = self._compute_impacts(term, means)
            with self._lock:
                self._weighed += ENTRY_BYTES + IMPACT_BYTES * len(found.rows)
                if self._weighed > MOST_BYTES:
                    self._impacts, self._weighed = {}, 0
                self._impacts[term, means] = found
        return found

    def positions(self, term: str, rows: int) -> dict[int, frozenset[int]]:
        """Where a term stands in the text of these rows."""
        with self._lock:
            matcher = self._matcher("text", term)
            found: dict[int, frozenset[int]] = {}
            while matcher is not None and matcher.is_active():
                if rows >> matcher.id() & 1:
                    found[matcher.id()] = frozenset(array("I", matcher.value()))
                matcher.next()
        return found

    def shown(self, row: int) -> dict[str, Any]:
        """What a hit of this row shows."""
        with self._lock:
            text = self._shown[row]["shown"]
        found: dict[str, Any] = json.loads(text)
        return found

    def lengths(self, bits: int) -> tuple[float, float]:
        """Summed lengths of text and head of some rows; a commit seldom changes them."""
        rows, found = self._lengths
        if rows != bits:
            text, head = self.numbers["text_length"], self.numbers["head_length"]
            inside = list(rows_of(bits))
            found = sum(text[row] for row in inside), sum(head[row] for row in inside)
            self._lengths = bits, found
        return found

    @cached_property
    def bounded(self) -> int:
        """Rows that are not valid on every day."""
        begins, ends = self.numbers["valid_from"], self.numbers["valid_to"]
        rows = (r for r in range(self.size) if begins[r] != NO_DAY or ends[r] != LAST_DAY)
        return bits_of(rows, self.size)

    @cached_property
    def keys(self) -> list[str]:
        """The key of each row."""
        with self._lock:
            return [key.decode() for key in self._raw_column("key")]

    @cached_property
    def fingerprints(self) -> list[str]:
        """The fingerprint of each row's document."""
        with self._lock:
            return [held.hex() for held in self._raw_column("fingerprint")]

    @cached_property
    def entries(self) -> list[str]:
        """The vocabulary in order."""
        with self._lock:
            return list(self._terms_of("form"))

    @cached_property
    def forms(self) -> dict[str, tuple[str, ...]]:
        """Form → its entries in the vocabulary."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.entries:
            form = entry[: entry.index(SEPARATOR)]
            found[form] = (*found.get(form, ()), entry)
        return found

    def keys_from(self, prefix: str) -> list[str]:
        """Keys that begin with the prefix."""
        with self._lock:
            found = []
            for name, term in self._terms.terms_from("key", prefix.encode()):
                if name != "key" or not term.startswith(prefix.encode()):
                    break
                found.append(term.decode())
            return found

    def entries_from(self, prefix: str) -> Iterator[str]:
        """Entries whose form begins with the prefix."""
        entries = self.entries
        for index in range(bisect_left(entries, prefix), len(entries)):
            if not entries[index].startswith(prefix):
                return
            yield entries[index]

    def remember(self, row: int, read: Any, characters: int) -> None:
        """Keep what was read of a row; nothing of one that died meanwhile, also for a question to an older commit."""
        self.read.put(row, read, characters)
        if not self._alive >> row & 1:  # looked at last: `forget` may run at the same time
            self.read.drop(lambda held: held == row)

    def forget(self, alive: int) -> None:
        """Let go of what was read of rows that are not alive any more, and take nothing of them again."""
        self._alive = alive
        self.read.drop(lambda row: not alive >> row & 1)

    def close(self) -> None:
        """Let go of the files; what was decoded stays usable."""
        with self._lock:
            self._terms.close()
            self._rows.close()
            self._storage.close_opened()

    def _decode(self, field: str, term: str) -> Postings:
        """Read whole blocks of a posting list."""
        matcher = self._matcher(field, term)
        if matcher is None:
            return NOTHING
        rows, weights = array("I"), array("f")
        while not matcher._atend:  # noqa: SLF001 - block by block is 10 times faster than row by row
            matcher._read_ids()  # noqa: SLF001
            matcher._read_weights()  # noqa: SLF001
            rows.extend(matcher._ids)  # noqa: SLF001
            weights.extend(matcher._weights)  # noqa: SLF001
            matcher._next_block()  # noqa: SLF001
        return Postings(rows, weights, bits_of(rows, self.size))

    def _matcher(self, field: str, term: str) -> Any:
        """Whoosh's cursor over a posting list, None without the term."""
        try:
            return self._terms.matcher(field, term.encode(), self._schema[field].format)
        except TermNotFound:
            return None

    def _keep(self, field: str, term: str, found: Postings) -> None:
        """Remember a posting list; forget the oldest beyond the bound."""
        self._held += _bytes_of(found)
        while self._held > MOST_BYTES and self._postings:
            oldest = next(iter(self._postings))
            self._held -= _bytes_of(self._postings.pop(oldest))
        self._postings[field, term] = found

    def _compute_impacts(self, term: str, means: Means) -> Impacts:
        """BM25's share in the text, plus the head's where the term stands there."""
        text, head = self.postings("text", term), self.postings("head", term)
        in_head = dict(zip(head.rows, head.weights, strict=True))
        text_lengths, head_lengths = self.numbers["text_length"], self.numbers["head_length"]
        values = []
        for row, weight in zip(text.rows, text.weights, strict=True):
            value = ranking.saturated(weight, text_lengths[row], means.text)
            if row in in_head:
                value += ranking.HEAD_SCORE * ranking.saturated(
                    in_head[row], head_lengths[row], means.head
                )
            values.append(value)
        return Impacts(text.rows, values)

    def _facets(self) -> dict[str, dict[str, int]]:
        """Facet → value → its rows."""
        found: dict[str, dict[str, int]] = {}
        for term in list(self._terms_of("facet")):
            facet, _, value = term.partition(SEPARATOR)
            found.setdefault(facet, {})[value] = self._decode("facet", term).bits
        return found

    def _terms_of(self, field: str) -> Iterator[str]:
        """The terms of a field in order."""
        for name, term in self._terms.terms_from(field, b""):
            if name != field:
                return
            yield term.decode()

    def _column(self, name: str, column: Any) -> list[float]:
        """All numbers of a column."""
        if not self._rows.has_column(name):
            return [column.default_value()] * self.size
        return list(self._rows.column_reader(name, column))

    def _raw_column(self, name: str) -> Iterator[bytes]:
        """All bytes of a column."""
        if not self._rows.has_column(name):
            return iter([b""] * self.size)
        return iter(self._rows.column_reader(name, self._schema[name].column_type))


def _bytes_of(found: Postings) -> int:
    """About what a posting list takes in memory."""
    return ENTRY_BYTES + POSTING_BYTES * len(found.rows) + found.bits.bit_length() // 8


def means_of(sets: Iterable[tuple[Leaf, int]]) -> tuple[int, Means]:
    """Number and mean lengths of the rows in these sets."""
    count, text, head = 0, 0.0, 0.0
    for leaf, bits in sets:
        of_text, of_head = leaf.lengths(bits)
        count, text, head = count + bits.bit_count(), text + of_text, head + of_head
    if not count:
        return 0, Means(0.0, 0.0)
    return count, Means(ranking.stepped(text / count), ranking.stepped(head / count))
