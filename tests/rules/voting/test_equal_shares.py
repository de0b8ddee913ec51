"""Equal Shares: the worked example, the properties, and a second opinion for small elections."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.voting.rules import equal_shares as rule
from participation.voting.rules.counting import (
    RuleProfile,
    certificate_holds,
    count,
    enough_runs,
    suggested_step,
)
from participation.voting.rules.election import Ballot, Election, Option, tie_keys
from participation.voting.rules.outcome import Ending, Reason, Stage
from tests.rules.voting.elections import bike_election, counted, election, elections, few
from tests.rules.voting.reference import equal_shares, equal_shares_once

UTILITIES = st.sampled_from(list(rule.Utility))


def names(bought: list[tuple[str, Fraction]]) -> list[str]:
    return [key for key, _ in bought]


def test_the_worked_example_chooses_bike_playground_and_library() -> None:
    outcome = counted(bike_election(), "equal-shares")
    assert set(outcome.winners) == {"bike", "playground", "library"}
    assert (outcome.voter_budget, outcome.spent) == (Fraction(129), 1000)


def test_the_certificate_shows_that_one_step_more_overshoots() -> None:
    certificate = counted(bike_election(), "equal-shares").certificate
    assert certificate is not None
    assert (certificate.ending, certificate.next_voter_budget) == (Ending.OVERSHOOT, 130)
    assert certificate.spent <= 1100 < (certificate.next_spent or 0)


def test_without_completion_everybody_spends_only_the_first_share() -> None:
    outcome = counted(bike_election(), "equal-shares-plain")
    assert outcome.voter_budget == 100
    assert list(outcome.winners) == names(equal_shares_once(bike_election(), Fraction(100), "cost"))


def test_a_top_up_fills_the_rest_by_score_and_keeps_both_stages_apart() -> None:
    costs = {"bike": 700, "gym": 450, "oven": 90, "bench": 300}
    votes = [{"bike"}] * 8 + [{"gym"}] * 2 + [{"oven", "bench"}]
    outcome = counted(election(1100, costs, votes), "equal-shares-utilitarian", step_cents=5)
    shared, topped_up = Stage.EQUAL_SHARES, Stage.TOP_UP
    found = [(purchase.key, purchase.stage) for purchase in outcome.trace]
    assert found == [("bike", shared), ("oven", shared), ("bench", topped_up)]
    assert [(r.key, r.reason) for r in outcome.refusals] == [("gym", Reason.DOES_NOT_FIT)]


def test_a_winner_removes_its_exclusive_group() -> None:
    votes = [{"large", "small"}] * 4
    either = election(100, {"large": 60, "small": 40}, votes, groups=dict.fromkeys(votes[0], "x"))
    outcome = counted(either, "equal-shares")
    assert outcome.winners == ("small",)
    assert [(r.reason, r.because_of) for r in outcome.refusals] == [(Reason.GROUP_TAKEN, "small")]


def test_without_support_nothing_wins_even_if_everything_fits() -> None:
    outcome = counted(election(100, {"liked": 10, "ignored": 10}, [{"liked"}]), "equal-shares")
    assert outcome.winners == ("liked",)
    assert [(r.key, r.reason) for r in outcome.refusals] == [("ignored", Reason.NO_SUPPORT)]


def test_only_blank_ballots_choose_nothing() -> None:
    outcome = counted(election(100, {"a": 10}, [[], []]), "equal-shares-utilitarian")
    assert (outcome.winners, outcome.voter_budget) == ((), None)


def test_blank_ballots_get_no_share() -> None:
    outcome = counted(election(100, {"a": 10}, [{"a"}, {"a"}, []]), "equal-shares-plain")
    assert outcome.voter_budget == 50


def test_exhaustive_stops_as_soon_as_nothing_left_fits() -> None:
    """Vector: at 30 each only "a" is payable and "b" no longer fits, so raising is pointless."""
    votes = [{"a"}] * 2 + [{"b"}]
    poor = election(90, {"a": 60, "b": 40}, votes)
    exhausted = counted(poor, "equal-shares-exhaustive")
    assert exhausted.certificate is not None
    assert (exhausted.voter_budget, exhausted.certificate.ending) == (30, Ending.EXHAUSTED)
    assert counted(poor, "equal-shares").voter_budget == 39


def test_a_step_that_would_take_thousands_of_runs_is_refused() -> None:
    with pytest.raises(rule.TooManyRuns):
        counted(bike_election(), "equal-shares", step_cents=1, most_runs=20)
    assert counted(bike_election(), "equal-shares", step_cents=2, most_runs=20).voter_budget == 128


def test_enough_runs_are_enough_for_any_step() -> None:
    lonely = election(100, {"a": 99, "b": 100}, [{"a"}] * 99 + [{"b"}])
    runs = enough_runs(lonely, 1)
    assert counted(lonely, "equal-shares", step_cents=1, most_runs=runs).winners


def test_the_suggested_step_is_one_per_cent_of_the_first_share() -> None:
    assert suggested_step(election(100_000, {"a": 10}, [{"a"}] * 10)) == 100
    assert suggested_step(election(10, {"a": 10}, [{"a"}] * 10)) == 1


def test_the_lot_decides_only_between_equals_and_names_them() -> None:
    twins = election(10, {"one": 10, "two": 10}, [{"one", "two"}, {"one", "two"}])
    outcomes = [counted(twins, "equal-shares", seed=bytes([n])) for n in range(20)]
    assert {outcome.winners for outcome in outcomes} == {("one",), ("two",)}
    assert {frozenset(outcome.trace[0].lot_between) for outcome in outcomes} == {
        frozenset({"one", "two"})
    }


@few
@given(elections(with_groups=True), UTILITIES, st.integers(1, 5))
def test_the_winners_are_those_of_the_plain_definition(
    small: Election, utility: rule.Utility, step: int
) -> None:
    if not small.voters:
        return
    outcome = counted(small, "equal-shares", utility=utility, step_cents=step)
    assert (list(outcome.winners), outcome.voter_budget) == equal_shares(small, utility, step)


@few
@given(elections(with_groups=True), UTILITIES)
def test_the_exhaustive_winners_are_those_of_the_plain_definition(
    small: Election, utility: rule.Utility
) -> None:
    if not small.voters:
        return
    outcome = counted(small, "equal-shares-exhaustive", utility=utility)
    expected = equal_shares(small, utility, 1, exhaustive=True)
    assert (list(outcome.winners), outcome.voter_budget) == expected


@few
@given(
    elections(blanks=False),
    st.sampled_from(["equal-shares", "equal-shares-exhaustive", "equal-shares-plain"]),
)
def test_every_certificate_holds_and_no_changed_one_does(small: Election, name: str) -> None:
    profile = RuleProfile(name)
    certificate = count(small, profile).certificate
    assert certificate is not None
    assert certificate_holds(small, profile, certificate)
    forged = [replace(certificate, spent=certificate.spent + 1)]
    if certificate.next_spent is not None:
        forged.append(replace(certificate, next_spent=certificate.next_spent + 1))
    assert not any(certificate_holds(small, profile, claim) for claim in forged)


@few
@given(elections(blanks=False), UTILITIES)
def test_payments_cover_the_cost_and_nobody_pays_more_than_the_share(
    small: Election, utility: rule.Utility
) -> None:
    outcome = counted(small, "equal-shares", utility=utility)
    rests = {ballot: outcome.voter_budget or Fraction(0) for ballot in small.patterns}
    for purchase in outcome.trace:
        payments = {
            b: min(r, (purchase.price or 0) * dict(b.scores).get(purchase.key, 0))
            for b, r in rests.items()
        }
        assert sum(b.weight * payment for b, payment in payments.items()) == purchase.cost_cents
        rests = {ballot: rest - payments[ballot] for ballot, rest in rests.items()}
        assert min(rests.values()) >= 0


@few
@given(elections(), st.sampled_from([1, 3]))
def test_one_heavy_ballot_counts_like_many_light_ones(small: Election, step: int) -> None:
    split = tuple(Ballot(b.scores) for b in small.ballots for _ in range(b.weight))
    many = Election(small.options, split, small.budget_cents)
    profile = RuleProfile("equal-shares-utilitarian", step_cents=step)
    assert count(many, profile) == count(small, profile)


@few
@given(elections(), st.randoms())
def test_the_order_of_ballots_and_options_is_irrelevant(small: Election, shuffled: Random) -> None:
    ballots, options = list(small.ballots), list(small.options)
    shuffled.shuffle(ballots)
    shuffled.shuffle(options)
    other = Election(tuple(options), tuple(ballots), small.budget_cents)
    profile = RuleProfile("equal-shares")
    assert count(other, profile).trace == count(small, profile).trace


def test_rounding_errors_of_earlier_payments_decide_nothing() -> None:
    """0.3 − 0.1 − 0.1 < 0.1 in floats: yet those who paid twice can pay a third time."""
    options = tuple(Option(k, k, n * 10**24) for k, n in (("a", 1), ("b", 1), ("c", 2)))
    paying = tuple((key, 1) for key in "abc")
    ballots = (Ballot(paying, 10**25), Ballot((("c", 1),), 10**25))
    close = Election(options, ballots, 6 * 10**24)
    market = rule.Market(close, "abc", tie_keys(close, b""), rule.Utility.CARDINALITY)
    run = market.run(Fraction(3, 10) + Fraction(1, 10**25))
    assert [p.price for p in run.trace] == [Fraction(1, 10)] * 3


@settings(max_examples=150, deadline=None)
@given(
    elections(most_points=2, blanks=False),
    st.lists(st.sampled_from([1, 2, 10**25, 3 * 10**25]), min_size=8, max_size=8),
    st.builds(Fraction, st.integers(1, 20), st.sampled_from([1, 3, 7, 10, 10**24])),
    st.integers(-2, 2),
    UTILITIES,
)
def test_a_hair_decides_where_no_float_could_see_it(
    small: Election, crowd: list[int], share: Fraction, hair: int, utility: rule.Utility
) -> None:
    """Crowds of 10²⁵ voters and shares that differ by 10⁻²⁵: exact prices, or all is wrong."""
    ballots = tuple(Ballot(b.scores, w) for b, w in zip(small.ballots, crowd, strict=False))
    options = tuple(
        Option(o.key, o.title, o.cost_cents * (10**25 if n % 2 else 1))
        for n, o in enumerate(small.options)
    )
    huge = Election(options, ballots, small.budget_cents * 10**25)
    share += Fraction(hair, 10**25)
    run = rule.Market(huge, huge.by_key.keys(), tie_keys(huge, b""), utility).run(share)
    assert [(p.key, p.price) for p in run.trace] == equal_shares_once(huge, share, utility)


def test_many_voters_with_long_fractions_still_pay_to_the_last_fraction() -> None:
    """Here the rests have denominators of ten digits and more: floats alone could not decide."""
    chance = Random(5)
    costs = {f"o{n}": chance.randrange(200, 900) for n in range(25)}
    votes = [chance.sample(sorted(costs), chance.randint(1, 9)) for _ in range(97)]
    large = election(7_000, costs, votes)
    outcome = counted(large, "equal-shares-plain")
    assert list(outcome.winners) == names(equal_shares_once(large, Fraction(7_000, 97), "cost"))
    assert max(p.price.denominator for p in outcome.trace if p.price) > 10**9
