"""A vote in a meeting is counted in integers; a tie refuses."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roundtable.meetings.rules.results import (
    BadCount,
    Counts,
    Electorate,
    Leaning,
    Outcome,
    Rule,
    agreement,
    result,
)

YES, NO = Outcome.ANGENOMMEN, Outcome.ABGELEHNT
TWELVE = Electorate(seats=12, present=10)
numbers = st.integers(0, 60)
ballots = st.builds(Counts, numbers, numbers, numbers, st.just(0), numbers)


@pytest.mark.parametrize(
    ("counts", "rule", "outcome"),
    [
        (Counts(4, 3), Rule.EINFACH, YES),
        (Counts(3, 3), Rule.EINFACH, NO),
        (Counts(1, 0, abstained=9), Rule.EINFACH, YES),
        (Counts(0, 0), Rule.EINFACH, NO),
        (Counts(7, 3), Rule.ABSOLUT, YES),
        (Counts(6, 0), Rule.ABSOLUT, NO),
        (Counts(6, 3), Rule.ZWEIDRITTEL, YES),
        (Counts(5, 3), Rule.ZWEIDRITTEL, NO),
        (Counts(2, 1, abstained=7), Rule.ZWEIDRITTEL, YES),
        (Counts(0, 0, abstained=3), Rule.ZWEIDRITTEL, NO),
        (Counts(6, concerns=3), Rule.KONSENS, YES),
        (Counts(9, no=1), Rule.KONSENS, NO),
        (Counts(0, concerns=4, abstained=2), Rule.KONSENS, NO),
    ],
)
def test_each_rule_decides_as_it_says(counts: Counts, rule: Rule, outcome: Outcome) -> None:
    assert result(counts, rule, TWELVE) is outcome


@pytest.mark.parametrize(
    ("counts", "rule"),
    [
        (Counts(6, 5), Rule.EINFACH),
        (Counts(8, 0, invalid=3), Rule.EINFACH),
        (Counts(-1, 3), Rule.EINFACH),
        (Counts(3, concerns=1), Rule.ABSOLUT),
    ],
)
def test_an_impossible_count_is_refused(counts: Counts, rule: Rule) -> None:
    with pytest.raises(BadCount):
        result(counts, rule, TWELVE)


def test_more_present_than_seats_is_refused() -> None:
    with pytest.raises(BadCount):
        result(Counts(1), Rule.EINFACH, Electorate(seats=3, present=4))


@given(ballots, numbers)
def test_integers_agree_with_fractions(counts: Counts, absent: int) -> None:
    electorate = Electorate(counts.cast + absent, counts.cast)
    decided, half = counts.yes + counts.no, Fraction(1, 2)
    share = Fraction(counts.yes, decided) if decided else Fraction(0)
    of_all = Fraction(counts.yes, electorate.seats) if electorate.seats else Fraction(0)
    expected = {
        Rule.EINFACH: share > half,
        Rule.ZWEIDRITTEL: share >= Fraction(2, 3),
        Rule.ABSOLUT: of_all > half,
    }
    for rule, carried in expected.items():
        assert (result(counts, rule, electorate) is YES) is carried


@given(ballots, st.sampled_from(Rule))
def test_another_yes_never_turns_a_yes_into_a_no(counts: Counts, rule: Rule) -> None:
    electorate = Electorate(250, counts.cast + 1)
    assume(result(counts, rule, electorate) is YES)
    more = Counts(counts.yes + 1, counts.no, counts.abstained, 0, counts.invalid)
    assert result(more, rule, electorate) is YES


@given(ballots.filter(lambda c: c.yes == c.no))
def test_a_tie_is_refused(counts: Counts) -> None:
    electorate = Electorate(counts.cast, counts.cast)
    decided = (Rule.EINFACH, Rule.ABSOLUT, Rule.ZWEIDRITTEL)
    assert {result(counts, rule, electorate) for rule in decided} == {NO}


def test_agreement_says_where_each_group_stood() -> None:
    by_group = {
        "company": Counts(3, 1),
        "civil_society": Counts(1, 2),
        "administration": Counts(1, 1),
        "politics": Counts(abstained=2),
        "union": Counts(concerns=1),
    }
    assert agreement(by_group) == {
        "company": Leaning.DAFUER,
        "civil_society": Leaning.DAGEGEN,
        "administration": Leaning.GETEILT,
        "politics": Leaning.OHNE_STIMME,
        "union": Leaning.DAFUER,
    }
