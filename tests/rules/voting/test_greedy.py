"""Counting by score, with and without skipping, floor and groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.voting.rules.counting import RULES, RuleProfile, UnknownRule, count, preference
from participation.voting.rules.election import BadElection, Ballot, Election, Option
from participation.voting.rules.outcome import Reason
from tests.rules.voting.elections import bike_election, counted, election, elections, few

GREEDY = [name for name in RULES if name.startswith("greedy")]


def reasons(outcome) -> dict[str, tuple[Reason, str | None]]:  # type: ignore[no-untyped-def]
    return {refusal.key: (refusal.reason, refusal.because_of) for refusal in outcome.refusals}


def test_the_worked_example_chooses_bike_and_gym() -> None:
    assert counted(bike_election(), "greedy").winners == ("bike", "gym")


def test_what_does_not_fit_is_skipped() -> None:
    votes = [{"a"}] * 3 + [{"b"}] * 2 + [{"c"}]
    outcome = counted(election(10, {"a": 6, "b": 5, "c": 4}, votes), "greedy")
    assert outcome.winners == ("a", "c")
    assert reasons(outcome) == {"b": (Reason.DOES_NOT_FIT, None)}
    assert outcome.refusals[0].free_cents == 4


def test_without_skipping_the_first_that_does_not_fit_ends_the_count() -> None:
    votes = [{"a"}] * 3 + [{"b"}] * 2 + [{"c"}]
    outcome = counted(election(10, {"a": 6, "b": 5, "c": 4}, votes), "greedy-no-skip")
    assert outcome.winners == ("a",)
    assert reasons(outcome) == {
        "b": (Reason.DOES_NOT_FIT, None),
        "c": (Reason.AFTER_STOP, "b"),
    }


def test_per_cost_prefers_more_points_for_the_money() -> None:
    dear = election(10, {"dear": 10, "cheap": 4}, [{"dear"}] * 2 + [{"cheap"}])
    assert counted(dear, "greedy").winners == ("dear",)
    assert counted(dear, "greedy-per-cost").winners == ("cheap",)


def test_below_the_floor_nothing_is_admitted() -> None:
    votes = [{"a"}] * 3 + [{"b"}] * 2
    outcome = counted(election(10, {"a": 6, "b": 4}, votes), "greedy-threshold", floor_score=3)
    assert outcome.winners == ("a",)
    assert reasons(outcome) == {"b": (Reason.BELOW_FLOOR, None)}


def test_a_winner_removes_its_group() -> None:
    votes = [{"a"}] * 3 + [{"b"}] * 2 + [{"c"}]
    plans = election(30, {"a": 6, "b": 5, "c": 4}, votes, groups={"a": "site", "b": "site"})
    outcome = counted(plans, "greedy")
    assert outcome.winners == ("a", "c")
    assert reasons(outcome) == {"b": (Reason.GROUP_TAKEN, "a")}


@pytest.mark.parametrize(
    ("costs", "votes", "winner"),
    [
        ({"a": 9, "b": 8}, [{"a": 2}, {"b": 2}], "b"),
        ({"a": 9, "b": 9}, [{"a": 2}, {"b": 1}, {"b": 1}], "b"),
    ],
    ids=["lowest cost", "most votes"],
)
def test_ties_go_to_the_cheaper_then_to_more_voters(costs, votes, winner) -> None:  # type: ignore[no-untyped-def]
    tied = election(9, costs, votes)
    for seed in (b"1", b"2", b"3", b"4"):
        outcome = counted(tied, "greedy", seed=seed)
        assert (outcome.winners, outcome.trace[0].lot_between) == ((winner,), ())


def test_the_lot_decides_the_rest_and_is_named() -> None:
    tied = election(9, {"a": 9, "b": 9}, [{"a"}, {"b"}])
    outcomes = [counted(tied, "greedy", seed=bytes([n])) for n in range(20)]
    assert {outcome.winners for outcome in outcomes} == {("a",), ("b",)}
    assert all(set(outcome.trace[0].lot_between) == {"a", "b"} for outcome in outcomes)


@few
@given(elections(with_groups=True), st.sampled_from(sorted(RULES)), st.booleans())
def test_no_rule_spends_more_than_the_budget_or_forgets_an_option(
    small: Election, rule: str, comparison: bool
) -> None:
    outcome = counted(small, rule, comparison=comparison, floor_score=2)
    assert outcome.spent <= small.budget_cents
    judged = [*outcome.winners, *(refusal.key for refusal in outcome.refusals)]
    assert sorted(judged) == sorted(small.by_key)
    assert all(small.tally[key].score >= 2 for key in outcome.winners)


@few
@given(elections(), st.sampled_from(sorted(RULES)))
def test_new_names_change_nothing_but_lots(small: Election, rule: str) -> None:
    names = {key: f"{9 - n}-{key}" for n, key in enumerate(small.by_key)}
    renamed = Election(
        tuple(Option(names[o.key], o.title, o.cost_cents) for o in small.options),
        tuple(Ballot(tuple((names[k], s) for k, s in b.scores), b.weight) for b in small.ballots),
        small.budget_cents,
    )
    before, after = counted(small, rule), counted(renamed, rule)
    if not any(purchase.lot_between for purchase in (*before.trace, *after.trace)):
        assert after.winners == tuple(names[key] for key in before.winners)


def test_the_comparison_lets_greedy_win_when_more_voters_have_more_winners() -> None:
    compared = counted(bike_election(), "equal-shares", comparison=True)
    assert compared.winners == ("bike", "gym")
    assert compared.rivals is not None
    assert (compared.rivals.this, compared.rivals.other) == (4, 3)
    assert compared.instead_of == counted(bike_election(), "equal-shares")


def test_without_a_majority_equal_shares_stay() -> None:
    votes = [{"large"}] * 6 + [{"small"}] * 4
    kept = election(100, {"large": 60, "huge": 90, "small": 40}, votes)
    compared = counted(kept, "equal-shares", comparison=True)
    assert compared.rivals is not None
    assert compared.instead_of is None
    assert (compared.rivals.this, compared.rivals.other, compared.rivals.equal) == (0, 0, 10)


def test_preferences_count_voters_not_patterns() -> None:
    bikes = bike_election()
    found = preference(bikes, counted(bikes, "equal-shares"), counted(bikes, "greedy"))
    assert (found.this, found.other, found.equal) == (3, 4, 4)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnknownRule):
        count(bike_election(), RuleProfile("random"))


@pytest.mark.parametrize(
    ("options", "ballots", "budget"),
    [
        ([Option("a", "A", 1), Option("a", "A", 2)], [], 5),
        ([Option("a", "A", 0)], [], 5),
        ([Option("a", "A", -3)], [], 5),
        ([Option("a", "A", 1)], [], 0),
        ([Option("a", "A", 1)], [Ballot((("a", 1),), 0)], 5),
        ([Option("a", "A", 1)], [Ballot((("b", 1),))], 5),
        ([Option("a", "A", 1)], [Ballot((("a", -1),))], 5),
    ],
    ids=["same key", "free", "negative", "no budget", "no weight", "unknown", "negative score"],
)
def test_what_nobody_could_count_is_refused(options, ballots, budget) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadElection):
        counted(Election(tuple(options), tuple(ballots), budget), "greedy")
