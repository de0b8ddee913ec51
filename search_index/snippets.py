"""The piece of a text that answers a question best, and where the words asked for stand in it.

Pure: texts come in, offsets go out; escaping is the page's work. Compounds are marked whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from search_index.german import scan
from search_index.german.analysis import Analysis
from search_index.port import Marks, Snippet

LENGTH = 240
#: Characters shown in front of the first mark.
LEAD = 50
ELLIPSIS = "…"
#: The words of longer texts are not kept in memory.
SHORT = 4000

#: Term → how telling it is; words with one of them are marked.
Telling = Mapping[str, float]


class Spot(NamedTuple):
    """A marked word and the term it was found by."""

    start: int
    end: int
    term: str


class Spoken(NamedTuple):
    """The passage that speaks for a document."""

    #: Its place among the passages.
    passage: int
    snippet: Snippet
    #: Further passages with a word asked for.
    left: int


class Marker:
    """Finds the words of one question in many texts; remembers the words it has seen."""

    def __init__(self, analysis: Analysis, telling: Telling) -> None:
        self._analysis = analysis
        self._telling = telling
        self._seen: dict[tuple[str, tuple[str, ...]], str | None] = {}

    def spots(self, text: str) -> list[Spot]:
        """The words asked for in a clean text."""
        if not self._telling:
            return []
        found = []
        for piece in _pieces(text) if len(text) <= SHORT else scan.pieces(text):
            key = (piece.kind, piece.words)
            if key not in self._seen:
                self._seen[key] = self._term_in(piece)
            if (term := self._seen[key]) is not None:
                found.append(Spot(piece.start, piece.end, term))
        return found

    def marks(self, text: str) -> Marks:
        """The ranges to emphasise in a whole text."""
        return tuple((spot.start, spot.end) for spot in self.spots(text))

    def best(self, passages: Sequence[str]) -> Spoken:
        """The passage with the most telling words, cut to its best stretch."""
        spots = [self.spots(text) for text in passages]
        values = [self._value(found) for found in spots]
        index = values.index(max(values)) if any(values) else _first_with_text(passages)
        marked = sum(1 for found in spots if found)
        snippet = self._cut(passages[index], spots[index])
        return Spoken(index, snippet, marked - 1 if spots[index] else 0)

    def _term_in(self, piece: scan.Piece) -> str | None:
        """The most telling term of a word that was asked for."""
        terms = [
            term
            for word in self._analysis.read(piece.kind, piece.words)
            for term in (word.term, *(part.term for part in word.parts))
            if term in self._telling
        ]
        return max(terms, key=lambda term: self._telling[term], default=None)

    def _value(self, spots: Sequence[Spot]) -> float:
        """How telling a stretch is: each term once."""
        return sum(self._telling[term] for term in {spot.term for spot in spots})

    def _cut(self, text: str, spots: list[Spot]) -> Snippet:
        """The best stretch of a text, at word boundaries."""
        start = self._best_start(text, spots)
        end = min(len(text), start + LENGTH)
        if end < len(text) and (space := text.rfind(" ", start, end)) > start:
            end = space
        shown = text[start:end].rstrip()
        before = ELLIPSIS if start else ""
        shift = len(before) - start
        marks = tuple(
            (spot.start + shift, spot.end + shift)
            for spot in spots
            if spot.start >= start and spot.end <= start + len(shown)
        )
        return Snippet(before + shown + (ELLIPSIS if end < len(text) else ""), marks)

    def _best_start(self, text: str, spots: list[Spot]) -> int:
        """Where the stretch with the most telling words begins."""
        if not spots or spots[-1].end <= LENGTH:
            return 0
        first = max(range(len(spots)), key=lambda i: (self._value(_near(spots, i)), -i))
        wanted = max(0, spots[first].start - LEAD)
        space = text.find(" ", wanted, spots[first].start) if wanted else -1
        return space + 1 if space >= 0 else (spots[first].start if wanted else 0)


@lru_cache(512)
def _pieces(text: str) -> tuple[scan.Piece, ...]:
    """The words of a text; the same hits are shown again and again."""
    return tuple(scan.pieces(text))


def _near(spots: list[Spot], first: int) -> list[Spot]:
    """The spots that fit into a stretch beginning shortly before the first."""
    end = spots[first].start - LEAD + LENGTH
    near = []
    for spot in spots[first : first + 40]:
        if spot.end > end:
            break
        near.append(spot)
    return near


def _first_with_text(passages: Sequence[str]) -> int:
    """The first passage that says anything."""
    return next((index for index, text in enumerate(passages) if text.strip()), 0)
