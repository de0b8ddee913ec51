"""The office's debt is counted in calendar days of Berlin, from the instant it begins."""

from datetime import UTC, datetime, timedelta

import pytest

from participation.consultations.rules.phases import PhaseType
from participation.consultations.rules.standing import Standing, standing_of
from participation.consultations.rules.waiting import (
    answer_owed_since,
    days_open,
    result_owed_since,
)
from tests.support.spans import DAY, NOON, TICK, span

COLLECT, RESULT = span(0, 10), span(20, 30, PhaseType.RESULT)
EVENING = datetime(2026, 5, 1, 21, 59, tzinfo=UTC)  # one minute before midnight in Berlin


def test_a_day_is_over_at_midnight_in_berlin() -> None:
    assert days_open(EVENING, EVENING + timedelta(seconds=59)) == 0
    assert days_open(EVENING, EVENING + timedelta(minutes=1)) == 1
    assert days_open(EVENING, EVENING + timedelta(days=3, minutes=1)) == 4


def test_nothing_owed_is_no_day() -> None:
    assert days_open(None, NOON) == 0
    assert days_open(NOON + DAY, NOON) == 0


@pytest.mark.parametrize(("shift", "owed"), [(-TICK, False), (TICK * 0, True), (DAY * 400, True)])
def test_a_result_is_owed_from_the_end_of_the_last_phase_of_the_participants(shift, owed) -> None:
    end = NOON + DAY * 10
    since = result_owed_since([RESULT, COLLECT], end + shift, last_result_at=None)
    assert since == (end if owed else None)


def test_a_published_result_stops_the_clock_and_an_early_one_does_not() -> None:
    end, later = NOON + DAY * 10, NOON + DAY * 99
    assert result_owed_since([COLLECT], later, last_result_at=end) is None
    assert result_owed_since([COLLECT], later, last_result_at=end - TICK) == end


def test_a_format_without_phases_for_participants_owes_no_result() -> None:
    assert (
        result_owed_since([RESULT, span(None, None)], NOON + DAY * 99, last_result_at=None) is None
    )


@pytest.mark.parametrize(
    ("asked", "last_result", "owed_since"),
    [(179, None, None), (180, None, 180), (300, 100, 280), (270, 100, None)],
)
def test_what_never_ends_owes_an_interim_result_every_180_days(
    asked, last_result, owed_since
) -> None:
    phases = [span(0, None, PhaseType.DISCUSS)]
    last = None if last_result is None else NOON + DAY * last_result
    since = result_owed_since(phases, NOON + DAY * asked, last_result_at=last)
    assert since == (None if owed_since is None else NOON + DAY * owed_since)


@pytest.mark.parametrize(
    ("asked", "threshold", "answered", "owed_since"),
    [
        (5, None, None, None),
        (10, None, None, 10),
        (5, 3, None, 3),
        (12, 3, None, 3),
        (12, 11, None, 10),
        (12, 3, 4, None),
    ],
)
def test_an_answer_is_owed_from_the_threshold_or_the_end_of_collecting(
    asked, threshold, answered, owed_since
) -> None:
    def day(number: int | None) -> datetime | None:
        return None if number is None else NOON + DAY * number

    since = answer_owed_since(
        [COLLECT],
        NOON + DAY * asked,
        answered_at=day(answered),
        threshold_reached_at=day(threshold),
    )
    assert since == day(owed_since)


@pytest.mark.parametrize(
    ("day", "standing"),
    [(-1, Standing.KOMMT), (0, Standing.LAEUFT), (15, Standing.LAEUFT), (30, Standing.BEENDET)],
)
def test_a_format_runs_from_its_first_start_to_its_last_end(day, standing) -> None:
    assert standing_of([RESULT, COLLECT], NOON + DAY * day) is standing


def test_an_archived_format_is_over_and_an_undated_one_comes() -> None:
    assert standing_of([COLLECT], NOON, archived=True) is Standing.BEENDET
    assert standing_of([span(None, None)], NOON) is Standing.KOMMT
    assert standing_of([span(0, None)], NOON + DAY * 999) is Standing.LAEUFT
