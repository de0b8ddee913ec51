"""The orders of a thread, and the cursors that lead from page to page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

#: first comments on a page
ROOTS = 20
#: replies shown below each of them
REPLIES = 3
#: replies on the page of one branch
BRANCH = 20
#: deeper replies stay on this level
DEEPEST = 3

#: fits a database's integers
LONGEST_NUMBER = 18
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Order(StrEnum):
    """How the first comments of a thread are sorted; the value stands in the address."""

    NEWEST = "neueste"
    OLDEST = "aelteste"
    AGREEMENT = "zustimmung"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which comment a page begins: its sort key (an instant, or an agreement) and its id."""

    key: datetime | int
    id: UUID

    def __str__(self) -> str:
        number = (self.key - EPOCH) // MICROSECOND if isinstance(self.key, datetime) else self.key
        return f"{number}-{self.id.hex}"


def order_of(text: str | None) -> Order:
    """The order named in an address; the newest first where it names none."""
    return Order(text) if text in set(Order) else Order.NEWEST


def cursor_of(text: str | None, order: Order) -> Cursor | None:
    """The cursor in an address; None where there is none, or none that we wrote."""
    number, _, rest = (text or "").partition("-")
    if len(number) > LONGEST_NUMBER:
        return None
    try:
        key, last = int(number), UUID(rest)
        return Cursor(key if order is Order.AGREEMENT else EPOCH + key * MICROSECOND, last)
    except (ValueError, OverflowError):
        return None


def depth_below(depth: int) -> int:
    """The level of a reply to a comment on this level."""
    return min(depth + 1, DEEPEST)


def branch_start(place: int) -> int:
    """The place behind which the page begins that shows this reply; 0 for the first page and the root."""
    return max(0, place - 1) // BRANCH * BRANCH
