"""The way of minutes: which step follows which, and what each step asks for."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from roundtable.minutes.rules.states import (
    NEXT,
    REQUIRED,
    Facts,
    Lack,
    Role,
    State,
    Way,
    end_of_undo,
    may_move,
    may_write,
    missing,
    public_state,
)

EVERYTHING = Facts(
    meeting_closed=True,
    named=REQUIRED,
    pdf_compiles=True,
    accepted_objections=1,
    way=Way.FRISTABLAUF,
    later_meeting=True,
    agreed=4,
    voting_seats=7,
    deadline_over=True,
    confirmed=("a1", "a1"),
    sha256="a1",
    seen_sha256="a1",
    submitted_by="anna",
    actor="ben",
    reason="Zahl verwechselt",
    takes_back=True,
    in_time=True,
)
STEPS = [(now, to) for now, states in NEXT.items() for to in sorted(states)]


@pytest.mark.parametrize(("now", "to"), list(product(State, State)))
def test_only_the_steps_of_the_table_exist(now, to) -> None:
    lacks = missing(now, to, EVERYTHING)
    assert lacks == ([] if (now, to) in STEPS else [Lack.NOT_NEXT])
    assert may_move(now, to) is not bool(lacks)


@pytest.mark.parametrize(("now", "to"), STEPS)
def test_no_step_is_taken_on_nothing(now, to) -> None:
    assert missing(now, to, Facts())


@pytest.mark.parametrize(
    ("now", "to", "change", "lack"),
    [
        ("mitschrift", "redaktion", {"meeting_closed": False}, Lack.MEETING_OPEN),
        ("redaktion", "vorgelegt", {"named": REQUIRED - {"chair"}}, Lack.INCOMPLETE),
        ("redaktion", "vorgelegt", {"pdf_compiles": False}, Lack.NO_PDF),
        ("vorgelegt", "ueberarbeitung", {"accepted_objections": 0}, Lack.NO_ACCEPTED_OBJECTION),
        ("vorgelegt", "genehmigt", {"open_objections": 1}, Lack.OPEN_OBJECTION),
        ("vorgelegt", "genehmigt", {"way": None}, Lack.NO_WAY),
        ("vorgelegt", "genehmigt", {"deadline_over": False}, Lack.DEADLINE_RUNS),
        ("vorgelegt", "genehmigt", {"way": Way.UMLAUF, "agreed": 3}, Lack.NO_MAJORITY),
        (
            "vorgelegt",
            "genehmigt",
            {"way": Way.BESCHLUSS, "later_meeting": False},
            Lack.NO_LATER_MEETING,
        ),
        ("genehmigt", "unterzeichnet", {"confirmed": ("a1",)}, Lack.UNCONFIRMED),
        ("genehmigt", "unterzeichnet", {"confirmed": ("a1", "b2")}, Lack.UNCONFIRMED),
        ("genehmigt", "veroeffentlicht", {"actor": "anna"}, Lack.SAME_PERSON),
        ("genehmigt", "veroeffentlicht", {"seen_sha256": "b2"}, Lack.OTHER_TEXT),
        ("genehmigt", "ueberarbeitung", {"reason": " "}, Lack.NO_REASON),
        ("veroeffentlicht", "berichtigt", {"reason": " "}, Lack.NO_REASON),
        ("veroeffentlicht", "berichtigt", {"seen_sha256": "b2"}, Lack.OTHER_TEXT),
        ("veroeffentlicht", "berichtigt", {"public_sha256": "a1"}, Lack.UNCHANGED),
        ("berichtigt", "depubliziert", {"reason": ""}, Lack.NO_REASON),
        ("depubliziert", "veroeffentlicht", {"in_time": False}, Lack.TOO_LATE),
        ("depubliziert", "berichtigt", {"in_time": False}, Lack.TOO_LATE),
        ("depubliziert", "berichtigt", {"takes_back": False}, Lack.NOT_NEXT),
    ],
)
def test_one_missing_thing_stops_the_step(now, to, change, lack) -> None:
    assert missing(State(now), State(to), replace(EVERYTHING, **change)) == [lack]


def test_what_is_given_back_needs_no_wish_and_a_wish_no_reason() -> None:
    returned, wished = Facts(reason="Ein Name"), Facts(accepted_objections=1)
    assert missing(State.GENEHMIGT, State.UEBERARBEITUNG, returned) == []
    assert missing(State.VORGELEGT, State.UEBERARBEITUNG, wished) == []


def test_a_withdrawal_may_be_taken_back_for_a_day() -> None:
    assert end_of_undo(datetime(2026, 10, 24, 12, tzinfo=UTC)) == datetime(
        2026, 10, 25, 12, tzinfo=UTC
    )


def test_from_the_second_publication_on_minutes_are_corrected() -> None:
    assert [public_state(n) for n in (1, 2, 3)] == ["veroeffentlicht", "berichtigt", "berichtigt"]


@pytest.mark.parametrize(
    ("state", "writers"),
    [
        ("mitschrift", {"chair", "secretary", "member"}),
        ("redaktion", {"chair", "secretary"}),
        ("vorgelegt", set()),
        ("ueberarbeitung", {"secretary"}),
        ("genehmigt", set()),
        ("veroeffentlicht", set()),
        ("depubliziert", set()),
    ],
)
def test_who_writes_follows_the_state(state, writers) -> None:
    assert {str(role) for role in Role if may_write(State(state), role)} == writers
