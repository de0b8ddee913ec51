"""The database, and the one place that commits.

A service call is one transaction (docs/adr/0002). `transactional` ends the open read, begins for writing (SQLite:
BEGIN IMMEDIATE behind one fair queue), runs the call, appends what it recorded to the event log and commits. Only then
does the caller get its answer: what is acknowledged is stored.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    Row,
    Select,
    String,
    TypeDecorator,
    Uuid,
    bindparam,
    event,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.orm.interfaces import ORMOption

from kernel import sqlite
from kernel.constraints import as_rule
from kernel.errors import Conflict
from kernel.fair_lock import FairLock
from kernel.sqlite import BUSY_TIMEOUT_MS

P = ParamSpec("P")
T = TypeVar("T")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LOG_TIMEOUT_MS = 300
INSERTS: dict[str, Callable[[Any], Any]] = {
    "sqlite": sqlite_insert,
    "postgresql": postgres_insert,
}

Hook = Callable[[Session], None]
Step = Callable[[], None]


def words(kind: type[StrEnum]) -> Enum:
    """A column that holds the words of this enumeration as they are."""
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda members: [str(m) for m in members],
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: they are the way to lose an hour."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back that SQLite forgets."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table; constraints get speaking names."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime(), UUID: Uuid(), str: String()},
    )


db = SQLAlchemy(
    model_class=Base,
    session_options={"join_transaction_mode": "create_savepoint", "expire_on_commit": False},
)
_write_turn = FairLock()
_watchers: dict[Engine, sqlite3.Connection] = {}
_before_commit: list[Hook] = []


def init_app(app: Flask) -> None:
    """Bind the database of the settings to this application."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite.tame(db.engine)


def before_commit(hook: Hook) -> Hook:
    """Run this in every service's transaction, after its work and before its commit."""
    _before_commit.append(hook)
    return hook


def transactional(command: Callable[P, T]) -> Callable[P, T]:
    """Make a service call one transaction; an inner call joins the outer one."""

    @wraps(command)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return in_transaction(lambda: command(*args, **kwargs))

    return call


def in_transaction(work: Callable[[], T]) -> T:
    """Run the work and commit, or roll back and raise; a broken constraint is raised as its rule."""
    if writing():
        return work()
    try:
        with _one_commit(db.session()) as afterwards:
            result = work()
    except IntegrityError as error:
        raise as_rule(error) from error
    for step in afterwards:
        step()
    return result


def after_commit(step: Step) -> None:
    """Run this in the process once the running transaction is committed; for what memory holds, never for the truth."""
    db.session.info["afterwards"].append(step)  # fails outside a transaction


def writing() -> bool:
    """Whether a service's transaction is open here."""
    return "recorded" in db.session.info


@contextmanager
def _one_commit(session: Session) -> Iterator[list[Step]]:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Something was changed outside a service call.")
    session.rollback()  # ends the open read; objects handed in are loaded anew
    sqlite = session.get_bind().dialect.name == "sqlite"
    with _write_turn if sqlite else nullcontext():
        session.connection(execution_options={"for_writing": True})
        session.info["recorded"] = []
        afterwards: list[Step] = []
        session.info["afterwards"] = afterwards
        try:
            yield afterwards
            session.flush()
            for hook in _before_commit:
                hook(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info["recorded"], session.info["afterwards"]


def locked(thing: T) -> T:
    """Hold this row until the commit (PostgreSQL; on SQLite the whole database is held already)."""
    if not writing():
        raise RuntimeError("A row is locked inside a service call only.")
    db.session.flush()  # a refresh forgets what an earlier call of this transaction changed
    db.session.refresh(thing, with_for_update={"of": type(thing)})  # not what it was loaded with
    return thing


def looked_up(model: type[T], key: UUID, options: tuple[ORMOption, ...] = ()) -> T | None:
    """The row of this key or None; it stays in memory as long as the session, so that judges may ask often.

    A session remembers what it loaded only while somebody holds it. A service's transaction loads it anew. `options`
    say what else is needed of it, so that one statement brings all.
    """
    kept = db.session.info.setdefault("looked_up", {})
    known = db.session.identity_map.get(inspect(model).identity_key_from_primary_key((key,)))
    if known is not None and not inspect(known).expired:
        kept[model, key] = known
        return cast("T", known)
    found: T | None = (
        db.session.scalars(_by_key(cast("Any", model), options), {"key": key})
        .unique()
        .one_or_none()
    )
    if found is not None:
        kept[model, key] = found
    return found


@cache
def _by_key(model: Any, options: tuple[ORMOption, ...]) -> Select[Any]:
    """Made once: building a statement takes longer than sending it."""
    (column,) = inspect(model).primary_key
    return select(model).where(column == bindparam("key")).options(*options)


def insert_or_ignore(table: Any, **values: object) -> bool:
    """Insert a row unless a unique constraint forbids; whether it was inserted. Waits for a rival's commit."""
    statement = _ignoring(table, db.session.get_bind().dialect.name)
    return db.session.execute(statement, values).first() is not None


def insert_missing(table: Any, rows: Sequence[dict[str, object]]) -> list[Row[Any]]:
    """Insert the rows that no unique constraint forbids; the keys of those inserted. Waits for rivals' commits.

    Rows stand in one order everywhere, so that no two calls wait for each other.
    """
    statement = _missing(table, db.session.get_bind().dialect.name)
    return list(db.session.execute(statement, rows).all())


@cache
def _missing(table: Any, dialect: str) -> Any:
    return INSERTS[dialect](table).on_conflict_do_nothing().returning(*table.primary_key)


def look_up_all(model: type[T], keys: Collection[object]) -> None:
    """Look up these rows in one statement, for judges that then ask for each with `looked_up`."""
    if len(keys) < 2:
        return  # the judge's own statement is as good
    kept = db.session.info.setdefault("looked_up", {})
    for found in db.session.scalars(_by_keys(cast("Any", model)), {"keys": list(keys)}):
        kept[model, inspect(found).identity[0]] = found


@cache
def _by_keys(model: Any) -> Select[Any]:
    (column,) = inspect(model).primary_key
    return select(model).where(column.in_(bindparam("keys", expanding=True)))


@cache
def _ignoring(table: Any, dialect: str) -> Any:
    """Made once for each table: building a statement takes longer than sending it."""
    plain = getattr(table, "__table__", table)  # a mapped class would be sent the longer way
    return INSERTS[dialect](plain).on_conflict_do_nothing().returning(literal(1))


def upsert(table: Any) -> Any:
    """An INSERT of this database that may say what happens ON CONFLICT."""
    return INSERTS[db.session.get_bind().dialect.name](table)


def version() -> str | None:
    """The state of the database: two equal versions, and no process has committed anything in between.

    None where the session is bound to one connection, which may see what nobody has committed.
    """
    engine = db.engine
    if not isinstance(engine, Engine):
        return None
    if engine.dialect.name == "sqlite":
        return str(_watcher_of(engine).execute("PRAGMA data_version").fetchone()[0])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return str(connection.scalar(text("SELECT pg_current_snapshot()::text")))


@contextmanager
def beside_the_session() -> Iterator[Connection]:
    """A connection that reads the newest commit, for statements that need no session; it takes the session's place.

    A session that has read nothing yet costs more than a small statement. Its open read ends here, so that a request
    never holds two connections.
    """
    end_read()
    with db.engine.connect() as connection:
        yield connection


def _watcher_of(engine: Engine) -> sqlite3.Connection:
    """A connection that never writes: SQLite tells it of the commits of all others."""
    if engine not in _watchers:
        path = str(engine.url.database)
        _watchers[engine] = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        event.listen(engine, "engine_disposed", lambda gone: _watchers.pop(gone).close(), once=True)
    return _watchers[engine]


class StillRead(Conflict):
    """Somebody reads an older state, which the write-ahead log must keep for now."""

    message = "Die Datenbank wird gerade gelesen. Der Schritt wird gleich wiederholt."


def end_read() -> None:
    """End the open read, so that long work which follows keeps no old state alive; what was loaded stays loaded."""
    if not db.session.registry.has():
        return  # nothing was read
    session = db.session()
    if writing() or session.new or session.dirty or session.deleted:
        raise RuntimeError("A read ends where nothing was changed.")
    session.commit()


def rewrite_tables(*names: str) -> None:
    """Write these tables' files anew, so that nothing deleted and no order of writing can be read from them.

    Runs outside of any transaction; SQLite rewrites its whole file and empties the write-ahead log. `StillRead` says
    that somebody's reading kept the old log: then it has to be done again.
    """
    db.session.rollback()
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        if db.engine.dialect.name == "sqlite":
            _rewrite_file(cursor)
        else:
            connection.driver_connection.autocommit = True  # type: ignore[union-attr]
            for name in names:
                cursor.execute(f"VACUUM FULL {name}")
            connection.driver_connection.autocommit = False  # type: ignore[union-attr]
        cursor.close()
    finally:
        connection.close()


def leave_no_trace() -> None:
    """Empty SQLite's write-ahead log, which keeps what was deleted until it is written over; what is still read, later.

    In the file itself a deletion leaves zeros (`secure_delete`). PostgreSQL writes over what was deleted by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    connection = db.engine.raw_connection()
    try:
        with _impatient(connection.cursor()) as cursor:
            _empty_log(cursor)
    except StillRead:
        return  # the next run does it
    finally:
        connection.close()


def _rewrite_file(cursor: DBAPICursor) -> None:
    """Nothing is rewritten while somebody reads: each try would add the whole file to the log."""
    with _impatient(cursor):
        _empty_log(cursor)
        cursor.execute("VACUUM")
        _empty_log(cursor)


@contextmanager
def _impatient(cursor: DBAPICursor) -> Iterator[DBAPICursor]:
    """Wait for a short time only: writers wait as long."""
    cursor.execute(f"PRAGMA busy_timeout={LOG_TIMEOUT_MS}")
    try:
        yield cursor
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _empty_log(cursor: DBAPICursor) -> None:
    if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise StillRead
