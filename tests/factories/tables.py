"""Round tables with people on their seats."""

from itertools import count
from typing import Any

from accounts.people.models import Person
from kernel.actors import SYSTEM, Actor
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.rules.seats import Role
from roundtable.tables.services.seats import SeatDraft, give_seat
from roundtable.tables.services.tables import TableDraft, create_table

_number = count(1)


def a_draft(**changes: Any) -> TableDraft:
    """What an office says of a table."""
    words: dict[str, Any] = {
        "name": f"Runder Tisch {next(_number)}",
        "purpose": "Damit Betriebe und Vereine voneinander wissen.",
    }
    return TableDraft(**{**words, **changes})


def a_table(*, actor: Actor = SYSTEM, code: str = "", **changes: Any) -> RoundTable:
    """A table nobody sits at yet."""
    return create_table(actor=actor, code=code or f"T{next(_number)}", draft=a_draft(**changes))


def seat_draft(person: Person | None = None, role: Role = Role.MEMBER, **changes: Any) -> SeatDraft:
    """What is said of a seat."""
    words: dict[str, Any] = {"group_key": "company", "organisation": "Hafenwerk"}
    person_id = person.id if person else None
    return SeatDraft(**{"person_id": person_id, "role": role, **words, **changes})


def a_seat(
    table: RoundTable, person: Person | None = None, role: Role = Role.MEMBER, **changes: Any
) -> Seat:
    """A seat with this person, or a vacant one."""
    return give_seat(actor=SYSTEM, table=table, draft=seat_draft(person, role, **changes))
