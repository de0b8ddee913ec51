"""Days and hours of Berlin become instants; absent and double hours are never guessed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.consultations.rules.berlin import (
    BERLIN,
    Season,
    Trouble,
    day_of,
    end_of,
    instant_of,
    last_day_of,
    season_of,
)

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
HALF_PAST_TWO = time(2, 30)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_the_hour_that_the_clocks_skip_is_refused() -> None:
    assert instant_of(SPRING, HALF_PAST_TWO) is Trouble.ABSENT
    assert instant_of(SPRING, HALF_PAST_TWO, Season.MESZ) is Trouble.ABSENT
    assert end_of(SPRING, HALF_PAST_TWO) is Trouble.ABSENT


@pytest.mark.parametrize(
    ("season", "instant"),
    [
        (None, Trouble.TWICE),
        (Season.MESZ, datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (Season.MEZ, datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_the_hour_that_comes_twice_asks_which_one(season, instant) -> None:
    assert instant_of(AUTUMN, HALF_PAST_TWO, season) == instant


def test_a_season_means_nothing_where_the_hour_comes_once() -> None:
    noon = datetime(2027, 7, 1, 10, tzinfo=UTC)
    assert {instant_of(date(2027, 7, 1), time(12), season) for season in (None, *Season)} == {noon}


@pytest.mark.parametrize("hour", [None, time(0)])
def test_a_whole_last_day_ends_with_the_next_midnight(hour) -> None:
    assert end_of(AUTUMN, hour) == datetime(2027, 10, 31, 23, tzinfo=UTC)


def test_an_end_with_an_hour_is_that_hour() -> None:
    assert end_of(AUTUMN, time(18)) == datetime(2027, 10, 31, 17, tzinfo=UTC)


@given(instants)
def test_every_instant_is_found_again_from_what_the_clocks_show(at: datetime) -> None:
    there = at.astimezone(BERLIN)
    assert instant_of(there.date(), there.time(), season_of(at)) == at
    assert day_of(at) == there.date()


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_last_day_is_written_as_it_was_read(day: date) -> None:
    end = end_of(day)
    assert isinstance(end, datetime)
    assert last_day_of(end) == (day, None)
    assert last_day_of(end - timedelta(minutes=1)) == (day, time(23, 59))
