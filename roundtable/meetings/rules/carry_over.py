"""Which items the next meeting of a series takes over.

Items that were not dealt with, and dealt ones that recur, are pinned or have open tasks. Each item is taken over once:
its copy is the source for the meeting after. What was non-public stays non-public.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from roundtable.meetings.rules.states import ItemState, undealt

K = TypeVar("K", bound=Hashable)


class Why(StrEnum):
    """Why an item comes again."""

    UNBERATEN = "unberaten"
    WIEDERKEHREND = "wiederkehrend"
    ANGEHEFTET = "angeheftet"
    OFFENE_AUFTRAEGE = "offene_auftraege"


@dataclass(frozen=True)
class Source(Generic[K]):
    """An item of an earlier meeting of the series."""

    key: K
    state: ItemState
    public: bool = True
    recurring: bool = False
    pinned: bool = False
    open_tasks: int = 0
    #: the one meeting for which it is suspended ("einmal aussetzen")
    skipped_in: K | None = None


@dataclass(frozen=True)
class Carried(Generic[K]):
    """An item to take over, and why."""

    source: K
    public: bool
    reasons: tuple[Why, ...]


def carried(items: Iterable[Source[K]], into: K, taken: Collection[K]) -> tuple[Carried[K], ...]:
    """What the meeting `into` takes over, in the order handed in; `taken` are sources that have a copy already."""
    return tuple(
        Carried(item.key, item.public, reasons)
        for item in items
        if item.key not in taken and item.skipped_in != into and (reasons := _reasons(item))
    )


def _reasons(item: Source[K]) -> tuple[Why, ...]:
    asked = (
        (Why.UNBERATEN, undealt(item.state) or item.state is ItemState.VERTAGT),
        (Why.WIEDERKEHREND, item.recurring),
        (Why.ANGEHEFTET, item.pinned),
        (Why.OFFENE_AUFTRAEGE, item.open_tasks > 0),
    )
    return tuple(why for why, holds in asked if holds)
