"""What one audience sees of a snapshot: its rows, its words, its counts.

Everything an answer is made of passes through here, so a hidden row cannot move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_, or_

from search_index import ranking
from search_index.questions.alternatives import Alternative, Entry, reading
from search_index.questions.plan import Phrase, Wanted
from search_index.whoosh_engine.bits import rows_of
from search_index.whoosh_engine.leaf import Leaf
from search_index.whoosh_engine.memory import Known
from search_index.whoosh_engine.schema import SEPARATOR
from search_index.whoosh_engine.snapshot import Rows, Snapshot


class View:
    """A snapshot through the eyes of an audience; also the vocabulary of its visible words."""

    def __init__(self, snapshot: Snapshot, visible: Rows, public: Rows) -> None:
        self.snapshot = snapshot
        self.visible = visible
        #: What statistics count, whatever day it is valid.
        self.public = public
        self._memory = snapshot.memory_of(visible, public)

    @property
    def leaves(self) -> list[Leaf]:
        """The segments."""
        return self.snapshot.leaves

    def with_terms(self, terms: Iterable[str], field: str = "text") -> Rows:
        """Visible rows that have all the terms."""
        return self._having(tuple(terms), field, self.visible)

    def with_any(self, alternatives: Iterable[Alternative]) -> Rows:
        """Visible rows that meet one of the alternatives."""
        return union(self.with_terms(alternative.terms) for alternative in alternatives)

    def with_phrase(self, phrase: Phrase) -> Rows:
        """Visible rows in which the terms stand at their distances."""
        candidates = self.with_terms(term for term, _ in phrase.terms)
        if len(phrase.terms) == 1:
            return candidates
        return tuple(
            _standing(leaf, rows, phrase) if rows else 0
            for leaf, rows in zip(self.leaves, candidates, strict=True)
        )

    def count(self, terms: tuple[str, ...]) -> int:
        """How many visible rows have all the terms."""
        return count(self.with_terms(terms))

    def starting_with(self, prefix: str) -> Iterator[Entry]:
        """Visible entries of the vocabulary that begin so."""
        found = {entry for leaf in self.leaves for entry in leaf.entries_from(prefix)}
        return self._entries(sorted(found))

    def spelled(self, forms: Iterable[str]) -> Iterator[Entry]:
        """Visible entries of the vocabulary with one of these forms."""
        forms = set(forms)
        found = {
            entry
            for leaf in self.leaves
            for form in leaf.forms.keys() & forms
            for entry in leaf.forms[form]
        }
        return self._entries(sorted(found))

    def known(self, wanted: Wanted) -> Known:
        """What a word may also be here, and which rows meet it; a page asks for its words again and again."""
        word = wanted.word
        free = wanted.unfinished, wanted.starred, wanted.exact
        key = (word.form, word.term, word.parts, *free)
        if (found := self._memory.readings.get(key)) is None:
            ways = reading(wanted, self)
            rows = self.with_any(ways.alternatives)
            found = Known(ways, rows, self.public_count(ways.alternatives))
            self._memory.readings.put(key, found)
        return found

    def idf(self, term: str, at_least: int = 0) -> float:
        """How telling a term is among the public documents, were it in at least so many."""
        if (found := self._memory.idf.get((term, at_least))) is None:
            having = max(self.public_count([Alternative((term,), 1.0)]), at_least)
            found = self._memory.idf.put((term, at_least), ranking.idf(count(self.public), having))
        return found

    def public_count(self, alternatives: Iterable[Alternative]) -> int:
        """How many public rows meet one of the alternatives."""
        return count(union(self._having(one.terms, "text", self.public) for one in alternatives))

    def _having(self, terms: tuple[str, ...], field: str, rows: Rows) -> Rows:
        """Those of the rows that have all the terms."""
        return tuple(
            reduce(and_, [leaf.postings(field, term).bits for term in terms], seen)
            for leaf, seen in zip(self.leaves, rows, strict=True)
        )

    def _entries(self, found: Iterable[str]) -> Iterator[Entry]:
        """The entries that visible rows have, with their number."""
        for entry in found:
            documents = count(self.with_terms([entry], "form"))
            if documents:
                form, term, surface = entry.split(SEPARATOR, 2)
                yield Entry(form, term, surface, documents)


def count(rows: Rows) -> int:
    """Number of rows in all segments."""
    return sum(bits.bit_count() for bits in rows)


def union(sets: Iterable[Rows]) -> Rows:
    """Rows in any of at least one set."""
    return tuple(reduce(or_, bits) for bits in zip(*sets, strict=True))


def intersection(sets: Iterable[Rows]) -> Rows:
    """Rows in all of at least one set."""
    return tuple(reduce(and_, bits) for bits in zip(*sets, strict=True))


def minus(rows: Rows, others: Rows) -> Rows:
    """Rows without the others."""
    return tuple(bits & ~other for bits, other in zip(rows, others, strict=True))


def _standing(leaf: Leaf, rows: int, phrase: Phrase) -> int:
    """Those of the rows where the terms stand at their distances."""
    places = [(leaf.positions(term, rows), offset) for term, offset in phrase.terms]
    found = 0
    for row in rows_of(rows):
        first, *others = ((where[row], offset) for where, offset in places)
        if any(all(p + o in there for there, o in others) for p in first[0]):
            found |= 1 << row
    return found
