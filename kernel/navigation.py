"""The main ways through the site; each feature adds its own when it exists."""

from collections.abc import Callable
from dataclasses import dataclass

from kernel.actors import Actor


@dataclass(frozen=True, order=True)
class Way:
    """An entry of the main navigation; `label` is the German source text."""

    rank: int
    label: str
    endpoint: str


_ways: dict[str, tuple[Way, Callable[[Actor], bool]]] = {}


def add(
    rank: int, label: str, endpoint: str, shown_to: Callable[[Actor], bool] = lambda _actor: True
) -> None:
    """Add an entry, shown to those for whom it leads somewhere."""
    _ways[endpoint] = (Way(rank, label, endpoint), shown_to)


def ways_for(actor: Actor) -> list[Way]:
    """The entries for this actor, in order."""
    return sorted(way for way, shown_to in _ways.values() if shown_to(actor))
