"""One commit of the index, as questions see it: segments, living rows, statistics.

A snapshot never changes. Whoever answers a question takes one and keeps it to the end.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path

from whoosh.codec.base import Segment
from whoosh.fields import Schema
from whoosh.index import TOC

from kernel.subjects import Subject
from search_index.german.analysis import Analysis
from search_index.port import PUBLIC, Audience, IndexState
from search_index.whoosh_engine.bits import bits_of, rows_of
from search_index.whoosh_engine.folder import Written, read_lexicon
from search_index.whoosh_engine.leaf import Leaf, Means, means_of
from search_index.whoosh_engine.memory import Memory, Remembered
from search_index.whoosh_engine.schema import FORMAT, STATE_KEY, VERSION, schema
from search_index.whoosh_engine.storage import Files

INDEX_NAME = "MAIN"
TOC_BEGINS, TOC_ENDS = f"_{INDEX_NAME}_", ".toc"
MOST_VISIBILITIES = 128
#: Sets of visible rows for which words are remembered; each takes a few megabytes at most.
MOST_MEMORIES = 16

#: One set of rows per segment.
Rows = tuple[int, ...]


class Snapshot:
    """All segments of one commit; `analysis` is the one that made their terms."""

    def __init__(
        self,
        folder: Path,
        analysis: Analysis,
        leaves: list[Leaf],
        live: Rows,
        toc: Written | None = None,
    ) -> None:
        self.folder = folder
        self.analysis = analysis
        self.leaves = leaves
        self.live = live
        self._toc = toc
        self.state = self._state()
        self._visible: dict[tuple[Audience, date], Rows] = {}
        self._memories: Remembered[tuple[Rows, Rows], Memory] = Remembered(MOST_MEMORIES)

    @cached_property
    def public(self) -> Rows:
        """The rows that count for statistics: public ones of whatever day."""
        return self.readable_by(frozenset({PUBLIC}))

    @cached_property
    def statistics(self) -> tuple[int, Means]:
        """Number of public documents and their mean lengths."""
        return means_of(zip(self.leaves, self.public, strict=True))

    def readable_by(self, tokens: Audience) -> Rows:
        """The living rows that share a token."""
        return tuple(
            alive & _union(leaf.postings("acl", token).bits for token in tokens)
            for leaf, alive in zip(self.leaves, self.live, strict=True)
        )

    def visible_to(self, tokens: Audience, day: date) -> Rows:
        """The living rows that share a token and are valid on the day; none of what must be built anew."""
        if self.state is None:
            return (0,) * len(self.leaves)
        found = self._visible.get((tokens, day))
        if found is None:
            readable = self.readable_by(tokens)
            found = tuple(map(_valid, self.leaves, readable, [day.toordinal()] * len(readable)))
            if len(self._visible) >= MOST_VISIBILITIES:
                self._visible = {}
            self._visible[tokens, day] = found
        return found

    def memory_of(self, visible: Rows, public: Rows) -> Memory:
        """What questions to these rows have found out; no two audiences share it that see different rows."""
        key = visible, public
        return self._memories.get(key) or self._memories.put(key, Memory())

    def row_of(self, key: str) -> tuple[Leaf, int] | None:
        """The living row of a subject, whoever may see it."""
        for leaf, alive in zip(self.leaves, self.live, strict=True):
            for row in rows_of(leaf.postings("key", key).bits & alive):
                return leaf, row
        return None

    def rows_of_subjects(self, subjects: Iterable[Subject]) -> Rows:
        """The rows of these subjects and of their old versions."""
        keys = {key for one in subjects for key in (str(one), *self.keys_from(f"{one}{VERSION}"))}
        return tuple(_union(leaf.postings("key", key).bits for key in keys) for leaf in self.leaves)

    def documents(self) -> Iterator[tuple[str, str]]:
        """Key and fingerprint of every living row but the state's."""
        for leaf, alive in zip(self.leaves, self.live, strict=True):
            keys, fingerprints = leaf.keys, leaf.fingerprints
            for row in rows_of(alive):
                if keys[row] != STATE_KEY:
                    yield keys[row], fingerprints[row]

    def keys_from(self, prefix: str) -> set[str]:
        """Keys of rows, alive or not, that begin so."""
        return {key for leaf in self.leaves for key in leaf.keys_from(prefix)}

    def is_untouched(self) -> bool:
        """Whether nobody has changed or deleted its files."""
        files = [*(leaf.file for leaf in self.leaves), *([self._toc] if self._toc else [])]
        return all(file.is_untouched() for file in files)

    def close(self) -> None:
        """Let go of the files."""
        for leaf in self.leaves:
            leaf.close()

    def _state(self) -> IndexState | None:
        """The state row, None without one or if another analysis wrote it."""
        if (found := self.row_of(STATE_KEY)) is None:
            return None
        state = IndexState(**found[0].shown(found[1]))
        return state if state.analysis == stamp(self.analysis) else None


def open_snapshot(folder: Path, before: Snapshot | None) -> Snapshot:
    """The newest commit in a folder; segments that `before` has decoded are taken over."""
    fields = schema()
    same_folder = before is not None and before.folder == folder
    analysis = before.analysis if before and same_folder else Analysis(read_lexicon(folder))
    whole = before.leaves if before and same_folder else []
    known = {leaf.segment: leaf for leaf in whole if leaf.file.is_untouched()}
    toc = Written(folder / TOC._filename(INDEX_NAME, newest_commit(folder)))  # noqa: SLF001
    segments = _segments(folder, fields)
    leaves = [known.get(one.segment_id()) or Leaf(folder, one, fields) for one in segments]
    live = tuple(
        (1 << leaf.size) - 1 & ~bits_of(segment.deleted_docs(), leaf.size)
        for leaf, segment in zip(leaves, segments, strict=True)
    )
    for leaf, alive in zip(leaves, live, strict=True):
        leaf.forget(alive)
    return Snapshot(folder, analysis, leaves, live, toc)


def _segments(folder: Path, fields: Schema) -> list[Segment]:
    """The segments of the newest commit."""
    files = Files(folder)
    try:
        return list(TOC.read(files, INDEX_NAME, schema=fields).segments)
    finally:
        files.close_opened()


def stamp(analysis: Analysis) -> str:
    """What made the rows: the analysis of texts and the format."""
    return f"{analysis.version}.{FORMAT}"


def newest_commit(folder: Path) -> int:
    """The number of the newest commit, -1 without one."""
    numbers = [-1]
    for name in _names(folder):  # every question asks: a pattern would be slower than this
        if name.startswith(TOC_BEGINS) and name.endswith(TOC_ENDS):
            with suppress(ValueError):
                numbers.append(int(name[len(TOC_BEGINS) : -len(TOC_ENDS)]))
    return max(numbers)


def _names(folder: Path) -> list[str]:
    """The files of a folder that somebody may have deleted just now."""
    with suppress(OSError), os.scandir(folder) as entries:
        return [entry.name for entry in entries]
    return []


def state_as_shown(state: IndexState) -> str:
    """The state as its row keeps it."""
    return json.dumps(
        {
            "seq": state.seq,
            "instance": state.instance,
            "analysis": state.analysis,
            "generation": state.generation,
        }
    )


def _valid(leaf: Leaf, rows: int, day: int) -> int:
    """Those of the rows that are valid on a day."""
    begins, ends = leaf.numbers["valid_from"], leaf.numbers["valid_to"]
    bounded = rows & leaf.bounded
    out = (row for row in rows_of(bounded) if not begins[row] <= day < ends[row])
    return rows & ~bits_of(out, leaf.size)


def _union(sets: Iterator[int]) -> int:
    """All rows of all sets."""
    union = 0
    for rows in sets:
        union |= rows
    return union
