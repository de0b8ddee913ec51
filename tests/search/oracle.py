"""A search engine that looks at every document each time: slow, short, and hard to get wrong.

It shares the reading of questions with the engines and nothing of how they store or match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from search_index import ranking
from search_index.german.analysis import Analysis, Token, clean, tokens
from search_index.port import Mode, Question, SearchDocument
from search_index.questions.alternatives import Entry, reading
from search_index.questions.plan import FieldWord, Phrase, Wanted, plan


@dataclass(frozen=True)
class Answer:
    """What engines must agree on."""

    found: frozenset[str]
    all_words: frozenset[str]
    facets: Mapping[str, Mapping[str, int]]
    did_you_mean: bool


@dataclass
class Naive:
    """All documents in a list."""

    analysis: Analysis
    today: date
    documents: dict[str, SearchDocument] = field(default_factory=dict)

    def put(self, document: SearchDocument) -> None:
        self.documents[str(document.subject)] = document

    def remove(self, key: str) -> None:
        for other in list(self.documents):
            if other == key or other.startswith(key + "@"):
                del self.documents[other]

    def find(self, question: Question, visible_to: frozenset[str]) -> Answer:
        readable = [d for d in self.documents.values() if d.audience & visible_to]
        day = question.as_of or self.today
        visible = [d for d in readable if _is_valid(d, day)]
        public = [d for d in self.documents.values() if "public" in d.audience]
        return Looking(self.analysis, question, visible, public).answer()


class Looking:
    """One question to a list of documents; also the vocabulary of that list."""

    def __init__(
        self,
        analysis: Analysis,
        question: Question,
        visible: list[SearchDocument],
        public: list[SearchDocument],
    ) -> None:
        self.analysis, self.question = analysis, question
        self.visible, self.public = visible, public
        self.plan = plan(question.text, analysis)
        self.readings = {w: reading(w, self) for w in self.plan.words}

    def answer(self) -> Answer:
        found = [d for d in self.visible if self.matches(d)]
        return Answer(
            found=frozenset(str(d.subject) for d in found),
            all_words=frozenset(
                str(d.subject) for d in found if all(self.meets(d, w) for w in self.plan.words)
            ),
            facets={facet: self.facet(facet) for facet in self.question.facets},
            did_you_mean=any(r.corrected for r in self.readings.values()),
        )

    def facet(self, facet: str) -> dict[str, int]:
        values = [value_of(d, facet) for d in self.visible if self.matches(d, ignoring=facet)]
        return {value: values.count(value) for value in set(values) if value}

    def matches(self, document: SearchDocument, ignoring: str = "") -> bool:
        filters = self.question.filters.items()
        return (
            all(
                value_of(document, f) in values for f, values in filters if values and f != ignoring
            )
            and all(self.has_phrase(document, phrase) for phrase in self.plan.phrases)
            and not any(self.has_phrase(document, phrase) for phrase in self.plan.without)
            and all(self.has_field(document, word) for word in self.plan.fields)
            and self.is_driven(document)
        )

    def is_driven(self, document: SearchDocument) -> bool:
        words = self.plan.words
        if self.question.mode is Mode.ALL:
            return all(self.meets(document, word) for word in words)
        frequency = {w: sum(self.meets(d, w) for d in self.public) for w in words}
        drivers = [w for w in words if frequency[w] <= ranking.DRIVER_LIMIT]
        rarest = sorted(words, key=lambda w: (frequency[w], w.word.term))[:1]
        return not words or any(self.meets(document, w) for w in drivers or rarest)

    def meets(self, document: SearchDocument, wanted: Wanted) -> bool:
        have = self.terms(document)
        return any(set(one.terms) <= have for one in self.readings[wanted].alternatives)

    def has_phrase(self, document: SearchDocument, phrase: Phrase) -> bool:
        return any(
            all((term, start + offset) in places for term, offset in phrase.terms)
            for places in self.places(document)
            for start in range(200)
        )

    def has_field(self, document: SearchDocument, field_word: FieldWord) -> bool:
        texts = (
            [document.head, document.title]
            if not field_word.facet
            else [value_of(document, field_word.facet)]
        )
        return set(field_word.terms) <= {t.term for text in texts for t in self.tokens(text)}

    def terms(self, document: SearchDocument) -> set[str]:
        return {t.term for text in texts_of(document) for t in self.tokens(text)}

    def places(self, document: SearchDocument) -> list[set[tuple[str, int]]]:
        return [{(t.term, t.position) for t in self.tokens(text)} for text in texts_of(document)]

    def tokens(self, text: str) -> tuple[Token, ...]:
        return _tokens(self.analysis, text)

    def count(self, terms: tuple[str, ...]) -> int:
        return sum(set(terms) <= self.terms(d) for d in self.visible)

    def starting_with(self, prefix: str) -> Iterator[Entry]:
        return self.entries(lambda form: form.startswith(prefix))

    def spelled(self, forms: Iterable[str]) -> Iterator[Entry]:
        wanted = set(forms)
        return self.entries(lambda form: form in wanted)

    def entries(self, wanted: Callable[[str], bool]) -> Iterator[Entry]:
        counts: dict[tuple[str, str, str], int] = {}
        for document in self.visible:
            for entry in {
                e
                for text in texts_of(document)
                for e in self.spellings(clean(text))
                if wanted(e[0])
            }:
                counts[entry] = counts.get(entry, 0) + 1
        return (Entry(*entry, number) for entry, number in sorted(counts.items()))

    def spellings(self, text: str) -> Iterator[tuple[str, str, str]]:
        for word in self.analysis.words(text):
            if word.stop:
                continue
            if word.form.isalpha():
                yield word.form, word.term, text[word.start : word.end]
            yield from ((form, self.analysis.resolve(form).term, "") for form in word.forms)
            yield from (
                (t, t, "") for t in (word.term, *(p.term for p in word.parts)) if t.isalpha()
            )


@lru_cache(20_000)
def _tokens(analysis: Analysis, text: str) -> tuple[Token, ...]:
    return tuple(tokens(analysis.words(clean(text))))


def texts_of(document: SearchDocument) -> list[str]:
    passages = [text for p in document.passages for text in (p.title, p.text)]
    return [
        document.head,
        document.title,
        document.parent,
        document.body,
        *passages,
        *document.facts,
    ]


def value_of(document: SearchDocument, facet: str) -> str:
    if facet == "year":
        return str(document.date.year) if document.date else ""
    return str(getattr(document, facet))


def _is_valid(document: SearchDocument, day: date) -> bool:
    begins, ends = document.valid_from or date.min, document.valid_to or date.max
    return begins <= day < ends
