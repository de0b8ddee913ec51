"""A ballot counts, or says in words what is missing."""

import pytest

from participation.voting.rules.ballots import (
    BallotKind,
    Limits,
    Problem,
    ProblemCode,
    problems,
    scores,
)
from participation.voting.rules.election import Option
from participation.voting.rules.fingerprints import may_publish_ballots

OPTIONS = {
    key: Option(key, key.upper(), cost) for key, cost in zip("abcd", (5, 6, 7, 8), strict=True)
}
ANY = Limits(min_choices=0)


@pytest.mark.parametrize(
    ("kind", "limits", "choices"),
    [
        (BallotKind.APPROVAL, Limits(min_choices=1), {"a": 1}),
        (BallotKind.APPROVAL, Limits(min_choices=2, max_choices=2), {"a": 1, "d": 1}),
        (BallotKind.CHOOSE_ONE, Limits(), {"c": 1}),
        (BallotKind.KNAPSACK, Limits(max_cost=11), {"a": 1, "b": 1}),
        (BallotKind.CUMULATIVE, Limits(min_choices=3, max_points=10), {"a": 5, "b": 4, "c": 1}),
        (BallotKind.SCORING, Limits(max_points=5), {"a": 5, "b": 5}),
        (BallotKind.ORDINAL, Limits(min_choices=3, max_choices=3), {"c": 1, "a": 2, "d": 3}),
    ],
)
def test_a_complete_ballot_counts(kind: BallotKind, limits: Limits, choices) -> None:  # type: ignore[no-untyped-def]
    assert problems(kind, limits, choices, OPTIONS) == []


@pytest.mark.parametrize(
    ("kind", "limits", "choices", "problem"),
    [
        (BallotKind.APPROVAL, Limits(min_choices=3), {"a": 1}, Problem(ProblemCode.TOO_FEW, 2)),
        (BallotKind.APPROVAL, Limits(), {}, Problem(ProblemCode.TOO_FEW, 1)),
        (
            BallotKind.APPROVAL,
            Limits(max_choices=1),
            {"a": 1, "b": 1},
            Problem(ProblemCode.TOO_MANY, 1),
        ),
        (BallotKind.APPROVAL, ANY, {"x": 1}, Problem(ProblemCode.UNKNOWN_OPTION)),
        (BallotKind.APPROVAL, ANY, {"a": 2}, Problem(ProblemCode.NOT_ONE)),
        (BallotKind.CHOOSE_ONE, ANY, {"a": 1, "b": 1}, Problem(ProblemCode.TOO_MANY, 1)),
        (
            BallotKind.KNAPSACK,
            Limits(max_cost=10),
            {"a": 1, "b": 1},
            Problem(ProblemCode.TOO_EXPENSIVE, 1),
        ),
        (
            BallotKind.CUMULATIVE,
            Limits(max_points=10),
            {"a": 9, "b": 4},
            Problem(ProblemCode.TOO_MANY_POINTS, 3),
        ),
        (BallotKind.CUMULATIVE, ANY, {"a": 9, "b": -4}, Problem(ProblemCode.NO_POINTS)),
        (
            BallotKind.SCORING,
            Limits(max_points=5),
            {"a": 6},
            Problem(ProblemCode.TOO_MANY_POINTS, 1),
        ),
        (BallotKind.SCORING, ANY, {"a": 0}, Problem(ProblemCode.NO_POINTS)),
        (BallotKind.ORDINAL, ANY, {"a": 1, "b": 1}, Problem(ProblemCode.BAD_PLACES)),
        (BallotKind.ORDINAL, ANY, {"a": 2, "b": 3}, Problem(ProblemCode.BAD_PLACES)),
    ],
)
def test_a_faulty_ballot_says_what_is_wrong(kind, limits, choices, problem) -> None:  # type: ignore[no-untyped-def]
    assert problems(kind, limits, choices, OPTIONS) == [problem]


def test_a_blank_ballot_is_a_wish_and_not_an_empty_form() -> None:
    assert problems(BallotKind.APPROVAL, Limits(), {}, OPTIONS, blank=True) == []
    mixed = problems(BallotKind.APPROVAL, Limits(), {"a": 1}, OPTIONS, blank=True)
    assert [problem.code for problem in mixed] == [ProblemCode.BLANK_WITH_CHOICES]


def test_the_voter_reads_how_many_are_missing() -> None:
    assert Problem(ProblemCode.TOO_FEW, 2).text() == "Noch nicht gezählt, es fehlen 2."
    assert all("%" not in Problem(code, 1).text() for code in ProblemCode)


def test_ranks_give_borda_points_and_the_last_rank_is_not_worthless() -> None:
    assert scores(BallotKind.ORDINAL, 3, {"c": 1, "a": 2, "d": 3}) == {"c": 3, "a": 2, "d": 1}
    assert scores(BallotKind.ORDINAL, 3, {"c": 1}) == {"c": 3}


def test_other_kinds_give_the_points_written() -> None:
    assert scores(BallotKind.APPROVAL, 3, {"a": 1, "b": 1}) == {"a": 1, "b": 1}
    assert scores(BallotKind.CUMULATIVE, 3, {"a": 7}) == {"a": 7}


@pytest.mark.parametrize(
    ("sizes", "fine"),
    [
        ([1] * 30 + [70], True),
        ([1] * 31 + [69], False),
        ([2] * 49 + [1], False),
        ([2] * 50, True),
        ([], False),
    ],
    ids=["30 % unique", "31 % unique", "99 ballots", "100 ballots", "none"],
)
def test_ballots_are_published_only_where_few_are_unlike_all_others(
    sizes: list[int], fine: bool
) -> None:
    assert may_publish_ballots(sizes) is fine
