"""The agenda before the meeting: kinds, durations, order, and which way an item may change sides."""

from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class Kind(StrEnum):
    """What an item is for; stored as written."""

    REGULARIA = "regularia"
    BERICHT = "bericht"
    BERATUNG = "beratung"
    BESCHLUSS = "beschluss"
    WAHL = "wahl"
    VERSCHIEDENES = "verschiedenes"


def may_become_public(*, text: str, papers: str, number: str) -> bool:
    """A non-public item becomes public only while it says nothing and was in no invitation."""
    return not (text.strip() or papers.strip() or number)


def fits(parent: int | None, children: Iterable[int | None]) -> bool:
    """Whether the parts take no longer than the whole; unknown durations fit."""
    return parent is None or sum(minutes or 0 for minutes in children) <= parent


def moved(order: Sequence[K], key: K, by: int) -> list[K]:
    """The order with one item moved by so many places; it stops at either end."""
    rest = [one for one in order if one != key]
    at = min(max(order.index(key) + by, 0), len(rest))
    return [*rest[:at], key, *rest[at:]]
