"""Numbers that are given once and never again: of meetings, items and resolutions.

Public and non-public items count apart. A child carries its parent's number and letter.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

PUBLIC_LETTER = "Ö"
NONPUBLIC_LETTER = "N"


@dataclass(frozen=True)
class Numbered(Generic[K]):
    """An item as numbering sees it; `number` is empty until it has one."""

    key: K
    public: bool = True
    parent: K | None = None
    number: str = ""


def meeting_number(code: str, year: int, taken: Iterable[int]) -> tuple[int, str]:
    """The next running number of a table's year, and the meeting's number: `RT-2026-04`."""
    running = max(taken, default=0) + 1
    return running, f"{code}-{year}-{running:02}"


def resolution_number(meeting: str, taken: Iterable[int]) -> tuple[int, str]:
    """The next running number within a meeting, and the resolution's number: `RT-2026-04/3`."""
    running = max(taken, default=0) + 1
    return running, f"{meeting}/{running}"


def item_numbers(items: Sequence[Numbered[K]], taken: Iterable[str] = ()) -> dict[K, str]:
    """A number for every item, in the order handed in: `Ö 3`, `N 5`, `Ö 3.1`.

    Who has a fitting number keeps it; others get the next. `taken` are numbers once given to items that are gone.
    An item that changed its letter, or whose parent did, gets a new number. A parent's letter is its children's.
    """
    used = {*taken, *(item.number for item in items if item.number)}
    given: dict[K, str] = {}
    for item in (item for item in items if item.parent is None):
        letter = PUBLIC_LETTER if item.public else NONPUBLIC_LETTER
        given[item.key] = _kept_or_next(item, f"{letter} ", used)
    for item in (item for item in items if item.parent is not None and item.parent in given):
        given[item.key] = _kept_or_next(item, f"{given[item.parent]}.", used)  # type: ignore[index]
    return {item.key: given[item.key] for item in items if item.key in given}


def _kept_or_next(item: Numbered[K], prefix: str, used: set[str]) -> str:
    if item.number.startswith(prefix) and item.number[len(prefix) :].isdigit():
        return item.number
    number = f"{prefix}{_highest(prefix, used) + 1}"
    used.add(number)
    return number


def _highest(prefix: str, used: Iterable[str]) -> int:
    """The highest number after the prefix; a child's number also uses its parent's."""
    tails = (number[len(prefix) :] for number in used if number.startswith(prefix))
    return max((int(tail.partition(".")[0]) for tail in tails), default=0)
