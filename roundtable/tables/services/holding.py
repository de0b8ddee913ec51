"""Holds a table until the commit, so that what was checked is still true when it is stored."""

from kernel.actors import Actor
from kernel.database import locked
from kernel.errors import Conflict, NotPermitted
from kernel.events import OFFICE, PUBLIC, Event, record
from kernel.i18n import lazy
from roundtable.tables.models import RoundTable


class TableIsClosed(Conflict):
    """A closed table stays as it is."""

    message = lazy("Dieser Runde Tisch ist beendet und bleibt, wie er ist.")


def hold_open(table: RoundTable) -> RoundTable:
    """Lock the table's row; a closed one is refused."""
    locked(table)
    if table.closed_at is not None:
        raise TableIsClosed
    return table


def ensure(allowed: bool) -> None:  # noqa: FBT001
    """Let pass what a permission allows."""
    if not allowed:
        raise NotPermitted


def tell(event: Event, table: RoundTable, actor: Actor) -> None:
    """Note a fact about the table itself, which everybody may read."""
    record(event, subject=table.subject, actor=actor, audience=PUBLIC)


def tell_inside(event: Event, table: RoundTable, actor: Actor) -> None:
    """Note a fact that names a person: for the table and the office alone."""
    audience = (f"table:{table.id}", *OFFICE)
    record(event, subject=table.subject, actor=actor, audience=audience)
