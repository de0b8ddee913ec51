"""Counts the SQL of a piece of work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from kernel.database import db

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
WRITES = ("INSERT", "UPDATE", "DELETE")


class Statements(list[str]):
    """Statements in order, without transaction control."""

    @classmethod
    @contextmanager
    def of(cls, connection: Connection | Engine) -> Iterator["Statements"]:
        """Collect what runs on this connection."""
        found = cls()

        def note(_c: object, _k: object, statement: str, *_rest: Any) -> None:
            if not statement.lstrip().upper().startswith(CONTROL):
                found.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(connection, "before_cursor_execute", note)

    @property
    def writes(self) -> list[str]:
        """Those that change something."""
        return [s for s in self if s.lstrip().upper().startswith(WRITES)]

    def drain(self) -> list[str]:
        """What came since the last call."""
        taken = list(self)
        self.clear()
        return taken


def statements_of(work: Callable[[], object]) -> int:
    """How many statements this work sends, on whatever connections of the database."""
    with Statements.of(db.engine) as found:
        work()
    return len(found)
