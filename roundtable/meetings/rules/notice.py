"""Ladungsfrist: how many days an invitation comes before the meeting.

Days are calendar days where the table meets; the day of sending does not count, the day of the meeting does.
"""

from datetime import date, datetime, timedelta

DEFAULT_DAYS = 7
#: who begins earlier than that is asked whether they mean it
EARLY = timedelta(hours=24)


def latest_on(meets_on: date, days: int = DEFAULT_DAYS) -> date:
    """The last day on which the invitation may leave without a reason."""
    return meets_on - timedelta(days=days)


def kept(sent_on: date, meets_on: date, days: int = DEFAULT_DAYS) -> bool:
    """Whether an invitation that leaves on this day keeps the notice."""
    return sent_on <= latest_on(meets_on, days)


def is_early(at: datetime, starts_at: datetime) -> bool:
    """Whether a meeting that is planned for `starts_at` would begin so long before that nobody expects it."""
    return starts_at - at > EARLY
