"""Phases grant exactly their interval, and exactly what their kind grants."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.consultations.rules.phases import (
    ALLOWED,
    Action,
    PhaseState,
    PhaseType,
    closed_at,
    coming,
    first_overlap,
    in_order,
    is_well_ordered,
    opens_at,
    phase_allows,
    running,
    span_of,
    state_of,
)
from tests.support.spans import DAY, NOON, TICK, Span, span

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(TICK * 2, timedelta(days=400))


@given(moments, lengths, st.sampled_from(PhaseType), st.sampled_from(Action))
def test_a_phase_grants_its_actions_in_its_interval_and_not_a_microsecond_more(
    start: datetime, length: timedelta, kind: PhaseType, action: Action
) -> None:
    phase, end = Span(kind, start, start + length), start + length
    asked = [start - TICK, start, end - TICK, end, end + TICK]
    granted = action in ALLOWED.get(kind, ())
    assert [phase_allows(action, [phase], at) for at in asked] == [
        False,
        granted,
        granted,
        False,
        False,
    ]


@given(moments, lengths)
def test_the_states_follow_each_other_at_the_ends(start: datetime, length: timedelta) -> None:
    phase = Span(PhaseType.COLLECT, start, start + length)
    states = [state_of(phase, start + shift) for shift in (-TICK, TICK * 0, length - TICK, length)]
    kommend, laeuft, beendet = PhaseState.KOMMEND, PhaseState.LAEUFT, PhaseState.BEENDET
    assert states == [kommend, laeuft, laeuft, beendet]


def test_an_undated_phase_is_planned_and_grants_nothing() -> None:
    phase = span(None, None)
    assert state_of(phase, NOON) is PhaseState.GEPLANT
    assert not phase_allows(Action.PROPOSE, [phase], NOON)


def test_a_phase_without_end_continues() -> None:
    assert state_of(span(0, None), NOON + DAY * 9_000) is PhaseState.LAEUFT


def test_each_kind_lets_participants_do_what_the_table_says() -> None:
    assert {kind: sorted(actions) for kind, actions in ALLOWED.items()} == {
        "collect": ["comment", "edit", "propose", "react", "sign"],
        "support": ["comment", "react", "sign"],
        "refine": ["amend", "comment", "edit", "sign"],
        "rate": ["comment", "react"],
        "discuss": ["comment", "react"],
        "vote": ["vote"],
    }


@pytest.mark.parametrize(
    ("one", "two", "overlaps"),
    [
        (span(0, 5), span(5, 9), False),
        (span(0, 5), span(4, 9), True),
        (span(0, None), span(4, 9), True),
        (span(4, None), span(0, 4), False),
        (span(None, None), span(0, 4), False),
        (span(0, 4), span(0, 4), True),
    ],
)
def test_phases_that_share_an_instant_overlap(one: Span, two: Span, overlaps: bool) -> None:
    assert bool(first_overlap([one, two])) is bool(first_overlap([two, one])) is overlaps


@given(st.lists(st.tuples(moments, lengths), min_size=2, max_size=6))
def test_without_overlap_no_instant_belongs_to_two_phases(
    pairs: list[tuple[datetime, timedelta]],
) -> None:
    phases = [Span(PhaseType.COLLECT, start, start + length) for start, length in pairs]
    ends = [p.starts_at for p in phases if p.starts_at]
    shared = any(
        sum(state_of(phase, at) is PhaseState.LAEUFT for phase in phases) > 1 for at in ends
    )
    assert bool(first_overlap(phases)) is shared


def test_phases_stand_in_the_order_of_their_start_and_planned_ones_last() -> None:
    early, late, planned = span(0, 1), span(3, 4), span(None, None)
    assert in_order([planned, late, early]) == [early, late, planned]


def test_who_comes_too_early_hears_when_it_opens_and_who_comes_too_late_when_it_closed() -> None:
    phases = [span(0, 2), span(5, 7, PhaseType.SUPPORT)]
    assert opens_at(Action.SIGN, phases, NOON + DAY * 3) == NOON + DAY * 5
    assert closed_at(Action.PROPOSE, phases, NOON + DAY * 3) == NOON + DAY * 2
    assert opens_at(Action.PROPOSE, phases, NOON + DAY * 3) is None


def test_the_present_and_the_next_phase_are_known() -> None:
    first, second = span(0, 2), span(5, 7, PhaseType.SUPPORT)
    assert running([first, second], NOON + DAY) == first
    assert running([first, second], NOON + DAY * 3) is None
    assert coming([second, first], NOON + DAY * 3) == second


def test_a_format_spans_from_its_first_start_to_its_last_end() -> None:
    assert span_of([span(5, 7), span(0, 2), span(None, None)]) == (NOON, NOON + DAY * 7)
    assert span_of([span(None, None)]) == (None, None)


@pytest.mark.parametrize(
    ("phase", "fine"),
    [(span(0, 1), True), (span(1, 1), False), (span(2, 1), False), (span(None, 1), False)],
)
def test_a_phase_ends_after_it_starts(phase: Span, fine: bool) -> None:
    assert is_well_ordered(phase) is fine
