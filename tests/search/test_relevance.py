"""Known documents come first for the questions people ask, also among many others.

The questions stand in `relevance/questions.toml`; half of them (`tune`) may guide the constants in
`search_index/ranking.py`, the other half (`check`) only watches.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import mean

import pytest

from tests.search.documents import ask, ids, whoosh_index
from tests.search.relevance_set import CORPUS, QUESTIONS, distractors, documents

DISTRACTORS = 400
#: The kinds in which lexical search fails most: the words simply differ.
HARD = {"everyday", "question"}


def rank(index, question, wanted):
    """The place of the wanted document among the first ten, 0 if it is not there."""
    found = ids(ask(index, question, size=10))
    return found.index(wanted) + 1 if wanted in found else 0


@pytest.fixture(scope="module")
def ranks(tmp_path_factory):
    """kind → use → ranks."""
    index = whoosh_index(
        tmp_path_factory.mktemp("relevance"), [*distractors(DISTRACTORS), *documents()]
    )
    found = defaultdict(lambda: defaultdict(list))
    for kind, questions in QUESTIONS.items():
        for question, wanted, use in questions:
            found[kind][use].append(rank(index, question, wanted))
    index.close()
    return found


def reciprocal(ranks):
    """Mean reciprocal rank."""
    return mean(1 / r if r else 0 for r in ranks)


def test_every_question_names_a_document():
    known = {d["id"] for d in CORPUS}
    assert {wanted for questions in QUESTIONS.values() for _, wanted, _ in questions} <= known


def test_there_are_enough_questions_of_each_kind_and_each_is_asked_once():
    asked = [question for questions in QUESTIONS.values() for question, _, _ in questions]
    assert len(set(asked)) >= 200
    assert all(len({q for q, _, _ in questions}) >= 15 for questions in QUESTIONS.values())


def test_known_documents_come_first(ranks, capsys):
    easy = [
        r for kind, uses in ranks.items() if kind not in HARD for use in uses.values() for r in use
    ]
    with capsys.disabled():
        print("\n" + report(ranks))  # noqa: T201 - the figure is wanted in every run
    assert reciprocal(easy) >= 0.90
    assert mean(r > 0 for r in easy) >= 0.97


@pytest.mark.parametrize("kind", sorted(set(QUESTIONS) - HARD))
def test_no_kind_of_question_is_left_behind(ranks, kind):
    assert reciprocal([r for use in ranks[kind].values() for r in use]) >= 0.80


def report(ranks):
    """A line for each kind: MRR of both halves."""
    lines = [
        f"{kind:16} tune {reciprocal(uses['tune']):.2f}  check {reciprocal(uses['check']):.2f}"
        for kind, uses in sorted(ranks.items())
    ]
    every = [r for uses in ranks.values() for use in uses.values() for r in use]
    return "\n".join(
        [
            *lines,
            f"{'all':16} MRR@10 {reciprocal(every):.3f}  recall@10 {mean(r > 0 for r in every):.3f}",
        ]
    )
