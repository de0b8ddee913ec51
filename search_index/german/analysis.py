"""Text to words and terms: one path for documents, questions and marks.

`Analysis.words` keeps what belongs together (a compound with its parts), so that a question can
weigh alternatives; `tokens` flattens it to what the index stores. Every language takes this path:
whole words of other languages still match themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from search_index.german import scan
from search_index.german.compounds import Lexicon
from search_index.german.fold import clean, fold
from search_index.german.stems import SNOWBALL, stem
from search_index.german.tables import ABBREVIATIONS, DATA, STOP_WORDS, WHOLE

PART_WEIGHT = 0.5
LONGEST_TERM = 64
#: More words in one piece are a list, not a name.
MOST_WORDS_IN_PIECE = 8
MEMO = 1 << 16


class Part(NamedTuple):
    """A further term of a word, `offset` positions behind its first."""

    term: str
    offset: int
    weight: float


class Token(NamedTuple):
    """A term as the index stores it, and its characters in the clean text."""

    term: str
    position: int
    weight: float
    start: int
    end: int


class Word(NamedTuple):
    """A word of a text with everything it may be found by."""

    start: int
    end: int
    position: int
    #: Folded surface, what people type and mistype.
    form: str
    term: str
    #: Terms that mean the same only together: compound parts, hyphenated words, long forms.
    parts: tuple[Part, ...] = ()
    #: Further surfaces that stand in it (Engagement-Karte: engagement, karte).
    forms: tuple[str, ...] = ()
    stop: bool = False
    width: int = 1


class Resolved(NamedTuple):
    """What a single folded word becomes."""

    form: str
    term: str
    parts: tuple[str, ...]


class Analysis:
    """The German analysis with one lexicon; safe to share between threads."""

    def __init__(self, more_words: Collection[str] = ()) -> None:
        self.lexicon = Lexicon(more_words)
        self.version = _version(self.lexicon.more)
        self.resolve: Callable[[str], Resolved] = lru_cache(MEMO)(self._resolve)
        #: What a piece of text becomes, wherever it stands.
        self.read: Callable[[str, tuple[str, ...]], tuple[Word, ...]] = lru_cache(MEMO)(self._read)

    def words(self, text: str) -> list[Word]:
        """The words of a clean text; stop words are marked unless there is nothing else."""
        found: list[Word] = []
        position = 0
        for kind, start, end, words in scan.pieces(text):
            for _, _, _, form, term, parts, forms, stop, width in self.read(kind, words):
                found.append(Word(start, end, position, form, term, parts, forms, stop, width))
                position += width
        if all(word.stop for word in found):
            return [word._replace(stop=False) for word in found]
        return found

    def _read(self, kind: str, words: tuple[str, ...]) -> tuple[Word, ...]:
        """One word for a piece, several if it is a mere list of words; places are not known."""
        if len(words) > MOST_WORDS_IN_PIECE:
            return tuple(self._plain(fold(word)) for word in words)
        if kind == "hyphen":
            return (self._hyphenated(words),)
        if kind == "number":
            return (self._number(words),)
        if kind == "latin":
            return (self._latin(words),)
        if kind == "short":
            return (self._short(words[0]),)
        return (self._plain(fold(words[0])),)

    def _latin(self, words: tuple[str, ...]) -> Word:
        """Latin as one unstemmed term, and its words."""
        joined = "".join(map(fold, words))
        inner = tuple(Part(stem(fold(word)), i, 1.0) for i, word in enumerate(words))
        return _word(joined, joined, inner, width=len(inner))

    def _plain(self, folded: str) -> Word:
        """A single word: compound parts share its position."""
        if folded in ABBREVIATIONS:
            return self._short(folded)
        resolved = self.resolve(folded[:LONGEST_TERM].lstrip("0") or "0")
        parts = tuple(Part(term, 0, PART_WEIGHT) for term in resolved.parts)
        word = _word(resolved.form, resolved.term, parts)
        return word._replace(stop=folded in STOP_WORDS)

    def _short(self, key: str) -> Word:
        """An abbreviation, findable by its long form at half weight."""
        long = ABBREVIATIONS[key]
        words = [self.resolve(fold(word)) for word in long.words]
        parts = tuple(Part(w.term, 0, PART_WEIGHT) for w in words if w.form not in STOP_WORDS)
        return _word(long.term, long.term, parts)

    def _hyphenated(self, words: tuple[str, ...]) -> Word:
        """Engagement-Karte: the joined word and both words, each with its parts."""
        inner = [self.resolve(fold(word)) for word in words]
        parts: list[Part] = []
        for offset, found in enumerate(inner):
            parts.append(Part(found.term, offset, 1.0))
            parts.extend(Part(term, offset, PART_WEIGHT) for term in found.parts)
        joined = self.resolve("".join(map(fold, words))[:LONGEST_TERM])
        forms = tuple(found.form for found in inner)
        word = _word(joined.form, joined.term, tuple(parts), width=len(inner))
        return word._replace(forms=forms)

    def _number(self, written: tuple[str, ...]) -> Word:
        """RT-2026-04/3 as one term, without its letters as another, and its numbers."""
        words = [fold(word).lstrip("0") or "0" for word in written]
        parts = [Part(word, i, PART_WEIGHT) for i, word in enumerate(words)]
        digits = [word for word in words if word.isdigit()]
        if len(digits) < len(words):
            parts.append(Part("_".join(digits), 0, 1.0))
        joined = "_".join(words)[:LONGEST_TERM]
        return _word(joined, joined, tuple(parts), width=len(written))

    def _resolve(self, folded: str) -> Resolved:
        """Form, term and the terms of compound parts of one folded word."""
        form = self._without_feminine(folded)
        parts = dict.fromkeys(stem(part) for part in self.lexicon.parts(form))
        return Resolved(form, stem(form), tuple(parts))

    def _without_feminine(self, folded: str) -> str:
        """Bürgerinnen, Bürgerin, Bürgerinnenrat as Bürger, Bürgerrat: if the base is known."""
        if folded in WHOLE:
            return folded
        head, found, rest = folded.partition("innen")
        if found and self._is_person(head) and (not rest or self.lexicon.knows(rest)):
            return head + rest
        if folded.endswith("in") and self._is_person(folded[:-2]):
            return folded[:-2]
        return folded

    def _is_person(self, base: str) -> bool:
        """Whether the lexicon has the word to which -in was added."""
        return len(base) >= 4 and (self.lexicon.knows(base) or bool(self.lexicon.parts(base)))


def tokens(words: Iterable[Word]) -> Iterator[Token]:
    """What the index stores of these words; stop words keep their position and leave no term."""
    for word in words:
        if word.stop:
            continue
        yield Token(word.term, word.position, 1.0, word.start, word.end)
        for part in word.parts:
            if part.term != word.term:
                position = word.position + part.offset
                yield Token(part.term, position, part.weight, word.start, word.end)


def _word(form: str, term: str, parts: tuple[Part, ...] = (), *, width: int = 1) -> Word:
    """A word whose place the text will tell."""
    return Word(0, 0, 0, form, term, parts, width=width)


def _version(more_words: Collection[str]) -> str:
    """Changes whenever the same text might become other terms."""
    digest = hashlib.sha256(SNOWBALL.encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), *DATA.glob("*.txt")]):
        digest.update(path.read_bytes())
    for word in sorted(more_words):
        digest.update(word.encode() + b"\n")
    return digest.hexdigest()[:16]


__all__ = ["Analysis", "Part", "Token", "Word", "clean", "fold", "tokens"]
