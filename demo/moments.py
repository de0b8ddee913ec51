"""When something of the demo happens: on a calendar date, or so many days from the demo's today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Moment:
    """A Berlin wall-clock time on a calendar date, or so many days from today."""

    day: int | date
    time: time = time(0)

    def at(self, now: datetime) -> datetime:
        """The instant in UTC; `now` is aware and decides what "today" is in Berlin."""
        day = self.day
        if isinstance(day, int):
            day = now.astimezone(BERLIN).date() + timedelta(days=day)
        return datetime.combine(day, self.time, BERLIN).astimezone(UTC)
