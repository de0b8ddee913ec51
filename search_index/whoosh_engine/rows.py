"""A document as a row: its terms with weights and positions, its facets, what a hit shows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from search_index import ranking
from search_index.german.analysis import Analysis, Word, clean, tokens
from search_index.port import Passage, SearchDocument
from search_index.whoosh_engine.schema import LAST_DAY, NO_DAY, NOWHERE, SEPARATOR, Posting

#: No phrase reaches over two sources of text.
GAP = 100
BETWEEN_FACTS = " · "
#: A line that ends so needs nothing between itself and the next.
ENDS = (".", "!", "?", ":", ";", ",", "…", "“", '"', ")")


class Terms:
    """The terms of a field, collected source by source."""

    def __init__(self) -> None:
        self.length = 0
        self._weights: dict[str, float] = defaultdict(float)
        self._positions: dict[str, set[int]] = defaultdict(set)
        self._next = 0

    def add(self, words: list[Word], weight: float) -> None:
        """Add a source whose words weigh so much."""
        for token in tokens(words):
            self._weights[token.term] += weight * token.weight
            self._positions[token.term].add(self._next + token.position)
        if words:
            self.length += sum(not word.stop for word in words)
            self._next += words[-1].position + words[-1].width + GAP

    def postings(self) -> dict[str, Posting]:
        """Term → weight and sorted positions."""
        return {
            term: Posting(weight, tuple(sorted(self._positions[term])))
            for term, weight in self._weights.items()
        }


def row_of(document: SearchDocument, analysis: Analysis) -> dict[str, Any]:
    """Everything the index keeps of a document, by field of the schema."""
    text, head, forms = Terms(), Terms(), set[str]()
    for source, weight in _sources(document):
        cleaned = clean(source)
        words = analysis.words(cleaned)
        text.add(words, weight)
        if weight >= ranking.TITLE_WEIGHT:
            head.add(words, 1.0)
        forms.update(_forms(words, cleaned, analysis))
    return {
        "key": str(document.subject),
        "text": text.postings(),
        "head": head.postings(),
        "form": forms,
        "acl": document.audience,
        "facet": facet_terms(document),
        "fingerprint": bytes.fromhex(document.fingerprint),
        "shown": shown(document),
        "text_length": text.length,
        "head_length": head.length,
        **_numbers(document),
    }


def _sources(document: SearchDocument) -> Iterator[tuple[str, float]]:
    """All text of a document with its weight."""
    yield document.head, ranking.HEAD_WEIGHT
    yield document.title, ranking.TITLE_WEIGHT
    yield document.parent, ranking.PARENT_WEIGHT
    yield document.body, ranking.BODY_WEIGHT
    for passage in document.passages:
        yield passage.title, ranking.PASSAGE_TITLE_WEIGHT
        yield passage.text, ranking.BODY_WEIGHT
    for fact in document.facts:
        yield fact, ranking.BODY_WEIGHT


def _forms(words: Iterable[Word], text: str, analysis: Analysis) -> Iterator[str]:
    """Entries of the vocabulary: form, term, spelling; stems and parts without a spelling."""
    for word in words:
        if word.stop:
            continue
        if word.form.isalpha():
            yield SEPARATOR.join((word.form, word.term, text[word.start : word.end]))
        for form in word.forms:
            yield SEPARATOR.join((form, analysis.resolve(form).term, ""))
        for term in (word.term, *(part.term for part in word.parts)):
            if term.isalpha():
                yield SEPARATOR.join((term, term, ""))


def facet_terms(document: SearchDocument) -> set[str]:
    """Facet and value of every facet the document has."""
    values = {
        "art": document.art,
        "kind": document.kind,
        "year": str(document.date.year) if document.date else "",
        "section": document.section,
        "district": document.district,
        "level": document.level,
        "status": document.status,
        "language": document.language,
    }
    return {f"{facet}{SEPARATOR}{value}" for facet, value in values.items() if value}


def _numbers(document: SearchDocument) -> dict[str, float]:
    """The columns that filters and sorting read."""
    place = document.place
    return {
        "date": _day(document.date, NO_DAY),
        "valid_from": _day(document.valid_from, NO_DAY),
        "valid_to": _day(document.valid_to, LAST_DAY),
        "boost": document.boost,
        "latitude": place.latitude if place else NOWHERE,
        "longitude": place.longitude if place else NOWHERE,
    }


def _day(day: date | None, default: int) -> int:
    """A day as a number."""
    return day.toordinal() if day else default


def shown(document: SearchDocument) -> str:
    """What a hit shows, as JSON; texts are cleaned, so marks are offsets in them."""
    passages = [
        Passage("", "", document.body),
        *document.passages,
        Passage("", "", BETWEEN_FACTS.join(document.facts)),
    ]
    return json.dumps(
        {
            "kind": document.kind,
            "id": document.id,
            "art": document.art,
            "title": clean(document.title),
            "url": document.url,
            "parent": clean(document.parent),
            "date": document.date and document.date.isoformat(),
            "valid_to": document.valid_to and document.valid_to.isoformat(),
            "section": document.section,
            "district": document.district,
            "status": document.status,
            "status_kind": document.status_kind,
            "passages": [(p.anchor, clean(p.title), clean(_flowing(p.text))) for p in passages],
        },
        ensure_ascii=False,
    )


def _flowing(text: str) -> str:
    """Lines as one; a heading or an entry of a list does not run into what follows."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ended = [
        line if line.endswith(ENDS) else f"{line}{BETWEEN_FACTS.rstrip()}" for line in lines[:-1]
    ]
    return " ".join([*ended, *lines[-1:]])
