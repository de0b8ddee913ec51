"""The districts of the site, handed in by the front door: this room knows their keys and names, not who keeps them."""

from collections.abc import Callable, Sequence
from typing import Protocol


class District(Protocol):
    """A Bezirk as its keeper stores it."""

    key: str
    name: str


Source = Callable[[], Sequence[District]]
_sources: list[Source] = []


def use(source: Source) -> None:
    """Let the keeper of the districts list them, in the order of lists; one statement."""
    _sources[:] = [source]


def names() -> dict[str, str]:
    """The names of all districts by their keys, in the order of lists."""
    return {district.key: district.name for source in _sources for district in source()}
