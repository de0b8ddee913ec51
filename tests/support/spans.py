"""Phases for pure rules, counted in days from one noon."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from participation.consultations.rules.phases import PhaseType

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """A phase without a table."""

    type: PhaseType
    starts_at: datetime | None
    ends_at: datetime | None


def span(start: int | None, end: int | None, kind: PhaseType = PhaseType.COLLECT) -> Span:
    """From and until so many days from noon."""
    first, last = (None if day is None else NOON + DAY * day for day in (start, end))
    return Span(kind, first, last)
