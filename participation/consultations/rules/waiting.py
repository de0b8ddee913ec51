"""Public answer debt: since when the office owes, and for how many days."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from participation.consultations.rules.berlin import day_of
from participation.consultations.rules.phases import PhaseType, Span, is_for_participants

INTERIM_DAYS = 180


def days_open(since: datetime | None, at: datetime) -> int:
    """Calendar days in Berlin since the office owes; 0 on the first day, and where nothing is owed."""
    return max(0, (day_of(at) - day_of(since)).days) if since else 0


def result_owed_since(
    phases: Iterable[Span], at: datetime, *, last_result_at: datetime | None
) -> datetime | None:
    """When the last phase of the participants ended without a result since; None while nothing is owed.

    Where participation goes on without an end, an interim result is due every 180 days.
    """
    for_people = [phase for phase in phases if phase.starts_at and is_for_participants(phase)]
    if not for_people:
        return None
    if any(phase.ends_at is None for phase in for_people):
        return _interim_owed_since(for_people, at, last_result_at)
    over = max(phase.ends_at for phase in for_people if phase.ends_at)
    published = last_result_at is not None and last_result_at >= over
    return None if published or over > at else over


def answer_owed_since(
    phases: Iterable[Span],
    at: datetime,
    *,
    answered_at: datetime | None,
    threshold_reached_at: datetime | None = None,
) -> datetime | None:
    """When a proposal's answer clock began: its threshold was reached or `collect` is over; None once answered."""
    if answered_at is not None:
        return None
    over = [p.ends_at for p in phases if p.type is PhaseType.COLLECT and p.ends_at]
    starts = [moment for moment in (threshold_reached_at, max(over, default=None)) if moment]
    return min((moment for moment in starts if moment <= at), default=None)


def answers_end(phases: Iterable[Span], at: datetime) -> datetime | None:
    """Until when the phases promise answers; None without a promise, and once the day has passed."""
    ends = [phase.ends_at for phase in phases if phase.type is PhaseType.ANSWER]
    return max((end for end in ends if end and end > at), default=None)


def _interim_owed_since(
    phases: Iterable[Span], at: datetime, last_result_at: datetime | None
) -> datetime | None:
    begun = min(phase.starts_at for phase in phases if phase.starts_at)
    due = max(begun, last_result_at or begun) + timedelta(days=INTERIM_DAYS)
    return due if due <= at else None
