"""Questions on 10,000 documents: our index beside SQLite FTS5 over the terms of the same analysis.

The documents and all questions are those of the tests of relevance, so what is asked stands in what is searched.

Plain lines: how many documents are met, and the best twenty by score. We read the question, look up what its words may
also be (half typed, mistyped, compounds), intersect with what the audience may see, count, score and order: the first
half of every answer (`WhooshIndex.rank`). FTS5 reads the question too; what its words may also be it is told for
nothing. It stands in memory, optimized, counts, and orders by its own BM25. A question on which the two do not meet
equally many documents ends the run.

The line with facets is the whole answer: counts of all facets, and the twenty with snippet and marks.
Everything is warm; cold starts are no part of the figures.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.table import Line, in_turns
from search_index.german.analysis import Analysis, tokens
from search_index.german.fold import clean
from search_index.port import FACETS, PUBLIC, Question, SearchDocument
from search_index.questions.plan import FieldWord, plan
from search_index.whoosh_engine.answering import Ranking
from search_index.whoosh_engine.engine import WhooshIndex
from tests.search.relevance_set import QUESTIONS, distractors, documents

DISTRACTORS = 10_000
SHOWN = 20
EVERYBODY = frozenset({PUBLIC})
ARTS = ("vorschlag", "beitrag", "beschluss", "format")
STATES = ("offen", "angenommen", "abgelehnt")
Ask = Callable[[str], object]


def lines() -> list[Line]:
    """Plain questions, and questions with all facets and snippets."""
    found = [*_filed(distractors(DISTRACTORS)), *documents()]
    asked = [question for kind in QUESTIONS.values() for question, _, _ in kind]
    with (
        TemporaryDirectory(prefix="forum-bench-") as name,
        closing(_index(Path(name), found)) as index,
    ):
        reference = Reference(found)
        for text in asked:
            _compare(text, reference.learn(_ranking(index, text)), reference)
        return [*_plain(index, reference, asked), _with_facets(index, reference, asked)]


def _plain(index: WhooshIndex, reference: "Reference", asked: list[str]) -> list[Line]:
    here, there = _taken(lambda text: _ranking(index, text), reference.best, asked)
    return [
        Line(f"search, {name}", of(here), of(there), "ms", 1 / 5)
        for name, of in (("p50", median), ("p95", _slow))
    ]


def _with_facets(index: WhooshIndex, reference: "Reference", asked: list[str]) -> Line:
    def ours(text: str) -> object:
        question = Question(text=text, size=SHOWN, facets=FACETS)
        return index.find(question, visible_to=EVERYBODY)

    here, there = map(median, _taken(ours, reference.with_facets, asked))
    return Line("search, facets + 20 marks, p50", here, there, "ms", 20, is_absolute=True)


def _taken(ours: Ask, reference: Ask, asked: list[str]) -> tuple[Sequence[float], Sequence[float]]:
    """Milliseconds of each question here and there, in turns."""
    pairs = [in_turns(_timed(ours, text), _timed(reference, text)) for text in asked]
    here, there = zip(*pairs, strict=True)
    return here, there


def _slow(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20)[18]


def _timed(ask: Ask, text: str) -> Callable[[], float]:
    def measure() -> float:
        started = perf_counter()
        ask(text)
        return (perf_counter() - started) * 1000

    return measure


def _ranking(index: WhooshIndex, text: str) -> Ranking:
    return index.rank(Question(text=text, size=SHOWN), visible_to=EVERYBODY)


def _compare(text: str, ours: int, reference: "Reference") -> None:
    """Faster with other hits would be no comparison."""
    if ours != (theirs := reference.total(text)):
        raise AssertionError(f"{text!r} finds {ours} documents, the reference {theirs}")


def _filed(papers: list[SearchDocument]) -> Iterator[SearchDocument]:
    """The papers with a day, a district and a status, as every document of a city has."""
    chance = Random(2)
    for number, paper in enumerate(papers):
        yield replace(
            paper,
            art=chance.choice(ARTS),
            date=date(2020 + number % 7, 1 + number % 12, 1),
            district=f"Bezirk {number % 7}",
            status=STATES[number % 3],
        )


def _index(folder: Path, found: list[SearchDocument]) -> WhooshIndex:
    index = WhooshIndex(folder / "search", today=lambda: date(2026, 5, 1))
    with index.rebuild(seq=1, instance="bench") as batch:
        for document in found:
            batch.put(document)
    return index


class Reference:
    """SQLite FTS5 in memory, fed with our terms; it splits at spaces only."""

    def __init__(self, found: list[SearchDocument]) -> None:
        self._analysis = Analysis()
        self._expressions: dict[str, str] = {}
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(title, body, filed, art UNINDEXED, tokenize = 'ascii')"
        )
        self._database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", map(self._row, found))
        self._database.execute("INSERT INTO texts(texts) VALUES ('optimize')")

    def learn(self, ranking: Ranking) -> int:
        """Remember what is asked for here, alternatives included; how many documents are met there."""
        words = [
            f"({_terms(alternative.terms)})"
            for word in ranking.match.words
            for alternative in word.reading.alternatives
        ]
        fields = [_field(field) for field in ranking.match.plan.fields]
        either = [f"({' OR '.join(words)})"] if words else []
        self._expressions[ranking.match.question.text] = " AND ".join([*either, *fields])
        return ranking.total

    def total(self, text: str) -> int:
        """How many documents are met."""
        count = "SELECT count(*) FROM texts WHERE texts MATCH ?"
        found: int = self._database.execute(count, [self._expressions[text]]).fetchone()[0]
        return found

    def best(self, text: str) -> object:
        """How many are met, and the best twenty."""
        plan(text, self._analysis)
        best = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20"
        return self.total(text), self._database.execute(best, [self._expressions[text]]).fetchall()

    def with_facets(self, text: str) -> object:
        """The best twenty with a snippet of each, and one facet counted."""
        plan(text, self._analysis)
        facets = "SELECT art, count(*) FROM texts WHERE texts MATCH ? GROUP BY art"
        best = (
            "SELECT snippet(texts, 1, '<', '>', '…', 24) FROM texts WHERE texts MATCH ? "
            "ORDER BY rank LIMIT 20"
        )
        expression = self._expressions[text]
        return [self._database.execute(q, [expression]).fetchall() for q in (facets, best)]

    def _row(self, document: SearchDocument) -> tuple[str, str, str, str]:
        """The number stands in the title, facts in the text, facets as terms that no text has."""
        facets = {"art": document.art, "section": document.section, "district": document.district}
        filed = [_filed_as(facet, t) for facet in facets for t in self._terms(facets[facet])]
        title = [*self._terms(document.head), *self._terms(document.title)]
        texts = (document.parent, document.body, *document.facts)
        body = [term for text in texts for term in self._terms(text)]
        return " ".join(title), " ".join(body), " ".join(filed), document.art

    def _terms(self, text: str) -> list[str]:
        return [_letters(token.term) for token in tokens(self._analysis.words(clean(text)))]


def _terms(terms: tuple[str, ...]) -> str:
    """Terms that are met together."""
    return " AND ".join(f'"{_letters(term)}"' for term in terms)


def _field(field: FieldWord) -> str:
    """`bezirk:nord`, `nummer:…`."""
    if field.facet:
        return _terms(tuple(_filed_as(field.facet, term) for term in field.terms))
    return f"title : ({_terms(field.terms)})"


def _filed_as(facet: str, term: str) -> str:
    return f"{facet}xx{_letters(term)}"


def _letters(term: str) -> str:
    """The term as one word of SQLite's."""
    return "".join(letter if letter.isalnum() else "x" for letter in term)
