"""What rooms that stand on tables put on the page of a table, so that the page need not know them.

The page is kept for many readers: a part shows what everybody reads.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from roundtable.tables.models import RoundTable


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its template and what it shows."""

    template: str
    data: Mapping[str, Any]


Load = Callable[[RoundTable], Part]
_loads: list[Load] = []


def provide(load: Load) -> None:
    """Let a room show something; a constant number of statements."""
    if load not in _loads:
        _loads.append(load)


def parts_of(table: RoundTable) -> list[Part]:
    """All parts, in the order of registration."""
    return [load(table) for load in _loads]
