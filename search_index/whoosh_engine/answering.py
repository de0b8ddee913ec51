"""A question's answer: matched, counted, ranked, cut into a page, shown."""

from __future__ import annotations

import base64
import json
from heapq import nlargest, nsmallest
from itertools import chain
from typing import NamedTuple

from search_index import ranking
from search_index.german.fold import clean
from search_index.port import Hits, Question, Relaxation, Sort
from search_index.questions.plan import plan
from search_index.questions.syntax import MOST_CHARACTERS
from search_index.snippets import Marker
from search_index.whoosh_engine.budget import Budget
from search_index.whoosh_engine.hits import hit_of
from search_index.whoosh_engine.leaf import Leaf
from search_index.whoosh_engine.matching import Match
from search_index.whoosh_engine.scoring import Scorer
from search_index.whoosh_engine.view import View, count

#: Numbers the order of hits is made of, the best first, then the key.
Order = tuple[float, float, str]
#: The same, then score, place of the segment, row: compared by the thousand, so a plain tuple.
Candidate = tuple[float, float, str, float, int, int]


class Ranked(NamedTuple):
    """A found row and its place in the order."""

    order: Order
    score: float
    leaf: Leaf
    row: int


class Ranking(NamedTuple):
    """What a question finds and which hits stand on its page; nothing is read for showing yet."""

    match: Match
    scorer: Scorer
    total: int
    page: list[Ranked]
    #: Whether there is a next page.
    goes_on: bool


def rank(question: Question, view: View, budget: Budget) -> Ranking:
    """Find, count and order what a view shows; without time left, by the rare words alone."""
    match = Match(question, plan(question.text, view.snapshot.analysis), view, budget)
    scorer = Scorer(view, budget)
    page, goes_on = _page(question, _candidates(question, match, scorer), view)
    return Ranking(match, scorer, count(match.rows), page, goes_on)


def answer(ranking: Ranking) -> Hits:
    """The hits as pages show them, with what else can be said about the question."""
    match, scorer, total, page, goes_on = ranking
    snapshot, question = match.view.snapshot, match.question
    marker, analysis = Marker(telling(match, scorer)), snapshot.analysis
    return Hits(
        total=total,
        total_all_words=count(match.all_words),
        hits=tuple(hit_of(one.leaf, one.row, one.score, marker, analysis) for one in page),
        facets={facet: match.facet_counts(facet) for facet in question.facets},
        did_you_mean=_corrected(match),
        relaxations=() if total else tuple(Relaxation(*gain) for gain in match.relaxed()),
        cursor=_cursor(page[-1].order) if goes_on else None,
        generation=snapshot.state.generation if snapshot.state else 0,
        perfect=scorer.perfect(match),
        complete=not match.budget.was_short,
    )


def telling(match: Match, scorer: Scorer) -> dict[str, float]:
    """The terms that answer the question and how telling each is."""
    return {
        term: alternative.factor * scorer.idf(term)
        for word in match.words
        for alternative in word.reading.alternatives
        for term in alternative.terms
    }


def _candidates(question: Question, match: Match, scorer: Scorer) -> list[Candidate]:
    """The rows that may stand on the page, in no order."""
    sort = question.sort
    if sort is Sort.RELEVANCE and not match.words:
        sort = Sort.NEWEST
    scores = scorer.scores(match)
    least = _least_score(question, scores) if sort is Sort.RELEVANCE else 0.0
    return [
        candidate
        for place, leaf in enumerate(match.view.leaves)
        for candidate in _in_leaf(place, leaf, sort, _at_least(least, scores[place]))
    ]


def _at_least(least: float, scores: dict[int, float]) -> list[tuple[int, float]]:
    """Rows with a score that may be enough, and the score as it counts."""
    digits = ranking.DIGITS
    return [(row, round(score, digits)) for row, score in scores.items() if score >= least]


def _in_leaf(
    place: int, leaf: Leaf, sort: Sort, scored: list[tuple[int, float]]
) -> list[Candidate]:
    """What makes the order; smaller comes first, without a date last."""
    days, keys = leaf.numbers["date"], leaf.keys
    if sort is Sort.NEWEST:
        return [(-days[row], -score, keys[row], score, place, row) for row, score in scored]
    if sort is Sort.OLDEST:
        never = float("inf")
        return [(days[row] or never, -score, keys[row], score, place, row) for row, score in scored]
    return [(-score, -days[row], keys[row], score, place, row) for row, score in scored]


def _least_score(question: Question, scores: list[dict[int, float]]) -> float:
    """The score below which nothing reaches the page, however it is rounded; ordering the rest would be in vain."""
    if question.cursor is not None:
        return 0.0
    wanted = question.page * question.size + 1
    best = nlargest(wanted, chain.from_iterable(found.values() for found in scores))
    return best[-1] - 10**-ranking.DIGITS if len(best) == wanted else 0.0


def _page(question: Question, candidates: list[Candidate], view: View) -> tuple[list[Ranked], bool]:
    """The hits of the page asked for, and whether there is a next one."""
    behind = _read_cursor(question.cursor)
    if behind is not None:
        candidates = [found for found in candidates if found[:3] > behind]
    first = 0 if behind is not None else (question.page - 1) * question.size
    best = nsmallest(first + question.size + 1, candidates)
    page = [
        Ranked((one, two, key), score, view.leaves[place], row)
        for one, two, key, score, place, row in best[first : first + question.size]
    ]
    return page, bool(page) and len(best) > first + question.size


def _cursor(order: Order) -> str:
    """The place of the last hit, for the next page."""
    return base64.urlsafe_b64encode(json.dumps(order).encode()).decode()


def _read_cursor(cursor: str | None) -> Order | None:
    """The place a cursor names; one that nobody gave out is no cursor."""
    if not cursor:
        return None
    try:
        first, second, key = json.loads(base64.urlsafe_b64decode(cursor))
        return float(first), float(second), str(key)
    except (ValueError, TypeError):
        return None


def _corrected(match: Match) -> str | None:
    """The question with its unknown words replaced by the nearest known ones."""
    text = clean(match.question.text[:MOST_CHARACTERS])
    better = [
        (met.wanted.word.start, met.wanted.word.end, met.reading.corrected)
        for met in match.words
        if met.reading.corrected
    ]
    for start, end, corrected in sorted(better, reverse=True):
        text = text[:start] + corrected + text[end:]
    return text if better else None
