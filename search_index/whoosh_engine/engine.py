"""The search port kept by Whoosh files in one folder.

Readers notice new commits at the next question. A folder that is missing, foreign or broken
answers nothing and says so by `state()`: the projector builds it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import structlog

from kernel.subjects import Subject
from search_index.german.analysis import Analysis
from search_index.locks import native_lock
from search_index.offload import Offload
from search_index.port import (
    Audience,
    Batch,
    Hits,
    IndexState,
    NeedsRebuild,
    Question,
    SearchDocument,
    Subjects,
    Suggestion,
)
from search_index.whoosh_engine import answering, writer
from search_index.whoosh_engine.budget import Budget
from search_index.whoosh_engine.distribution import ensure_one_whoosh
from search_index.whoosh_engine.folder import Folders, drop, write_lexicon
from search_index.whoosh_engine.neighbours import corpus_words, suggestions
from search_index.whoosh_engine.snapshot import Snapshot, newest_commit, open_snapshot, stamp
from search_index.whoosh_engine.view import View, minus

logger = structlog.get_logger()

#: A rebuild commits so many documents at a time into the folder nobody reads yet, and holds so much of them in memory:
#: more makes it no faster, only larger.
REBUILD_STEP = 2500
REBUILD_MEGABYTES = 16
OPENING_TRIES = 5


class WhooshIndex:
    """A `SearchIndex` in a folder; safe to share between threads and greenlets."""

    def __init__(
        self,
        root: Path,
        *,
        today: Callable[[], date],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        ensure_one_whoosh()
        self._clock = clock
        self._offload = Offload()
        self._folders = Folders(root)
        self._today = today
        self._lock = native_lock()
        self._at: tuple[Path | None, int] = (None, -1)
        self._held = self._empty()

    def state(self) -> IndexState | None:
        """How far the index got; None if it must be built."""
        return self._snapshot().state

    @contextmanager
    def batch(self, *, seq: int, instance: str) -> Iterator[Batch]:
        """Write many changes and the new state in one commit; an error in the body undoes all."""
        snapshot = self._snapshot()
        if (state := snapshot.state) is None:
            raise NeedsRebuild
        changes = writer.Changes()
        yield changes
        new = IndexState(seq, instance, state.analysis, state.generation + 1)
        writer.write(snapshot.folder, changes, new, snapshot.analysis, snapshot)

    @contextmanager
    def rebuild(self, *, seq: int, instance: str) -> Iterator[Batch]:
        """Build a new index aside and swap it in at the end; questions meet the old until then."""
        before = self._snapshot()
        words = corpus_words(before)
        analysis = Analysis(words)
        folder = self._folders.begin(analysis.version)
        generation = before.state.generation + 1 if before.state else 1
        new = IndexState(seq, instance, stamp(analysis), generation)
        try:
            write_lexicon(folder, words)
            writer.create(folder)
            changes = Aside(folder, new, analysis)
            yield changes
            changes.finish()
            self._folders.point_to(folder)
        except BaseException:  # nobody will ever read it, and tried again it would fill the disk
            drop(folder)
            raise
        self._folders.drop_others(keep=1)

    def find(
        self, question: Question, *, visible_to: Audience, without: Subjects = frozenset()
    ) -> Hits:
        """Answer for holders of these tokens."""
        return self._offload.run(self._find, question, visible_to, without)

    def rank(
        self, question: Question, *, visible_to: Audience, without: Subjects = frozenset()
    ) -> answering.Ranking:
        """The first half of `find`, in the caller's thread: found, counted, ordered, nothing cut for showing."""
        view = self._view(visible_to, without, question.as_of)
        return answering.rank(question, view, Budget(self._clock))

    def suggest(
        self, text: str, *, visible_to: Audience, without: Subjects = frozenset(), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """Titles of visible documents that go on from the text, then words."""
        return self._offload.run(lambda: suggestions(text, self._view(visible_to, without), limit))

    def _find(self, question: Question, tokens: Audience, without: Subjects) -> Hits:
        """Answer in whatever thread this is."""
        return answering.answer(self.rank(question, visible_to=tokens, without=without))

    def fingerprint(self, subject: Subject) -> str | None:
        """Fingerprint of the document the index holds."""
        found = self._snapshot().row_of(str(subject))
        return found[0].fingerprints[found[1]] if found else None

    def fingerprints(self) -> Iterator[tuple[Subject, str]]:
        """What the index holds, sorted by `str(subject)`; a stream over one commit."""
        for key, fingerprint in sorted(self._snapshot().documents()):
            kind, _, identity = key.partition(":")
            yield Subject(kind, identity), fingerprint

    def purge(self) -> None:
        """Rewrite the files until removed text is in none of them."""
        snapshot = self._snapshot()
        if snapshot.state is not None:
            writer.merge_all(snapshot.folder)
        self._folders.drop_others()

    def close(self) -> None:
        """Let go of files and threads."""
        self._offload.close()
        with self._lock:
            self._held.close()
            self._held, self._at = self._empty(), (None, -1)

    def _view(
        self, tokens: Audience, without: Subjects = frozenset(), day: date | None = None
    ) -> View:
        """What an audience sees today, or on another day."""
        snapshot = self._snapshot()
        visible, public = snapshot.visible_to(tokens, day or self._today()), snapshot.public
        if without:
            hidden = snapshot.rows_of_subjects(without)
            visible, public = minus(visible, hidden), minus(public, hidden)
        return View(snapshot, visible, public)

    def _snapshot(self) -> Snapshot:
        """The newest commit; nothing if it cannot be read or somebody else has changed its files."""
        at = self._newest()
        if at == self._at and self._held.is_untouched():
            return self._held
        with self._lock:
            untouched = self._held.is_untouched()
            at = self._newest()  # looked at last: a writer deletes files only after its own commit
            if at != self._at:
                self._held, self._at = self._open(at[0]), at
            elif not untouched:
                logger.error("search index was changed from outside and has to be built again")
                self._held = self._empty()
            return self._held

    def _newest(self) -> tuple[Path | None, int]:
        """Where the newest commit is."""
        folder = self._folders.current()
        return folder, newest_commit(folder) if folder else -1

    def _empty(self) -> Snapshot:
        """What stands for an index that must be built."""
        return Snapshot(self._folders.root, Analysis(), [], ())

    def _open(self, folder: Path | None) -> Snapshot:
        """Open a folder, whatever somebody may have done to it."""
        if folder is None:
            return self._empty()
        for _ in range(OPENING_TRIES):  # a writer may delete merged files while we open them
            with suppress(FileNotFoundError):
                return self._open_or_report(folder) or self._empty()
        return self._empty()

    def _open_or_report(self, folder: Path) -> Snapshot | None:
        """The folder's newest commit; None if the files are damaged."""
        try:
            return open_snapshot(folder, self._held)
        except FileNotFoundError:
            raise
        except Exception:  # pickles and maps fail in any way; the database heals all of them
            logger.exception("search index is broken and has to be built again")
            return None


class Aside(writer.Changes):
    """A batch into a folder nobody reads yet, so it may be written in steps.

    What stands there already is read again only where a step changes it: nearly never.
    """

    def __init__(self, folder: Path, state: IndexState, analysis: Analysis) -> None:
        super().__init__()
        self._folder, self._state, self._analysis = folder, state, analysis
        self._written: set[str] = set()
        self._is_stated = False

    def put(self, document: SearchDocument) -> None:
        """Make this document the one of its subject."""
        super().put(document)
        if len(self.documents) >= REBUILD_STEP:
            self.flush()

    def flush(self) -> None:
        """Write what was collected."""
        self._write(None)

    def finish(self) -> None:
        """Write the rest, and that this is all."""
        self._write(self._state)

    def _write(self, state: IndexState | None) -> None:
        changes_something = self.forgotten or not self._written.isdisjoint(self.documents)
        if changes_something or (state and self._is_stated):
            writer.write(self._folder, self, self._state, self._analysis)
            self._is_stated = True
        else:
            writer.append(self._folder, self, state, self._analysis, megabytes=REBUILD_MEGABYTES)
        self._written.update(self.documents)
        self.documents.clear()
        self.forgotten.clear()
