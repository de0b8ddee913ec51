"""The relay: carries committed facts to their readers, in order, at least once.

Each reader keeps a cursor row; it moves in the transaction that did the reader's work, so a kill repeats and never
loses. A fact that fails five times is set aside for people to look at and does not hold up the others.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import BigInteger, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.database import Base, db, locked, transactional
from kernel.events import EventRow, handlers_after

BATCH = 200
MAX_TRIES = 5

Read = Callable[[Sequence[EventRow]], None]
log = structlog.get_logger()


class Cursor(Base):
    """How far a reader has come."""

    __tablename__ = "event_cursors"

    reader: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    tries: Mapped[int] = mapped_column(default=0)


class SetAside(Base):
    """A fact that a reader could not take, kept for people to look at."""

    __tablename__ = "events_set_aside"

    reader: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    error: Mapped[str]
    at: Mapped[datetime]


_readers: dict[str, Read] = {}
_followers: dict[str, Callable[[], int]] = {}


def reader(name: str, read: Read) -> None:
    """Register a reader; its `read` runs inside a service's transaction and may be called again for the same facts."""
    _readers[name] = read


def follower(name: str, waiting: Callable[[], int]) -> None:
    """Name a reader that follows the log by itself and keeps its place with what it writes; `waiting` is its lag."""
    _followers[name] = waiting


def run_once() -> int:
    """Bring every reader one batch further; the number of facts that were carried."""
    return sum(_advance(name, read) for name, read in _readers.items())


def catch_up(limit: int = 1_000) -> None:
    """Run until nothing waits, at most so many rounds."""
    for _ in range(limit):
        if not run_once():
            return


def lag() -> dict[str, int]:
    """How many facts each reader has still to take."""
    head = db.session.scalar(select(func.max(EventRow.seq))) or 0
    places = {row.reader: row.seq for row in db.session.scalars(select(Cursor))}
    carried = {name: head - places.get(name, 0) for name in _readers}
    return carried | {name: waiting() for name, waiting in _followers.items()}


def _advance(name: str, read: Read) -> int:
    if not _waiting(name, limit=1):
        db.session.rollback()
        return 0
    try:
        return _take(name, read, BATCH)
    except Exception as error:
        return _one_by_one(name, read, error)


@transactional
def _take(name: str, read: Read, size: int) -> int:
    cursor = locked(_cursor(name))  # a second worker waits, and then finds nothing left to take
    rows = _waiting(name, limit=size)
    if rows:
        read(rows)
        cursor.seq, cursor.tries = rows[-1].seq, 0
    return len(rows)


def _one_by_one(name: str, read: Read, error: Exception) -> int:
    """After a failed batch: take single facts until the poisonous one; give it five tries, then set it aside."""
    log.error("reader failed", reader=name, error=repr(error))
    taken = 0
    try:
        while _take(name, read, 1):
            taken += 1
    except Exception as poison:
        _count_failure(name, poison)
    return taken


@transactional
def _count_failure(name: str, error: Exception) -> None:
    cursor, rows = _cursor(name), _waiting(name, limit=1)
    cursor.tries += 1
    if cursor.tries < MAX_TRIES or not rows:
        return
    db.session.add(SetAside(reader=name, seq=rows[0].seq, error=repr(error)[:500], at=clock.now()))
    cursor.seq, cursor.tries = rows[0].seq, 0


def _cursor(name: str) -> Cursor:
    cursor = db.session.get(Cursor, name)
    if cursor is None:
        cursor = Cursor(reader=name, seq=0, tries=0)
        db.session.add(cursor)
    return cursor


def _waiting(name: str, *, limit: int) -> Sequence[EventRow]:
    place = db.session.scalar(select(Cursor.seq).where(Cursor.reader == name)) or 0
    statement = select(EventRow).where(EventRow.seq > place).order_by(EventRow.seq).limit(limit)
    return db.session.scalars(statement).all()


def run_handlers(rows: Sequence[EventRow]) -> None:
    """The reader behind `on(kind)`: hands each fact to who asked for its kind."""
    for row in rows:
        for handler in handlers_after(row.kind):
            handler(row)


reader("handlers", run_handlers)
