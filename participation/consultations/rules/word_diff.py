"""What changed between two texts, word by word: old and diff give new, new and diff give old."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|[^\s]+")


class Change(StrEnum):
    """What happened to a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate."""

    change: Change
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in reading order; what was removed stands before what came in its place.

    A space between two exchanged words is exchanged with them, so that people read phrases, not scraps.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    removed = added = ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        lost, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal" and not (removed and added and came.isspace()):
            pieces += [*_changes(removed, added), Piece(Change.KEPT, came)]
            removed = added = ""
        else:
            removed, added = removed + lost, added + came
    return [*pieces, *_changes(removed, added)]


def _changes(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)
