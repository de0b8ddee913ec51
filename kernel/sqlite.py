"""SQLite as we need it: durable, strict, and with transactions that begin when we say so."""

import sqlite3
import time

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_TIMEOUT_MS = 5_000
#: between two tries to become the one who writes; another process holds its turn for some milliseconds
TRY_AGAIN_S = 0.001
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
)


def tame(engine: Engine) -> None:
    """Take the begin of transactions away from the driver: it starts them too late, and never IMMEDIATE."""

    @event.listens_for(engine, "connect")
    def configure(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("for_writing"):
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Wait for the turn to write, but let the other greenlets of this process go on meanwhile.

    SQLite's own waiting would stop them all, and sleeps a tenth of a second at a time in the end.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1_000
    while time.monotonic() < until:
        if _has_begun(connection):
            return
        time.sleep(TRY_AGAIN_S)
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # says what is wrong


def _has_begun(connection: Connection) -> bool:
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        cursor.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    else:
        return True
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()
