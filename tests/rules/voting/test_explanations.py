"""Each option is told why it won or not, in plain German, from the trace alone."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.voting.rules.counting import RULES
from participation.voting.rules.election import Election
from participation.voting.rules.explanations import (
    beside,
    effective_support,
    explain,
    explanation_texts,
    share_with_winner,
    steps,
    summarise,
)
from participation.voting.rules.money import Amount, Currency
from participation.voting.rules.outcome import Stage
from participation.voting.rules.payments import payments
from participation.voting.rules.sentences import TEXTS, Code, Sentence, Support
from tests.rules.voting.elections import bike_election, counted, election, elections, few

EURO = Currency()


def texts(an_election: Election, rule: str, **settings: object) -> dict[str, str]:
    return explanation_texts(an_election, counted(an_election, rule, **settings), EURO)


def test_the_worked_example_explains_every_option() -> None:
    assert texts(bike_election(), "equal-shares") == {
        "bike": "Gewählt: 7 Unterstützende zahlten je höchstens 1 €.",
        "gym": "Nicht gewählt: Die 6 Unterstützenden hatten noch 2,40 € von 4 €; "
        "4 hatten schon 4 € für „Bike“ bezahlt.",
        "park": "Nicht gewählt: Die 5 Unterstützenden hatten noch 1,78 € von 2,50 €; "
        "3 hatten schon 3 € für „Bike“ bezahlt.",
        "playground": "Gewählt: 4 Unterstützende zahlten je höchstens 0,50 €.",
        "library": "Gewählt: 3 Unterstützende zahlten je höchstens 0,34 €.",
    }


def test_the_whole_count_says_how_far_the_next_step_was_and_what_is_left() -> None:
    found = [
        sentence.text(EURO) for sentence in summarise(counted(bike_election(), "equal-shares"))
    ]
    assert found == ["Der nächste Schritt läge 0,50 € über dem Budget.", "Frei waren noch 1 €."]


def test_greedy_explains_by_place_and_by_money() -> None:
    found = texts(bike_election(), "greedy")
    assert found["bike"] == "Gewählt auf Platz 1: 7 Stimmen. Frei waren noch 11 €."
    assert found["park"] == "Nicht gewählt: Frei waren noch 0 €, nötig waren 2,50 €."


SMALL = {"a": 600, "b": 500, "c": 400}
LINE = [["a"]] * 3 + [["b"]] * 2 + [["c"]]


@pytest.mark.parametrize(
    ("rule", "settings", "groups", "key", "text"),
    [
        ("greedy-no-skip", {}, {}, "c", "Die Zählung endete bei „B“"),
        ("greedy", {}, {"a": "x", "b": "x"}, "b", "„A“ wurde gewählt, und nur eines"),
        ("greedy-threshold", {"floor_score": 3}, {}, "c", "Nicht zugelassen: 1 von 3 Stimmen."),
        ("equal-shares-plain", {}, {}, "c", "Die eine unterstützende Person hatte nur 1,66 €"),
        ("equal-shares-plain", {}, {}, "b", "Die 2 Unterstützenden hatten zusammen nur 3,33 €"),
        ("equal-shares-utilitarian", {}, {}, "a", "Gewählt: 3 Unterstützende"),
    ],
)
def test_each_reason_has_its_words(rule, settings, groups, key, text) -> None:  # type: ignore[no-untyped-def]
    assert text in texts(election(1000, SMALL, LINE, groups=groups), rule, **settings)[key]


def test_a_top_up_is_told_from_the_shared_money() -> None:
    costs = {"bike": 700, "gym": 450, "bench": 300}
    votes = [["bike"]] * 8 + [["gym"]] * 2 + [["bench"]]
    found = texts(election(1100, costs, votes), "equal-shares-utilitarian", step_cents=5)
    assert found["bench"] == "Gewählt aus dem Geld, das nach dem Teilen übrig war: 1 Stimme."
    assert found["gym"].endswith("nur 4,40 € von 4,50 €. Frei waren noch 4 €.")


def test_one_supporter_is_one_person() -> None:
    votes = [["solo", "grand"], ["duo"], ["duo"]]
    found = texts(election(90, {"solo": 20, "grand": 80, "duo": 70}, votes), "equal-shares-plain")
    assert found["solo"] == "Gewählt: Eine Person unterstützte es und zahlte 0,20 €."
    assert "sie hatte schon 0,20 € für „Solo“ bezahlt" in found["grand"]


def test_nobody_is_told_of_a_lot_that_decided_nothing() -> None:
    tied = {"a": 50, "b": 50}
    assert "Los:" not in texts(election(100, tied, [["a"], ["b"]]), "greedy")["a"]
    found = texts(election(50, tied, [["a"], ["b"]]), "greedy")
    assert all("lagen gleichauf; das Los entschied für" in text for text in found.values())


def test_points_are_called_points() -> None:
    found = texts(election(10, {"a": 10, "b": 9}, [{"a": 1234}, {"b": 1}]), "greedy")
    assert "1.234 Punkte" in found["a"]


def test_translations_come_from_outside() -> None:
    sentence = Sentence(Code.FREE, {"free": Amount(340)})
    english = {TEXTS[Code.FREE]: "%(free)s were left."}
    assert sentence.text(EURO, lambda text: english.get(text, text)) == "3,40 € were left."
    assert Support(1, in_points=False).text(str.upper) == "1 STIMME"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Amount(340), EURO, "3,40 €"),
        (Amount(117_579_00), EURO, "117.579 €"),
        (Amount(Fraction(1000, 3)), EURO, "3,33 €"),
        (Amount(Fraction(1000, 3), up=True), EURO, "3,34 €"),
        (Amount(Fraction(1000, 3)), Currency("PLN", 1), "333,33 PLN"),
        (Amount(5), Currency("", 1), "5"),
        (Amount(-5), EURO, "−0,05 €"),
    ],
)
def test_amounts_are_written_the_german_way(amount: Amount, currency: Currency, text: str) -> None:
    assert currency.text(amount) == text


def test_effective_support_is_the_part_of_the_cost_that_was_left() -> None:
    bikes = bike_election()
    found = effective_support(bikes, counted(bikes, "equal-shares"))
    assert found == {"bike": 100, "gym": 60, "park": 71, "playground": 100, "library": 100}
    assert effective_support(bikes, counted(bikes, "greedy")) == {}


def test_two_outcomes_stand_side_by_side() -> None:
    bikes = bike_election()
    both = beside(bikes, counted(bikes, "equal-shares"), counted(bikes, "greedy"))
    assert (both.this_share, both.other_share) == (1, Fraction(9, 11))
    assert (both.preference.this, both.preference.other) == (3, 4)


def test_a_lost_comparison_is_told_with_both_sides_in_place() -> None:
    sentence = summarise(counted(bike_election(), "equal-shares", comparison=True))[-1]
    assert sentence.values == {"shares": 3, "greedy": 4, "equal": 4}


def test_the_steps_tell_who_paid_what() -> None:
    first, *_ = steps(bike_election(), counted(bike_election(), "equal-shares"))
    assert (first.key, first.stage, first.free_after) == ("bike", Stage.EQUAL_SHARES, 400)
    assert (first.voters, first.most, first.support.amount) == (
        7,
        Amount(Fraction(100), up=True),
        7,
    )


@few
@given(elections(with_groups=True), st.sampled_from(sorted(RULES)), st.booleans())
def test_every_option_of_every_count_is_explained(
    small: Election, rule: str, comparison: bool
) -> None:
    outcome = counted(small, rule, comparison=comparison, floor_score=2)
    found = explanation_texts(small, outcome, EURO)
    assert list(found) == list(small.by_key)
    assert {key for key, text in found.items() if text.startswith("Gewählt")} == set(
        outcome.winners
    )
    assert all("%(" not in text for text in found.values())
    assert 0 <= share_with_winner(small, outcome) <= 1
    assert len(explain(small, outcome)) == len(small.options)


@few
@given(elections(blanks=False))
def test_replayed_payments_cover_the_cost_and_leave_the_rest(small: Election) -> None:
    outcome = counted(small, "equal-shares")
    replayed = payments(small, outcome)
    assert replayed is not None
    paid = sum(replayed.weights[v] * a for p in replayed.paid.values() for v, a in p.items())
    left = sum(w * rest for w, rest in zip(replayed.weights, replayed.rests, strict=True))
    assert paid == outcome.spent * replayed.unit
    assert Fraction(paid + left, replayed.unit) == (outcome.voter_budget or 0) * small.voters
    assert all(replayed.rest(r.key) < small.by_key[r.key].cost_cents for r in outcome.refusals)
    assert all(ceil(replayed.most(key)) <= small.budget_cents * 2 for key in outcome.winners)
