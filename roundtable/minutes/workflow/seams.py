"""What other rooms do with a text before it is frozen: put in what was decided, and see whether it can be printed.

Who prints registers at start. While nobody does, nothing can be printed: no minutes are laid before a table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from roundtable.minutes.rules.facts import Written
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
    #: sets type, which takes up to seconds: nobody may have to wait for it
    faults: Callable[[Content], Sequence[PrintFault]]


Texts = Mapping[UUID, str]
#: the texts of a meeting's items, by item, with what was decided there written out
WrittenOut = Callable[[UUID, Texts], Mapping[UUID, Written]]
_presses: list[Press] = []
_written_out: list[WrittenOut] = []


def print_with(press: Press | None) -> None:
    """Let this one print; None: nobody."""
    _presses[:] = [press] if press else []


def press() -> Press | None:
    """Who prints; None while nobody does."""
    return _presses[0] if _presses else None


def write_out_with(written: WrittenOut) -> None:
    """Let this one write out what a text only points to."""
    _written_out[:] = [written]


def written_out(meeting_id: UUID, texts: Texts) -> Mapping[UUID, Written]:
    """The texts as they are frozen; unchanged while nobody knows what they point to."""
    for written in _written_out:
        return written(meeting_id, texts)
    return {item_id: Written(text) for item_id, text in texts.items()}
