"""The numbers of relevance, shared by all engines and tuned on our own test-set only.

Statistics that go in here count public documents: a hidden document moves no score.
"""

from __future__ import annotations

from math import exp, log

#: Where a term stands weighs it before saturation.
HEAD_WEIGHT = 4.0
TITLE_WEIGHT = 3.0
#: Whoever speaks of a thing inherits its title; who says the word itself comes first.
PARENT_WEIGHT = 0.3
PASSAGE_TITLE_WEIGHT = 1.5
BODY_WEIGHT = 1.0
#: The field `head` (title and number) adds a second score with its own length norm.
HEAD_SCORE = 1.0

K1 = 1.2
B = 0.5
#: A long text is no worse than this many mean lengths: minutes compete with proposals.
LONGEST_RATIO = 4.0

#: How much a document that meets only some of the words is worth.
COVERAGE_FLOOR = 0.1

STEM = 1.0
PARTS = 0.55
OTHER_NUMBER = 0.8
PREFIX = 0.6
EDIT = 0.7

#: Of a score.
DIGITS = 6

#: A word in more public documents than this only adds score, it finds nothing alone.
DRIVER_LIMIT = 3000
#: Words that fewer visible documents have are looked up with one letter changed.
RARE = 3
SHORTEST_PREFIX = 3
SHORTEST_EDIT = 4
MOST_PREFIXES = 12
MOST_STARRED = 64
MOST_EDITS = 3


def idf(documents: int, having: int) -> float:
    """How telling a term is that so many of the public documents have."""
    return log(1 + (documents - having + 0.5) / (having + 0.5))


def saturated(weight: float, length: float, mean: float) -> float:
    """BM25's share of a term with this weight in a text of this length."""
    ratio = min(length / mean, LONGEST_RATIO) if mean else 1.0
    return weight * (K1 + 1) / (weight + K1 * (1 - B + B * ratio))


def stepped(mean: float) -> float:
    """The mean length in steps of 5 %, so that what was computed with it outlives commits."""
    return exp(round(log(mean) / log(1.05)) * log(1.05)) if mean > 0 else 0.0


def coverage(matched: int, wanted: int) -> float:
    """How much a document's score counts that meets so many of the words; the score is boost · coverage · words."""
    return COVERAGE_FLOOR + (1 - COVERAGE_FLOOR) * matched / wanted if wanted else 1.0


def rounded(score: float) -> float:
    """The digits in which engines agree and by which hits are ordered."""
    return round(score, DIGITS)
