"""The days of notice are calendar days, and the last one still counts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.notice import kept, latest_on


def test_an_invitation_of_the_same_weekday_a_week_before_is_in_time() -> None:
    assert kept(date(2026, 4, 2), date(2026, 4, 9), 7)
    assert not kept(date(2026, 4, 3), date(2026, 4, 9), 7)


def test_notice_counts_across_months_and_leap_days() -> None:
    assert latest_on(date(2028, 3, 5), 7) == date(2028, 2, 27)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_the_latest_day_is_in_time_and_the_next_is_late(meets_on: date, days: int) -> None:
    last = latest_on(meets_on, days)
    assert kept(last, meets_on, days)
    assert not kept(last + timedelta(days=1), meets_on, days)
