"""A question as the analysed words, phrases and restrictions an engine has to meet.

The plan depends on text and analysis alone. What a word may also be (prefixes, corrections) depends
on what the asker may see and is the engine's to look up, by the rules of `alternatives`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from search_index.german.analysis import Analysis, Word
from search_index.german.fold import clean
from search_index.questions import syntax
from search_index.questions.syntax import FIELD_WORDS, Clause
from search_index.ranking import SHORTEST_PREFIX

MOST_TERMS = 64


class Wanted(NamedTuple):
    """A word asked for, as typed, and how freely it may be met."""

    word: Word
    typed: str
    #: The clause it belongs to, as typed: itself, or `"a phrase"`.
    clause: str
    #: The last word may be half typed.
    unfinished: bool = False
    #: `word*`: whatever begins so.
    starred: bool = False
    #: Inside a phrase: neither prefixes nor corrections.
    exact: bool = False


class Phrase(NamedTuple):
    """Terms that must stand at these distances; one term alone is a word."""

    typed: str
    terms: tuple[tuple[str, int], ...]


class FieldWord(NamedTuple):
    """`titel:karte`: terms to be found in title and number, or in the value of a facet."""

    typed: str
    #: Empty for title and number.
    facet: str
    terms: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All a question wants."""

    #: The text that `words` were read from.
    text: str
    words: tuple[Wanted, ...]
    phrases: tuple[Phrase, ...]
    without: tuple[Phrase, ...]
    fields: tuple[FieldWord, ...]


def plan(typed: str, analysis: Analysis) -> Plan:
    """Read a question; phrases and words behind `titel:` also count as words."""
    read = syntax.read(typed)
    words = _plain(read.text, analysis)
    phrases = [(clause, _content(clause.text, analysis)) for clause in read.phrases]
    fields = [_field_word(clause, analysis) for clause in read.fields]
    extra = [
        Wanted(word, clean(clause.text)[word.start : word.end], clause.typed, exact=True)
        for clause in [*read.phrases, *(c for c in read.fields if not FIELD_WORDS[c.field])]
        for word in _content(clause.text, analysis)
    ]
    return Plan(
        text=read.text,
        words=tuple(_distinct([*words, *extra]))[:MOST_TERMS],
        phrases=tuple(_phrase(clause, content) for clause, content in phrases if content),
        without=tuple(
            _phrase(clause, content)
            for clause in read.without
            if (content := _content(clause.text, analysis))
        ),
        fields=tuple(field for field in fields if field.terms),
    )


def _plain(text: str, analysis: Analysis) -> list[Wanted]:
    """The words without syntax; the last one may go on."""
    found = [word for word in analysis.words(text) if not word.stop]
    end = len(text.rstrip())
    wanted = []
    for word in found:
        typed = text[word.start : word.end]
        long_enough = len(word.form) >= SHORTEST_PREFIX and word.form.isalpha()
        wanted.append(
            Wanted(
                word,
                typed,
                typed,
                unfinished=long_enough and word.end == end,
                starred=long_enough and text[word.end : word.end + 1] == "*",
            )
        )
    return wanted


def _content(text: str, analysis: Analysis) -> list[Word]:
    """The words of a clause without stop words."""
    return [word for word in analysis.words(clean(text)) if not word.stop]


def _phrase(clause: Clause, words: list[Word]) -> Phrase:
    """Distances are positions, so a stop word between two words keeps its place."""
    first = words[0].position
    return Phrase(clause.typed, tuple((word.term, word.position - first) for word in words))


def _field_word(clause: Clause, analysis: Analysis) -> FieldWord:
    """What stands behind a field word."""
    terms = tuple(word.term for word in _content(clause.text, analysis))
    return FieldWord(clause.typed, FIELD_WORDS[clause.field], terms, clause.text)


def _distinct(words: Iterable[Wanted]) -> Iterable[Wanted]:
    """Each term once, the freest reading of it (plain words come first)."""
    by_term: dict[str, Wanted] = {}
    for wanted in words:
        known = by_term.get(wanted.word.term)
        if known is None or (wanted.unfinished and not known.unfinished):
            by_term[wanted.word.term] = wanted
    return by_term.values()
