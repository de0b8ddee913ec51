"""A pytest plugin: SQLite gives rows whose order nobody asked for from the last to the first.

PostgreSQL promises no order either, but keeps the usual one until it reuses space; then a list is wrong that never was.
"""

import sqlite3

from sqlalchemy import event
from sqlalchemy.engine import Engine


def pytest_configure() -> None:
    """Turn unasked orders around, for every engine that this process makes."""
    event.listen(Engine, "connect", _turn_around)


def _turn_around(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")
