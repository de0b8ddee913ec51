"""The piece of a text that answers a question best, and where the words asked for stand in it.

Pure: texts come in, offsets go out; escaping is the page's work. Compounds are marked whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from search_index.german import scan
from search_index.german.analysis import Analysis, Word
from search_index.port import Marks, Snippet

LENGTH = 240
#: Characters shown in front of the first mark.
LEAD = 50
ELLIPSIS = "…"

#: Term → how telling it is; words with one of them are marked.
Telling = Mapping[str, float]
#: Start and end of a word, and the place of the term among the word's own.
Place = tuple[int, int, int]


class Spot(NamedTuple):
    """A marked word and the term it was found by."""

    start: int
    end: int
    term: str


class Text(NamedTuple):
    """A clean text and where its terms stand, whatever will be asked."""

    text: str
    places: Mapping[str, Sequence[Place]]


class Spoken(NamedTuple):
    """The passage that speaks for a document."""

    #: Its place among the passages.
    passage: int
    snippet: Snippet
    #: Further passages with a word asked for.
    left: int


def read(text: str, analysis: Analysis) -> Text:
    """Analyse a clean text, once for all questions."""
    places: dict[str, list[Place]] = {}
    for kind, start, end, words in scan.pieces(text):
        for rank, term in enumerate(_terms(analysis.read(kind, words))):
            places.setdefault(term, []).append((start, end, rank))
    return Text(text, places)


def _terms(words: Sequence[Word]) -> Iterable[str]:
    """All terms of a piece of text, its own first; most are one simple word."""
    if len(words) == 1 and not words[0].parts:
        return (words[0].term,)
    return dict.fromkeys(
        term for word in words for term in (word.term, *(part.term for part in word.parts))
    )


class Marker:
    """Finds the words of one question in many texts."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling

    def spots(self, text: Text) -> list[Spot]:
        """The words asked for; one that several terms find stands for the most telling."""
        best: dict[int, tuple[float, int, Spot]] = {}
        for term in self._telling.keys() & text.places.keys():
            value = self._telling[term]
            for start, end, rank in text.places[term]:
                known = best.get(start)
                if known is None or (value, -rank) > known[:2]:
                    best[start] = value, -rank, Spot(start, end, term)
        return [best[start][2] for start in sorted(best)]

    def marks(self, text: Text) -> Marks:
        """The ranges to emphasise in a whole text."""
        return tuple((spot.start, spot.end) for spot in self.spots(text))

    def best(self, passages: Sequence[Text]) -> Spoken:
        """The passage with the most telling words, cut to its best stretch."""
        spots = [self.spots(text) for text in passages]
        values = [self._value(found) for found in spots]
        index = values.index(max(values)) if any(values) else _first_with_text(passages)
        marked = sum(1 for found in spots if found)
        snippet = self._cut(passages[index].text, spots[index])
        return Spoken(index, snippet, marked - 1 if spots[index] else 0)

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


def _near(spots: list[Spot], first: int) -> list[Spot]:
    """The spots that fit into a stretch beginning shortly before the first."""
    end = spots[first].start - LEAD + LENGTH
    near = []
    for spot in spots[first : first + 40]:
        if spot.end > end:
            break
        near.append(spot)
    return near


def _first_with_text(passages: Sequence[Text]) -> int:
    """The first passage that says anything."""
    return next((index for index, passage in enumerate(passages) if passage.text.strip()), 0)
