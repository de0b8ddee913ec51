"""Writing: the newest word about each subject, in one commit with the state row.

There is one writer at a time. What fails leaves the commit before as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError, clean_files
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from kernel.subjects import Subject
from search_index.german.analysis import Analysis
from search_index.port import IndexIsBusy, IndexState, SearchDocument
from search_index.whoosh_engine.bits import rows_of
from search_index.whoosh_engine.rows import row_of
from search_index.whoosh_engine.schema import STATE_KEY, VERSION, schema
from search_index.whoosh_engine.snapshot import (
    INDEX_NAME,
    Snapshot,
    open_snapshot,
    state_as_shown,
)

MEGABYTES = 128
#: Most posting lists are too short for zlib to gain anything.
COMPRESSION = 0
MOST_SEGMENTS = 8
#: After a merge there is room for as many batches again.
SEGMENTS_LEFT = 4
#: Larger segments are only merged at night, by `purge`.
SMALL = 2000


class Changes:
    """The batch a caller fills: subject → its document, or None to forget it."""

    def __init__(self) -> None:
        self.documents: dict[str, SearchDocument | None] = {}
        #: Subjects to forget with all their old versions.
        self.forgotten: set[str] = set()

    def put(self, document: SearchDocument) -> None:
        """Make this document the one of its subject."""
        self.documents[str(document.subject)] = document

    def remove(self, subject: Subject) -> None:
        """Forget the subject and, if it is no old version itself, its old versions."""
        key = str(subject)
        self.documents[key] = None
        if VERSION not in subject.id:
            self.forgotten.add(key)
            for other in self.documents:
                if other.startswith(key + VERSION):
                    self.documents[other] = None


def create(folder: Path) -> None:
    """An index without rows."""
    FileIndex.create(FileStorage(str(folder)), schema(), INDEX_NAME)


def write(
    folder: Path,
    changes: Changes,
    state: IndexState,
    analysis: Analysis,
    before: Snapshot | None = None,
) -> None:
    """Commit the changes together with the state; `before` spares decoding what it knows."""
    with _writer(folder) as writer, _opened(folder, before) as snapshot:
        writer.mergetype = merge_small
        for key in {*changes.documents, *_versions(snapshot, changes), STATE_KEY}:
            _delete(writer, snapshot, key)
        for document in changes.documents.values():
            if document is not None:
                writer.add_document(**row_of(document, analysis))
        _add_state(writer, state)


def append(
    folder: Path, changes: Changes, state: IndexState | None, analysis: Analysis, *, megabytes: int
) -> None:
    """Commit documents of which no row is there yet; in little memory, which is why no file is mapped into it."""
    with _writer(folder, megabytes, supports_mmap=False) as writer:
        writer.mergetype = merge_small
        for document in changes.documents.values():
            if document is not None:
                writer.add_document(**row_of(document, analysis))
        if state:
            _add_state(writer, state)


def merge_all(folder: Path) -> None:
    """Rewrite everything that is alive into one segment, so that nothing else is left."""
    with _writer(folder) as writer, _opened(folder) as snapshot:
        if (state := snapshot.state) is None:
            return
        writer.mergetype = lambda w, segments: _merge(w, segments, segments)
        _delete(writer, snapshot, STATE_KEY)
        _add_state(writer, replace(state, generation=state.generation + 1))


def merge_small(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """Merge the smallest segments when there are too many; empty ones go."""
    alive = [s for s in segments if s.doc_count_all() > s.deleted_count()]
    if len(alive) < MOST_SEGMENTS:
        return alive
    by_size = sorted(alive, key=lambda s: int(s.doc_count_all() - s.deleted_count()))
    small = [s for s in by_size if s.doc_count_all() < SMALL]
    needed = len(alive) - SEGMENTS_LEFT
    chosen = small[:needed] if len(small) > 1 else by_size[:needed]
    return _merge(writer, alive, chosen)


def _merge(writer: SegmentWriter, segments: list[Segment], chosen: list[Segment]) -> list[Segment]:
    """Add the chosen segments to what is being written; the others stay."""
    for segment in chosen:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in chosen]


@contextmanager
def _writer(
    folder: Path, megabytes: int = MEGABYTES, *, supports_mmap: bool = True
) -> Iterator[SegmentWriter]:
    """A writer that commits at the end, or leaves nothing behind, not even on a full disk."""
    index = FileIndex(FileStorage(str(folder), supports_mmap), schema(), INDEX_NAME)
    try:
        writer = index.writer(limitmb=megabytes, codec=_codec())
    except LockError as error:
        raise IndexIsBusy from error
    for half_written in folder.glob(f"_{INDEX_NAME}_*.toc.*"):  # by a writer that was killed
        half_written.unlink()
    try:
        with writer:
            yield writer
    except BaseException:
        _abandon(writer, index)
        raise


def _codec() -> W3Codec:
    """Whoosh's own format, without its field lengths: a look at the disk for every posting."""
    codec = W3Codec(compression=COMPRESSION)
    codec.length_stats = False
    return codec


def _abandon(writer: SegmentWriter, index: FileIndex) -> None:
    """Free the lock and delete what no commit names; cancelling may fail like the commit did."""
    with suppress(Exception):
        writer.cancel()
    with suppress(Exception):
        writer.writelock.release()
    with suppress(Exception):
        toc = index._read_toc()  # noqa: SLF001 - the only way to the valid commit
        clean_files(index.storage, INDEX_NAME, toc.generation, toc.segments)


@contextmanager
def _opened(folder: Path, before: Snapshot | None = None) -> Iterator[Snapshot]:
    """The commit that is being changed; only opened with the writer's lock held."""
    snapshot = open_snapshot(folder, before)
    try:
        yield snapshot
    finally:
        for leaf in snapshot.leaves:
            if before is None or leaf not in before.leaves:
                leaf.close()


def _versions(snapshot: Snapshot, changes: Changes) -> set[str]:
    """Keys of old versions of what is to be forgotten and is not written anew."""
    found = {key for subject in changes.forgotten for key in snapshot.keys_from(subject + VERSION)}
    return found - {key for key, document in changes.documents.items() if document}


def _delete(writer: SegmentWriter, snapshot: Snapshot, key: str) -> None:
    """Mark the rows of a key as deleted; offsets are those of the writer's segments."""
    offset = 0
    for leaf, alive in zip(snapshot.leaves, snapshot.live, strict=True):
        for row in rows_of(leaf.postings("key", key).bits & alive):
            writer.delete_document(offset + row)
        offset += leaf.size


def _add_state(writer: SegmentWriter, state: IndexState) -> None:
    """Write the state row; it has no audience, so no question meets it."""
    row: dict[str, Any] = {"key": STATE_KEY, "shown": state_as_shown(state)}
    writer.add_document(**row)
