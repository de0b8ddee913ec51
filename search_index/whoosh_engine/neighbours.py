"""What lies near: suggestions while typing, similar documents, words for the lexicon."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from kernel.subjects import Subject
from search_index import ranking
from search_index.german.analysis import fold
from search_index.port import Hit, Suggestion
from search_index.questions.alternatives import Alternative
from search_index.questions.plan import Wanted, plan
from search_index.snippets import Marker
from search_index.whoosh_engine.bits import rows_of
from search_index.whoosh_engine.budget import Budget
from search_index.whoosh_engine.hits import hit_of
from search_index.whoosh_engine.leaf import Leaf
from search_index.whoosh_engine.scoring import Inside, Scorer, impacts_in
from search_index.whoosh_engine.snapshot import Rows, Snapshot
from search_index.whoosh_engine.view import View, intersection, union

STRONGEST_TERMS = 20
#: Share of its own score a document must reach to be similar.
SIMILAR = 0.25
#: Public documents that must have a word before it joins the lexicon of compounds.
COMMON = 5
#: Titles that are looked at for a suggestion.
MOST_TITLES = 500


def suggestions(text: str, view: View, limit: int) -> tuple[Suggestion, ...]:
    """Titles whose words begin like those typed, then words that go on from the last."""
    words = plan(text, view.snapshot.analysis).words
    if not words:
        return ()
    last = next((w for w in words if w.unfinished), None)
    titles = _titles(text, view, words)[:limit]
    going_on = _going_on(text, view, last)[: limit - len(titles)] if last else []
    return (*titles, *going_on)


def _titles(text: str, view: View, words: tuple[Wanted, ...]) -> list[Suggestion]:
    """Titles with all words; those that begin as typed first, then the newest."""
    rows = intersection([_titled(word, view) for word in words])
    found = []
    for leaf, bits in zip(view.leaves, rows, strict=True):
        for row in islice(rows_of(bits), MOST_TITLES):
            shown = leaf.shown(row)
            begins = fold(shown["title"]).startswith(fold(text.strip()))
            order = (not begins, -leaf.numbers["date"][row], shown["title"])
            found.append((order, Suggestion(shown["title"], shown["url"])))
    return list({one.text: one for _, one in sorted(found, key=lambda pair: pair[0])}.values())


def _titled(wanted: Wanted, view: View) -> Rows:
    """Rows with the word, or one that goes on from it, in title or number."""
    terms = {wanted.word.term}
    if wanted.unfinished:
        terms |= {entry.term for entry in view.starting_with(wanted.word.form)}
    return union(view.with_terms([term], "head") for term in terms)


def _going_on(text: str, view: View, last: Wanted) -> list[Suggestion]:
    """What was typed with its last word finished, commonest first."""
    counts: Counter[str] = Counter()
    for entry in view.starting_with(last.word.form):
        if entry.surface and entry.form != last.word.form:
            counts[entry.surface] += entry.documents
    before = text.rstrip()[: -len(last.typed)]
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    by_form = {fold(word): before + word for word, _ in reversed(by_count)}
    ranked = [by_form.pop(fold(word)) for word, _ in by_count if fold(word) in by_form]
    return [Suggestion(word) for word in ranked]


def similar_to(subject: Subject, view: View, limit: int, budget: Budget) -> tuple[Hit, ...]:
    """The documents most like a visible one, by its strongest terms."""
    if (place := _visible_row(subject, view)) is None:
        return ()
    own_leaf, own_row = place
    scorer = Scorer(view, budget)
    terms = _strongest(own_leaf, own_row, view, scorer)
    scores = [_score(leaf, bits, terms, view) for leaf, bits in _candidates(terms, view)]
    own = scores[view.leaves.index(own_leaf)].get(own_row, 0.0)
    whole = str(subject).partition("@")[0]
    ranked = sorted(
        (-score, leaf.keys[row], leaf, row)
        for leaf, found in zip(view.leaves, scores, strict=True)
        for row, score in found.items()
        if score >= SIMILAR * own and leaf.keys[row].partition("@")[0] != whole
    )
    marker, analysis = Marker(terms), view.snapshot.analysis
    return tuple(
        hit_of(leaf, row, -minus, marker, analysis) for minus, _, leaf, row in ranked[:limit]
    )


def _visible_row(subject: Subject, view: View) -> tuple[Leaf, int] | None:
    """The subject's row, if the view shows it."""
    for leaf, seen in zip(view.leaves, view.visible, strict=True):
        for row in rows_of(leaf.postings("key", str(subject)).bits & seen):
            return leaf, row
    return None


def _strongest(leaf: Leaf, row: int, view: View, scorer: Scorer) -> dict[str, float]:
    """The document's most telling terms; those everybody has tell nothing."""
    shown = leaf.shown(row)
    texts = [shown["title"], *(text for p in shown["passages"] for text in p[1:])]
    analysis = view.snapshot.analysis
    terms = {
        term
        for text in texts
        for word in analysis.words(text)
        if not word.stop
        for term in (word.term, *(part.term for part in word.parts))
        if view.public_count([Alternative((term,), 1.0)]) <= ranking.DRIVER_LIMIT
    }
    _, means = view.snapshot.statistics
    own = Inside(1 << row)
    weights = {
        term: scorer.idf(term) * value
        for term in terms
        for _, value in impacts_in(leaf, term, means, own)
    }
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:STRONGEST_TERMS]
    return {term: scorer.idf(term) for term, _ in best}


def _candidates(terms: dict[str, float], view: View) -> list[tuple[Leaf, int]]:
    """Visible rows with one of the terms."""
    if not terms:
        return [(leaf, 0) for leaf in view.leaves]
    rows = view.with_any(Alternative((term,), 1.0) for term in terms)
    return list(zip(view.leaves, rows, strict=True))


def _score(leaf: Leaf, bits: int, terms: dict[str, float], view: View) -> dict[int, float]:
    """Each candidate's share in the terms."""
    inside = Inside(bits)
    sums = dict.fromkeys(inside.rows, 0.0)
    _, means = view.snapshot.statistics
    for term, weight in terms.items():
        for row, value in impacts_in(leaf, term, means, inside):
            sums[row] += weight * value
    return {row: ranking.rounded(value) for row, value in sums.items()}


def corpus_words(snapshot: Snapshot) -> frozenset[str]:
    """Nouns of the public documents that are no compounds themselves, for the next lexicon."""
    view = View(snapshot, snapshot.public, snapshot.public)
    counts: Counter[str] = Counter()
    for entry in view.starting_with(""):
        if entry.surface[:1].isupper() and entry.surface[1:].islower():
            counts[entry.form] += entry.documents
    lexicon = snapshot.analysis.lexicon
    return frozenset(w for w, n in counts.items() if n >= COMMON and not lexicon.parts(w))
