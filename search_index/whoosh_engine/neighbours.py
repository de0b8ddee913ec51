"""Words and titles that lie near: suggestions while typing, words for the lexicon."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from search_index.german.analysis import fold
from search_index.port import Suggestion
from search_index.questions.plan import Wanted, plan
from search_index.whoosh_engine.bits import rows_of
from search_index.whoosh_engine.snapshot import Rows, Snapshot
from search_index.whoosh_engine.view import View, intersection, union

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


def corpus_words(snapshot: Snapshot) -> frozenset[str]:
    """Nouns of the public documents that are no compounds themselves, for the next lexicon."""
    view = View(snapshot, snapshot.public, snapshot.public)
    counts: Counter[str] = Counter()
    for entry in view.starting_with(""):
        if entry.surface[:1].isupper() and entry.surface[1:].islower():
            counts[entry.form] += entry.documents
    lexicon = snapshot.analysis.lexicon
    return frozenset(w for w, n in counts.items() if n >= COMMON and not lexicon.parts(w))
