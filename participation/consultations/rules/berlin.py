"""Instants from what people write: days and hours on the clocks of Berlin.

When summer time begins, an hour is absent; when it ends, an hour happens twice. Neither is guessed.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = time(0)


class Season(StrEnum):
    """Which of two equal hours is meant."""

    MESZ = "mesz"
    MEZ = "mez"


class Trouble(StrEnum):
    """Why a day and an hour name no single instant."""

    ABSENT = "absent"
    TWICE = "twice"


def instant_of(
    day: date, hour: time = MIDNIGHT, season: Season | None = None
) -> datetime | Trouble:
    """The instant in UTC; the season is heeded only where the hour happens twice."""
    first, second = (_utc(day, hour, fold) for fold in (0, 1))
    if first == second:
        return first
    if first > second:  # between the two sides of the gap the clocks show nothing
        return Trouble.ABSENT
    if season is None:
        return Trouble.TWICE
    return first if season is Season.MESZ else second


def end_of(day: date, hour: time | None = None, season: Season | None = None) -> datetime | Trouble:
    """The first instant after "bis": a whole day ends with the midnight that begins the next."""
    if hour is None or hour == MIDNIGHT:
        return instant_of(day + timedelta(days=1))
    return instant_of(day, hour, season)


def season_of(at: datetime) -> Season | None:
    """The season where the hour on Berlin's clocks happens twice; None everywhere else."""
    there = at.astimezone(BERLIN)
    if there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset():
        return None
    return Season.MEZ if there.fold else Season.MESZ


def last_day_of(ends_at: datetime) -> tuple[date, time | None]:
    """How people write this end: the last whole day, or a day with its hour."""
    there = ends_at.astimezone(BERLIN)
    if there.time() == MIDNIGHT:
        return there.date() - timedelta(days=1), None
    return there.date(), there.time()


def day_of(at: datetime) -> date:
    """The day on Berlin's calendar."""
    return at.astimezone(BERLIN).date()


def _utc(day: date, hour: time, fold: int) -> datetime:
    return datetime.combine(day, hour, BERLIN).replace(fold=fold).astimezone(UTC)
