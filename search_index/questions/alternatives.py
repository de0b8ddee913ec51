"""What a word asked for may also be: its parts, longer words, a word with one letter changed.

Only words of documents the asker may see are looked at, so no correction tells of a hidden one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import NamedTuple, Protocol

from search_index import ranking
from search_index.questions.plan import Wanted


class Alternative(NamedTuple):
    """Terms that together stand for a word, and how much they are worth."""

    terms: tuple[str, ...]
    factor: float


class Reading(NamedTuple):
    """All ways to meet a word; `corrected` is the nearest known word if it is unknown itself."""

    alternatives: tuple[Alternative, ...]
    corrected: str | None = None


class Entry(NamedTuple):
    """A spelling in the visible documents: folded, its term, as written, in how many."""

    form: str
    term: str
    surface: str
    documents: int


class Vocabulary(Protocol):
    """The words of the documents one audience may see."""

    def count(self, terms: tuple[str, ...]) -> int:
        """How many visible documents have all the terms."""

    def starting_with(self, prefix: str) -> Iterable[Entry]:
        """Entries whose form begins so and that a visible document has."""

    def spelled(self, forms: Iterable[str]) -> Iterable[Entry]:
        """Entries with one of these forms that a visible document has."""


def reading(wanted: Wanted, vocabulary: Vocabulary) -> Reading:
    """The ways to meet a word, best first and each term once."""
    own = _own(wanted, vocabulary)
    if wanted.exact:
        return Reading(own)
    found = own
    if wanted.unfinished or wanted.starred or _is_rare(own, vocabulary):
        found += _prefixes(wanted, vocabulary)
    if not _is_rare(found, vocabulary):
        return Reading(_distinct(found))
    nearest = _edits(wanted, vocabulary)
    unknown = nearest and not any(vocabulary.count(one.terms) for one in found)
    edits = tuple(Alternative((entry.term,), ranking.EDIT) for entry in nearest)
    corrected = _shown(nearest[0], vocabulary) if unknown else None
    return Reading(_distinct(found + edits), corrected)


def _is_rare(alternatives: tuple[Alternative, ...], vocabulary: Vocabulary) -> bool:
    """Whether none of the alternatives is met often enough to be trusted."""
    return max(vocabulary.count(one.terms) for one in alternatives) < ranking.RARE


def _own(wanted: Wanted, vocabulary: Vocabulary) -> tuple[Alternative, ...]:
    """The word itself and its parts together; a number's parts only if the number is unknown."""
    word = wanted.word
    stem = Alternative((word.term,), ranking.STEM)
    joined = tuple(p.term for p in word.parts if "_" in p.term)
    parts = tuple(dict.fromkeys(p.term for p in word.parts if "_" not in p.term))
    together = (Alternative(parts, ranking.PARTS),) if parts else ()
    if "_" not in word.term:
        return (stem, *together)
    numbers = (stem, *(Alternative((term,), ranking.OTHER_NUMBER) for term in joined))
    known = any(vocabulary.count(number.terms) for number in numbers)
    return numbers if known else (*numbers, *together)


def _prefixes(wanted: Wanted, vocabulary: Vocabulary) -> tuple[Alternative, ...]:
    """The commonest terms that go on from a word."""
    if len(wanted.word.form) < ranking.SHORTEST_PREFIX or not wanted.word.form.isalpha():
        return ()
    most = ranking.MOST_STARRED if wanted.starred else ranking.MOST_PREFIXES
    best = _commonest(vocabulary.starting_with(wanted.word.form), most)
    return tuple(Alternative((entry.term,), ranking.PREFIX) for entry in best)


def _edits(wanted: Wanted, vocabulary: Vocabulary) -> list[Entry]:
    """The commonest terms one letter away from the word or from its stem."""
    word = wanted.word
    if len(word.form) < ranking.SHORTEST_EDIT or not word.form.isalpha():
        return []
    forms = {*edits(word.form), *edits(word.term)} - {word.form, word.term}
    return _commonest(vocabulary.spelled(sorted(forms)), ranking.MOST_EDITS)


def _commonest(entries: Iterable[Entry], most: int) -> list[Entry]:
    """The commonest entry of each term, commonest first; written ones before mere stems."""
    best: dict[str, Entry] = {}
    for entry in entries:
        known = best.get(entry.term)
        if known is None or _rank(entry) < _rank(known):
            best[entry.term] = entry
    return sorted(best.values(), key=lambda e: (-e.documents, e.term))[:most]


def _rank(entry: Entry) -> tuple[int, bool, str, str]:
    return -entry.documents, not entry.surface, entry.form, entry.surface


def _shown(entry: Entry, vocabulary: Vocabulary) -> str:
    """The word as somebody wrote it; a mere stem by the commonest word that has it."""
    if entry.surface:
        return entry.surface
    written = [e for e in vocabulary.starting_with(entry.form) if e.surface]
    return (
        _commonest([e for e in written if e.term == entry.term] or [entry], 1)[0].surface
        or entry.form
    )


def _distinct(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Each set of terms once, with the best factor."""
    best: dict[tuple[str, ...], Alternative] = {}
    for one in alternatives:
        if one.terms not in best or best[one.terms].factor < one.factor:
            best[one.terms] = one
    return tuple(best.values())


def edits(word: str) -> Iterator[str]:
    """All words one letter away: one missing, added, changed, two swapped; the first stays."""
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :]
        for letter in ascii_lowercase:
            yield word[:i] + letter + word[i + 1 :]
            yield word[:i] + letter + word[i:]
    for letter in ascii_lowercase:
        yield word + letter
