"""Scores of the rows a question found: one term at a time over decoded postings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from search_index import ranking
from search_index.questions.alternatives import Alternative
from search_index.whoosh_engine.bits import rows_of
from search_index.whoosh_engine.budget import Budget
from search_index.whoosh_engine.leaf import Impacts, Leaf, Means
from search_index.whoosh_engine.matching import Match
from search_index.whoosh_engine.view import View

#: Below this share of wanted rows, looking each up is faster than reading the whole list.
FEW = 8


class Scorer:
    """Adds up the words of a match; rarity and mean lengths are those of public documents."""

    def __init__(self, view: View, budget: Budget) -> None:
        self._view = view
        self._budget = budget
        _, self._means = view.snapshot.statistics
        self._idf: dict[str, float] = {}

    def scores(self, match: Match) -> list[dict[int, float]]:
        """Row → score for each segment."""
        return [
            self._scores_in(leaf, rows, match)
            for leaf, rows in zip(self._view.leaves, match.rows, strict=True)
        ]

    def idf(self, term: str) -> float:
        """How telling a term is."""
        if term not in self._idf:
            self._idf[term] = self._view.idf(term)
        return self._idf[term]

    def perfect(self, match: Match) -> float:
        """The score of a document with the words of the question as its title and no other text."""
        length = len(match.words)
        worth = ranking.saturated(ranking.TITLE_WEIGHT, length, self._means.text)
        worth += ranking.HEAD_SCORE * ranking.saturated(1.0, length, self._means.head)
        telling = (self._view.idf(word.wanted.word.term, at_least=1) for word in match.words)
        words = sum(idf * worth for idf in telling)
        return ranking.total_score(1.0, words, length, length)

    def _scores_in(self, leaf: Leaf, rows: int, match: Match) -> dict[int, float]:
        """The scores of the found rows of a segment."""
        sums = dict.fromkeys(rows_of(rows), 0.0)
        met = dict.fromkeys(sums, 0)
        for word in match.words if sums else ():
            if word.frequency > ranking.DRIVER_LIMIT and self._budget.is_spent():
                continue
            for row, value in self._word(leaf, sums, word.reading.alternatives).items():
                sums[row] += value
                met[row] += 1
        boosts, wanted = leaf.numbers["boost"], len(match.words)
        return {
            row: ranking.total_score(boosts[row], value, met[row], wanted)
            for row, value in sums.items()
        }

    def _word(
        self, leaf: Leaf, rows: dict[int, float], alternatives: tuple[Alternative, ...]
    ) -> dict[int, float]:
        """The best alternative of a word in each row that has one."""
        best: dict[int, float] = {}
        for alternative in alternatives:
            for row, value in self._alternative(leaf, rows, alternative):
                if value > best.get(row, -1.0):
                    best[row] = value
        return best

    def _alternative(
        self, leaf: Leaf, rows: dict[int, float], alternative: Alternative
    ) -> Iterator[tuple[int, float]]:
        """What terms that are met together are worth: their mean."""
        first, *others = alternative.terms
        share = alternative.factor / len(alternative.terms)
        weight = share * self.idf(first)
        values = impacts_in(leaf, first, self._means, rows)
        if not others:
            return ((row, weight * value) for row, value in values)
        sums = {row: weight * value for row, value in values}
        for term in others:
            weight = share * self.idf(term)
            found = impacts_in(leaf, term, self._means, rows)
            sums = {row: sums[row] + weight * value for row, value in found if row in sums}
        return iter(sums.items())


def impacts_in(
    leaf: Leaf, term: str, means: Means, rows: dict[int, float]
) -> Iterator[tuple[int, float]]:
    """What a term adds to those of the rows that have it."""
    impacts = leaf.impacts(term, means)
    if len(rows) * FEW < len(impacts.rows):
        return _looked_up(impacts, rows)
    pairs = zip(impacts.rows, impacts.values, strict=True)
    return ((row, value) for row, value in pairs if row in rows)


def _looked_up(impacts: Impacts, rows: dict[int, float]) -> Iterator[tuple[int, float]]:
    """The impacts of a few rows by bisection."""
    for row in rows:
        index = bisect_left(impacts.rows, row)
        if index < len(impacts.rows) and impacts.rows[index] == row:
            yield row, impacts.values[index]
