"""Which rows a question finds: restrictions, words, drivers. The audience is in from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from search_index import ranking
from search_index.german.analysis import tokens
from search_index.port import Circle, Mode, Question
from search_index.questions.alternatives import Reading
from search_index.questions.plan import FieldWord, Plan, Wanted
from search_index.whoosh_engine.bits import bits_of, rows_of
from search_index.whoosh_engine.budget import Budget
from search_index.whoosh_engine.leaf import Leaf
from search_index.whoosh_engine.schema import NOWHERE
from search_index.whoosh_engine.snapshot import Rows
from search_index.whoosh_engine.view import View, count, intersection, minus, union

EARTH_METRES = 6_371_000


class Constraint(NamedTuple):
    """A restriction that could be dropped: by what, under which name, which rows it leaves."""

    what: str
    name: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Met:
    """A word, its readings, and the visible rows that meet it."""

    wanted: Wanted
    reading: Reading
    rows: Rows
    #: In how many public documents one of its readings stands.
    frequency: int


class Match:
    """The rows a question finds in a view."""

    def __init__(self, question: Question, plan: Plan, view: View, budget: Budget) -> None:
        self.budget = budget
        self.question = question
        self.plan = plan
        self.view = view
        self.words = tuple(self._meet(wanted) for wanted in plan.words)

    @cached_property
    def rows(self) -> Rows:
        """What is found."""
        return self._without(None)

    @cached_property
    def all_words(self) -> Rows:
        """Found rows that meet every word."""
        return intersection([self.rows, *(word.rows for word in self.words)])

    @cached_property
    def filters(self) -> tuple[Constraint, ...]:
        """The facets filtered by."""
        return tuple(
            Constraint("filter", facet, self._with_values(facet, values))
            for facet, values in self.question.filters.items()
            if values
        )

    @cached_property
    def clauses(self) -> tuple[Constraint, ...]:
        """Phrases, excluded words, field words; with mode `all` every word."""
        view = self.view
        found = [Constraint("word", p.typed, view.with_phrase(p)) for p in self.plan.phrases]
        for phrase in self.plan.without:
            rows = minus(view.visible, view.with_phrase(phrase))
            found.append(Constraint("word", phrase.typed, rows))
        found += [Constraint("word", f.typed, self._with_field(f)) for f in self.plan.fields]
        if self.question.mode is Mode.ALL:
            found += [Constraint("word", w.wanted.clause, w.rows) for w in self.words]
        return tuple(found)

    def facet_counts(self, facet: str) -> dict[str, int]:
        """Value → found rows, as if this facet were not filtered by; commonest first."""
        found = self._without(facet) if self.question.filters.get(facet) else self.rows
        counts: dict[str, int] = {}
        for leaf, rows in zip(self.view.leaves, found, strict=True):
            for value, having in leaf.facets.get(facet, {}).items():
                if number := (rows & having).bit_count():
                    counts[value] = counts.get(value, 0) + number
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def relaxed(self) -> list[tuple[str, str, int]]:
        """What could be dropped, and how many rows are found then; best first."""
        gains = [
            (constraint.what, constraint.name, count(self._without(constraint)))
            for constraint in (*self.filters, *self.clauses)
        ]
        return sorted((g for g in gains if g[2]), key=lambda gain: (-gain[2], gain[1]))

    def _without(self, dropped: Constraint | str | None) -> Rows:
        """Found rows if one constraint (or the filter of one facet) were not there."""
        kept = [
            constraint.rows
            for constraint in (*self.filters, *self.clauses)
            if constraint is not dropped
            and not (constraint.what == "filter" and constraint.name == dropped)
        ]
        return intersection([self.view.visible, self._in_circles, self._driven(dropped), *kept])

    def _driven(self, dropped: Constraint | str | None) -> Rows:
        """Rows with a telling word (not too common, or else the rarest) that is not dropped."""
        name = dropped.name if isinstance(dropped, Constraint) else None
        left = tuple(word for word in self.words if word.wanted.clause != name)
        if not left:
            return self.view.visible
        drivers = [word for word in left if word.frequency <= ranking.DRIVER_LIMIT]
        if not drivers:
            drivers = [min(left, key=lambda word: (word.frequency, word.wanted.word.term))]
        return union(word.rows for word in drivers)

    @cached_property
    def _in_circles(self) -> Rows:
        """Rows in one of the circles; all if none is asked for."""
        circles = self.question.circles
        if not circles:
            return self.view.visible
        return tuple(
            bits_of((row for row in rows_of(rows) if _is_inside(leaf, row, circles)), leaf.size)
            for leaf, rows in zip(self.view.leaves, self.view.visible, strict=True)
        )

    def _meet(self, wanted: Wanted) -> Met:
        """Look up what a word may also be, and where; in a hurry only the word itself."""
        exact = wanted.exact or self.budget.is_spent()
        return Met(wanted, *self.view.known(wanted._replace(exact=exact)))

    def _with_field(self, field: FieldWord) -> Rows:
        """Rows with the terms in title and number, or in the facet's value."""
        if not field.facet:
            return self.view.with_terms(field.terms, "head")
        analysis = self.view.snapshot.analysis
        values = {
            value
            for leaf in self.view.leaves
            for value in leaf.facets.get(field.facet, {})
            if {*field.terms} <= {token.term for token in tokens(analysis.words(value))}
        }
        return self._with_values(field.facet, values)

    def _with_values(self, facet: str, values: frozenset[str] | set[str]) -> Rows:
        """Visible rows with one of the values."""
        return tuple(
            seen & _any_of(leaf.facets.get(facet, {}), values)
            for leaf, seen in zip(self.view.leaves, self.view.visible, strict=True)
        )


def _any_of(rows_by_value: Mapping[str, int], values: frozenset[str] | set[str]) -> int:
    """Rows with one of the values."""
    found = 0
    for value in values:
        found |= rows_by_value.get(value, 0)
    return found


def _is_inside(leaf: Leaf, row: int, circles: tuple[Circle, ...]) -> bool:
    """Whether the row's place is in one of the circles."""
    latitude, longitude = leaf.numbers["latitude"][row], leaf.numbers["longitude"][row]
    return latitude != NOWHERE and any(
        metres_between(latitude, longitude, c.latitude, c.longitude) <= c.metres for c in circles
    )


def metres_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2
    half += cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, half)))
