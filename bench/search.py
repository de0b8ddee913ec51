"""Questions on 10,000 documents: our index beside SQLite FTS5 over the terms of the same analysis.

Both answer the same: how many documents are met, and the best twenty by BM25. Ours also weighs titles, looks up
half-typed and mistyped words, and cuts snippets. Everything is warm; cold starts are no part of the figures.
"""

import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.table import Line, in_turns
from search_index.german.analysis import Analysis, tokens
from search_index.german.fold import clean
from search_index.german.tables import SEED
from search_index.port import FACETS, PUBLIC, Question, SearchDocument
from search_index.questions.plan import plan
from search_index.whoosh_engine.engine import WhooshIndex
from tests.support.source_tree import ROOT

DOCUMENTS = 10_000
QUESTIONS = 60
SHOWN = 20
EVERYBODY = frozenset({PUBLIC})
KINDS = ("vorschlag", "beitrag", "beschluss", "format")
Ask = Callable[[str], object]


def lines() -> list[Line]:
    """Plain questions, and questions with all facets."""
    with TemporaryDirectory(prefix="forum-bench-") as name:
        documents = list(_documents(Random(1)))
        index = _index(Path(name), documents)
        reference = Reference(documents)
        try:
            asked = _questions(Random(2))
            return [
                *_plain(index, reference, asked),
                *_with_facets(index, reference, asked),
            ]
        finally:
            index.close()


def _plain(index: WhooshIndex, reference: "Reference", asked: list[str]) -> list[Line]:
    def ours(text: str) -> object:
        return index.find(Question(text=text, size=SHOWN), visible_to=EVERYBODY)

    return _lines("search", ours, reference.best, asked, 1 / 5)


def _with_facets(index: WhooshIndex, reference: "Reference", asked: list[str]) -> list[Line]:
    def ours(text: str) -> object:
        question = Question(text=text, size=SHOWN, facets=FACETS)
        return index.find(question, visible_to=EVERYBODY)

    return _lines(
        "search, facets + snippets", ours, reference.with_facets, asked, 20, is_absolute=True
    )[:1]


def _lines(
    what: str, ours: Ask, reference: Ask, asked: list[str], aim: float, *, is_absolute: bool = False
) -> list[Line]:
    """The median and the slowest of twenty, each question in turns."""
    pairs = [in_turns(_timed(ours, text), _timed(reference, text)) for text in asked]
    here, there = zip(*pairs, strict=True)
    return [
        Line(f"{what}, {name}", of(here), of(there), "ms", aim, is_absolute=is_absolute)
        for name, of in (("p50", median), ("p95", _slow))
    ]


def _slow(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20)[18]


def _timed(ask: Ask, text: str) -> Callable[[], float]:
    def measure() -> float:
        started = perf_counter()
        ask(text)
        return (perf_counter() - started) * 1000

    return measure


def _documents(chance: Random) -> Iterator[SearchDocument]:
    """Texts of the nouns of our lexicon, a few of them in most texts and most in few, as in any language (Zipf)."""
    nouns = [word.capitalize() for word in sorted(SEED) if len(word) > 3]
    chance.shuffle(nouns)
    often = list(accumulate(1 / rank for rank in range(2, len(nouns) + 2)))
    for number in range(DOCUMENTS):
        yield SearchDocument(
            kind="proposal",
            id=str(number),
            art=chance.choice(KINDS),
            title=" ".join(chance.choices(nouns, cum_weights=often, k=4)),
            body=" ".join(chance.choices(nouns, cum_weights=often, k=30)),
            audience=EVERYBODY,
            url=f"/vorschlaege/{number}",
            date=date(2020 + number % 7, 1 + number % 12, 1),
            district=f"Bezirk {number % 7}",
            status=("offen", "angenommen", "abgelehnt")[number % 3],
        )


def _questions(chance: Random) -> list[str]:
    """What the tests of relevance ask, which nobody wrote for speed."""
    file = ROOT / "tests" / "search" / "relevance" / "questions.toml"
    kinds = tomllib.loads(file.read_text(encoding="utf-8"))
    return chance.sample([question[0] for kind in kinds.values() for question in kind], QUESTIONS)


def _index(folder: Path, documents: list[SearchDocument]) -> WhooshIndex:
    index = WhooshIndex(folder / "search", today=lambda: date(2026, 5, 1))
    with index.rebuild(seq=1, instance="bench") as batch:
        for document in documents:
            batch.put(document)
    return index


class Reference:
    """SQLite FTS5 in memory, fed with our terms; it splits at spaces only."""

    def __init__(self, documents: list[SearchDocument]) -> None:
        self._analysis = Analysis()
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(title, body, art UNINDEXED, tokenize = 'ascii')"
        )
        rows = [(self._text(d.title), self._text(d.body), d.art) for d in documents]
        self._database.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)

    def best(self, text: str) -> object:
        """How many are met, and the best twenty."""
        if not (match := self._match(text)):
            return []
        count = "SELECT count(*) FROM texts WHERE texts MATCH ?"
        best = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20"
        return [self._database.execute(query, [match]).fetchall() for query in (count, best)]

    def with_facets(self, text: str) -> object:
        """The same with one facet counted and a snippet of each."""
        if not (match := self._match(text)):
            return []
        facets = "SELECT art, count(*) FROM texts WHERE texts MATCH ? GROUP BY art"
        best = (
            "SELECT snippet(texts, 1, '<', '>', '…', 24) FROM texts WHERE texts MATCH ? "
            "ORDER BY rank LIMIT 20"
        )
        return [self._database.execute(query, [match]).fetchall() for query in (facets, best)]

    def _text(self, text: str) -> str:
        return " ".join(_letters(token.term) for token in tokens(self._analysis.words(clean(text))))

    def _match(self, text: str) -> str:
        """Any of the words, or of the parts that mean the same."""
        words = [wanted.word for wanted in plan(text, self._analysis).words]
        terms = {_letters(t) for w in words for t in (w.term, *(part.term for part in w.parts))}
        return " OR ".join(sorted(f'"{term}"' for term in terms if term))


def _letters(term: str) -> str:
    """The term as one word of SQLite's."""
    return "".join(letter if letter.isalnum() else "x" for letter in term)
