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
    """The pieces in reading order; what was removed stands before what came in its place."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after)
    return [
        piece
        for _tag, i1, i2, j1, j2 in matcher.get_opcodes()
        for piece in _pieces("".join(before[i1:i2]), "".join(after[j1:j2]))
    ]


def _pieces(removed: str, added: str) -> Iterator[Piece]:
    if removed == added:
        yield Piece(Change.KEPT, added)
        return
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)
