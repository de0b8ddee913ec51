"""The life of a vote, its choices, and who acts for which seat."""

import pytest

from roundtable.decisions.rules.votes import (
    Choice,
    Hindrance,
    Present,
    State,
    acting,
    choices_of,
    counts_of,
    hindrances_of_opening,
    may_turn,
    needs_reason,
    together,
)
from roundtable.meetings.rules.results import Counts, Rule

STEPS = {
    ("vorbereitet", "offen"),
    ("vorbereitet", "abgebrochen"),
    ("offen", "geschlossen"),
    ("offen", "abgebrochen"),
    ("geschlossen", "bekanntgegeben"),
    ("geschlossen", "abgebrochen"),
}


def test_the_steps_of_a_vote_are_these_and_no_others() -> None:
    found = {(now.value, to.value) for now in State for to in State if may_turn(now, to)}
    assert found == STEPS


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"meeting_runs": False}, Hindrance.SITZUNG),
        ({"item_is_called": False}, Hindrance.PUNKT),
        ({"quorum_reached": False}, Hindrance.BESCHLUSSFAEHIG),
    ],
)
def test_each_guard_hinders_the_opening_alone(facts, why) -> None:
    good = {"meeting_runs": True, "item_is_called": True, "quorum_reached": True}
    assert hindrances_of_opening(State.VORBEREITET, **good) == ()
    assert hindrances_of_opening(State.VORBEREITET, **{**good, **facts}) == (why,)
    assert hindrances_of_opening(State.OFFEN, **good) == (Hindrance.STAND,)


def test_concerns_and_reasons_belong_to_the_consensus() -> None:
    assert Choice.BEDENKEN in choices_of(Rule.KONSENS)
    assert Choice.BEDENKEN not in choices_of(Rule.EINFACH)
    assert [c for c in Choice if needs_reason(Rule.KONSENS, c)] == [Choice.DAGEGEN]
    assert not any(needs_reason(Rule.ZWEIDRITTEL, c) for c in Choice)


def test_ballots_and_hands_add_up() -> None:
    devices = counts_of([Choice.DAFUER, Choice.DAFUER, Choice.DAGEGEN, Choice.BEDENKEN])
    assert devices == Counts(yes=2, no=1, concerns=1)
    hands = Counts(yes=1, abstained=2, invalid=1)
    assert together(devices, hands) == Counts(yes=3, no=1, abstained=2, concerns=1, invalid=1)


def test_one_person_acts_for_one_seat() -> None:
    found = acting(
        [
            Present(1, "anna"),
            Present(2, "ben", by_deputy=True, deputy="mia"),
            Present(3, "cem", by_deputy=True, deputy="mia"),
            Present(4, "dora", by_deputy=True, deputy="anna"),
            Present(5, "eva", by_deputy=True),
        ]
    )
    assert found == {1: "anna", 2: "mia", 3: None, 4: None, 5: None}
