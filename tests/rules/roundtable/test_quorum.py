"""A table decides only while enough of its voting seats are there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.presence import Step, present
from roundtable.meetings.rules.quorum import Counted, Quorum, UnknownRule, is_rule, quorum

SEATS = [
    Counted("S1", "company", True),
    Counted("S2", "company", True),
    Counted("S3", "civil_society", True),
    Counted("S4", "administration", True),
    Counted("S5", "administration", False),
    Counted("S6", "other", False),
]
keys = st.sampled_from([seat.key for seat in SEATS])
rules = st.sampled_from(["mehrheit", "anzahl:1", "anzahl:3", "anzahl:9", "jede_gruppe"])


@pytest.mark.parametrize(
    ("there", "rule", "answer"),
    [
        ({"S1", "S2"}, "mehrheit", Quorum(2, 3, False)),
        ({"S1", "S2", "S4"}, "mehrheit", Quorum(3, 3, True)),
        ({"S1", "S5", "S6"}, "mehrheit", Quorum(1, 3, False)),
        ({"S1", "S3"}, "anzahl:2", Quorum(2, 2, True)),
        ({"S1"}, "anzahl:2", Quorum(1, 2, False)),
        ({"S1", "S2", "S4"}, "jede_gruppe", Quorum(2, 3, False, ("civil_society",))),
        ({"S1", "S3", "S4"}, "jede_gruppe", Quorum(3, 3, True)),
        ({"S1", "S3", "S5"}, "jede_gruppe", Quorum(2, 3, False, ("administration",))),
    ],
)
def test_quorum_counts_voting_seats_alone(there: set[str], rule: str, answer: Quorum) -> None:
    assert quorum(SEATS, there, rule) == answer


@pytest.mark.parametrize("rule", ["mehrheit", "jede_gruppe", "anzahl:1"])
def test_a_table_without_voting_seats_never_decides(rule: str) -> None:
    assert not quorum([Counted("S6", "other", False)], {"S6"}, rule).reached


@pytest.mark.parametrize(
    "rule", ["", "alle", "anzahl", "anzahl:", "anzahl:0", "anzahl:²", "anzahl:-1"]
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    assert not is_rule(rule)
    with pytest.raises(UnknownRule):
        quorum(SEATS, set(), rule)


@given(st.sets(keys), keys, rules)
def test_who_comes_never_breaks_the_quorum(there: set[str], late: str, rule: str) -> None:
    before, after = quorum(SEATS, there, rule), quorum(SEATS, there | {late}, rule)
    assert after.present >= before.present
    assert after.reached or not before.reached


@given(st.sets(keys))
def test_a_majority_is_more_than_half(there: set[str]) -> None:
    answer = quorum(SEATS, there, "mehrheit")
    assert answer.reached is (2 * len(there & {"S1", "S2", "S3", "S4"}) > 4)


def test_who_left_is_not_present_and_may_come_again() -> None:
    log = [Step("S1", True), Step("S2", True), Step("S1", False)]
    assert present(log) == {"S2"}
    assert present([*log, Step("S1", True)]) == {"S1", "S2"}
    assert present([]) == frozenset()
