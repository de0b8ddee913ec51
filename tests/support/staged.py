"""What many tests begin with, made once for those that follow each other; what each does to it is rolled back.

A world stays in a transaction that never commits; each test has a savepoint of its own in it. Things that name rows are
kept as a pickle in which rows are addresses: each test gets its own objects, read from the database as it is then.
"""

import pickle
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Protocol, TypeVar

import pytest
from flask import Flask
from sqlalchemy import Connection, NestedTransaction, inspect
from sqlalchemy.orm import Session, scoped_session

from accounts.sessions.memory import memory
from discussion.threads.listing import _kept as _listings
from kernel import limits
from kernel.database import Base, db, end_read
from kernel.kept import _pages
from participation.voting.queries import _turnout_seen
from roundtable.minutes import held
from roundtable.minutes.telling import _writers
from search_index.pending import _found

T = TypeVar("T")
#: the worlds of this process by their databases, one each
_worlds: dict[str, "World"] = {}


class Staged(Protocol):
    """Gives a test what a function makes."""

    def __call__(self, make: Callable[[], T]) -> T:
        """The test's own."""


class _Writer(pickle.Pickler):
    def persistent_id(self, thing: object) -> object:
        """A row is its address."""
        return (type(thing), inspect(thing).identity) if isinstance(thing, Base) else None


class _Reader(pickle.Unpickler):
    def persistent_load(self, address: Any) -> object:
        """The row at this address."""
        model, key = address
        return db.session.get_one(model, key)


class World:
    """A name, a connection whose transaction holds what was made, and what was made."""

    def __init__(self, name: str, connection: Connection) -> None:
        self.name = name
        self.connection = connection
        self._transaction = connection.begin()
        self._made = b""

    def keep(self, made: object) -> None:
        """Remember this for all tests."""
        written = BytesIO()
        _Writer(written).dump(made)
        self._made = written.getvalue()

    def made(self) -> Any:
        """What was made, for one test."""
        return _Reader(BytesIO(self._made)).load()

    def end(self) -> None:
        """Nothing of it has ever been."""
        self._transaction.rollback()
        self.connection.close()


def clear(database: str) -> None:
    """This database is empty again."""
    if database in _worlds:
        _worlds.pop(database).end()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Worlds stay for those who want them: SQLite lets nobody else write meanwhile."""
    if nextitem is not None and "staged" not in getattr(nextitem, "fixturenames", ()):
        for database in list(_worlds):
            clear(database)


@pytest.fixture(scope="session")
def stage(app: Flask) -> Iterator[str]:
    """The database that worlds are made in; the last one ends before the platform does."""
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    yield url
    clear(url)


@pytest.fixture
def staged(
    stage: str, database: scoped_session[Session], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Staged]:
    """Gives the test what this function makes, as if it were made for it alone; to be asked before all else.

    A function is known by where it stands: it must make the same each time.
    """
    savepoints: list[NestedTransaction] = []

    def begin(make: Callable[[], T]) -> T:
        name = f"{make.__module__}.{make.__qualname__}"
        assert not db.session.registry.has(), (
            "something was read or written before the world was there"
        )
        assert not savepoints, "a test has one world"
        if stage not in _worlds or _worlds[stage].name != name:
            clear(stage)
            _made_anew(stage, name, make, monkeypatch)
        forget_rows()
        world = _worlds[stage]
        monkeypatch.setitem(db.engines, None, world.connection)
        savepoints.append(world.connection.begin_nested())
        found: T = world.made()
        end_read()  # what another session commits now must not hang on this one
        return found

    yield begin
    db.session.remove()
    for savepoint in savepoints:
        savepoint.rollback()


def _made_anew(
    url: str, name: str, make: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(name, db.engine.engine.connect())
    try:
        with monkeypatch.context() as here:
            here.setitem(db.engines, None, world.connection)
            world.keep(make())
            db.session.remove()
    except BaseException:
        db.session.remove()
        world.end()
        raise
    _worlds[url] = world


def forget_rows() -> None:
    """What this process remembers of rows by their ids: in the test before, the same ids had another fate."""
    limits.forget_all()
    memory.forget_all()
    held.forget_all()
    _turnout_seen.clear()
    _writers.clear()
    for kept in (_listings, _pages, _found):
        kept._values.clear()
