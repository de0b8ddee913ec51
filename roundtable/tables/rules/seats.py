"""Seats: what they are called, when somebody sits on them, who may vote, and who stands in for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person does at a table."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    GUEST = "guest"


#: seats that the administration alone gives
NAMED_BY_OFFICE = frozenset({Role.CHAIR, Role.SECRETARY})


@dataclass(frozen=True, slots=True)
class Interval:
    """`[start, end)`; without an end it lasts."""

    start: datetime
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether this instant lies within."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat in force: its number, who holds it, and who stands in, in their order."""

    number: int
    holder: UUID | None
    deputies: tuple[UUID, ...] = ()


def label(number: int) -> str:
    """How a seat is called: `S7`."""
    return f"S{number}"


def overlap(one: Interval, other: Interval) -> bool:
    """Whether an instant lies within both."""
    one_goes_on = one.end is None or other.start < one.end
    other_goes_on = other.end is None or one.start < other.end
    return one_goes_on and other_goes_on and not (_empty(one) or _empty(other))


def _empty(interval: Interval) -> bool:
    return interval.end is not None and interval.end <= interval.start


def may_vote(role: Role, *, wanted: bool) -> bool:
    """Guests never vote, whatever was wanted."""
    return wanted and role is not Role.GUEST


def stand_ins(places: Sequence[Place], present: Collection[UUID]) -> dict[int, UUID]:
    """Which deputy acts for which seat: only while its holder is absent, one person for one seat at most.

    Seats come in the order of their numbers and take the first of their deputies who is free. Who holds a seat of their
    own acts for that one alone. A vacant seat has nobody to stand in for.
    """
    taken = {place.holder for place in places if place.holder}
    acting: dict[int, UUID] = {}
    for place in sorted(places, key=lambda place: place.number):
        if place.holder is None or place.holder in present:
            continue
        free = (d for d in place.deputies if d in present and d not in taken)
        if (deputy := next(free, None)) is not None:
            acting[place.number] = deputy
            taken.add(deputy)
    return acting
