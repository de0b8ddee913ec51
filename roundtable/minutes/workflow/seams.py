"""What other rooms do with a text before it is frozen: put in what was decided, and see whether it can be printed.

Who prints registers at start. While nobody does, nothing can be printed: no minutes are laid before a table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from roundtable.minutes.rules.public import Content


class PrintFault(Protocol):
    """What stands in the way of the print: in which item, where in it, and what to do, in words."""

    @property
    def item_number(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class Press:
    """How contents are printed."""

    #: the text with its heading levels repaired
    mended: Callable[[str], str]
    faults: Callable[[Content], Sequence[PrintFault]]


#: the text of an item with what was decided there written out: meeting, item, text
Materialised = Callable[[UUID, UUID, str], str]
_presses: list[Press] = []
_materialised: list[Materialised] = []


def print_with(press: Press) -> None:
    """Let this one print."""
    _presses[:] = [press]


def press() -> Press | None:
    """Who prints; None while nobody does."""
    return _presses[0] if _presses else None


def write_out_with(materialised: Materialised) -> None:
    """Let this one write out what a text only points to."""
    _materialised[:] = [materialised]


def written_out(meeting_id: UUID, item_id: UUID, text: str) -> str:
    """The text as it is frozen; unchanged while nobody knows what it points to."""
    for materialised in _materialised:
        text = materialised(meeting_id, item_id, text)
    return text
