"""When a task is remembered: three days before and on the day, by day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roundtable.decisions.rules.reminders import Reminder, reminder_for, writes_now

DUE = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("days_before", "reminder"),
    [
        (4, None),
        (3, Reminder.BALD),
        (2, Reminder.BALD),
        (1, Reminder.BALD),
        (0, Reminder.HEUTE),
        (-1, None),
    ],
)
def test_each_day_has_its_reminder_or_none(days_before, reminder) -> None:
    assert reminder_for(DUE, DUE - timedelta(days=days_before)) is reminder


@pytest.mark.parametrize(("hour", "writes"), [(0, False), (6, False), (7, True), (23, True)])
def test_nobody_is_written_to_at_night(hour, writes) -> None:
    assert writes_now(datetime(2024, 6, 1, hour, tzinfo=UTC)) is writes
