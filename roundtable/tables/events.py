"""What happened at a table; people by their ids only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class TableCreated(Event):
    """The administration has set up a table."""

    kind: ClassVar[str] = "table.created"
    table_id: UUID
    slug: str
    name: str


@dataclass(frozen=True)
class TableEdited(Event):
    """Words, groups or rules of a table have changed."""

    kind: ClassVar[str] = "table.edited"
    table_id: UUID
    version: int


@dataclass(frozen=True)
class TableClosed(Event):
    """A table has ended; it stays readable."""

    kind: ClassVar[str] = "table.closed"
    table_id: UUID


@dataclass(frozen=True)
class SeatGiven(Event):
    """A seat has begun for a person, or stands vacant."""

    kind: ClassVar[str] = "table.seat_given"
    table_id: UUID
    seat_id: UUID
    number: int
    person_id: UUID | None
    role: str


@dataclass(frozen=True)
class SeatEnded(Event):
    """A person sits no longer on this seat; whatever it let them do ends with it."""

    kind: ClassVar[str] = "table.seat_ended"
    table_id: UUID
    seat_id: UUID
    number: int
    person_id: UUID | None


@dataclass(frozen=True)
class DeputyAdded(Event):
    """One more person stands in for a seat."""

    kind: ClassVar[str] = "table.deputy_added"
    table_id: UUID
    seat_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class DeputyRemoved(Event):
    """A person stands in for a seat no longer."""

    kind: ClassVar[str] = "table.deputy_removed"
    table_id: UUID
    seat_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class PublicNameChosen(Event):
    """A person has decided what the public learns of their seat."""

    kind: ClassVar[str] = "table.public_name_chosen"
    table_id: UUID
    seat_id: UUID
    level: str
