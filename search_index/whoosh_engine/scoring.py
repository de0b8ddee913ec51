"""Scores of the rows a question found: one term at a time over decoded postings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from search_index import ranking
from search_index.questions.alternatives import Alternative
from search_index.whoosh_engine.bits import rows_of
from search_index.whoosh_engine.budget import Budget
from search_index.whoosh_engine.leaf import Impacts, Leaf, Means
from search_index.whoosh_engine.matching import Match
from search_index.whoosh_engine.view import View

#: Below this share of wanted rows, looking each up is faster than reading the whole list.
FEW = 8


class Inside:
    """The rows of a segment that are scored, as a set of bits and of numbers."""

    def __init__(self, bits: int) -> None:
        self.bits = bits

    @cached_property
    def rows(self) -> frozenset[int]:
        """Their numbers."""
        return frozenset(rows_of(self.bits))


class Scorer:
    """Adds up the words of a match; rarity and mean lengths are those of public documents."""

    def __init__(self, view: View, budget: Budget) -> None:
        self._view = view
        self._budget = budget
        _, self._means = view.snapshot.statistics

    def scores(self, match: Match) -> list[dict[int, float]]:
        """Row → score, before it is rounded, for each segment."""
        return [
            self._scores_in(leaf, Inside(rows), match)
            for leaf, rows in zip(self._view.leaves, match.rows, strict=True)
        ]

    def idf(self, term: str) -> float:
        """How telling a term is."""
        return self._view.idf(term)

    def perfect(self, match: Match) -> float:
        """The score of a document with the words of the question as its title and no other text."""
        length = len(match.words)
        worth = ranking.saturated(ranking.TITLE_WEIGHT, length, self._means.text)
        worth += ranking.HEAD_SCORE * ranking.saturated(1.0, length, self._means.head)
        telling = (self._view.idf(word.wanted.word.term, at_least=1) for word in match.words)
        words = sum(idf * worth for idf in telling)
        return ranking.rounded(ranking.coverage(length, length) * words)

    def _scores_in(self, leaf: Leaf, inside: Inside, match: Match) -> dict[int, float]:
        """The scores of the found rows of a segment."""
        if not inside.bits:
            return {}
        sums: dict[int, float] = {}
        #: Only of rows that meet more than one word.
        met: dict[int, int] = {}
        for word in match.words:
            if word.frequency > ranking.DRIVER_LIMIT and self._budget.is_spent():
                continue
            values = self._word(leaf, inside, word.reading.alternatives)
            again = {row: sums[row] + values[row] for row in sums.keys() & values.keys()}
            sums |= values
            sums |= again
            for row in again:
                met[row] = met.get(row, 1) + 1
        if len(sums) < inside.bits.bit_count():  # there are no words, or no time for some of them
            sums = dict.fromkeys(inside.rows, 0.0) | sums
        boosts, wanted = leaf.numbers["boost"], len(match.words)
        shares = [ranking.coverage(matched, wanted) for matched in range(wanted + 1)]
        once = shares[min(wanted, 1)]
        if not met:
            return {row: boosts[row] * once * value for row, value in sums.items()}
        return {
            row: boosts[row] * (shares[met[row]] if row in met else once) * value
            for row, value in sums.items()
        }

    def _word(
        self, leaf: Leaf, inside: Inside, alternatives: tuple[Alternative, ...]
    ) -> dict[int, float]:
        """The best alternative of a word in each row that has one."""
        best: dict[int, float] = {}
        for alternative in alternatives:
            values = self._alternative(leaf, inside, alternative)
            better = {row: max(best[row], values[row]) for row in best.keys() & values.keys()}
            best |= values
            best |= better
        return best

    def _alternative(
        self, leaf: Leaf, inside: Inside, alternative: Alternative
    ) -> dict[int, float]:
        """What terms that are met together are worth: their mean."""
        first, *others = alternative.terms
        share = alternative.factor / len(alternative.terms)
        sums = self._term(leaf, inside, first, share)
        for term in others:
            values = self._term(leaf, inside, term, share)
            sums = {row: sums[row] + values[row] for row in sums.keys() & values.keys()}
        return sums

    def _term(self, leaf: Leaf, inside: Inside, term: str, share: float) -> dict[int, float]:
        """What a term is worth in each row that has it."""
        weight = share * self.idf(term)
        values = impacts_in(leaf, term, self._means, inside)
        return {row: weight * value for row, value in values}


def impacts_in(leaf: Leaf, term: str, means: Means, inside: Inside) -> Iterable[tuple[int, float]]:
    """What a term adds to those of the rows that have it."""
    having = leaf.postings("text", term).bits
    if not (wanted := having & inside.bits):
        return ()
    impacts = leaf.impacts(term, means)
    if wanted == having:
        return zip(impacts.rows, impacts.values, strict=True)
    if wanted.bit_count() * FEW < len(impacts.rows):
        return _looked_up(impacts, wanted)
    rows = inside.rows
    pairs = zip(impacts.rows, impacts.values, strict=True)
    return ((row, value) for row, value in pairs if row in rows)


def _looked_up(impacts: Impacts, wanted: int) -> Iterator[tuple[int, float]]:
    """The impacts of a few of its rows by bisection."""
    for row in rows_of(wanted):
        yield row, impacts.values[bisect_left(impacts.rows, row)]
