"""Ladungsfrist: how many days an invitation comes before the meeting.

Days are calendar days where the table meets; the day of sending does not count, the day of the meeting does.
"""

from datetime import date, timedelta

DEFAULT_DAYS = 7


def latest_on(meets_on: date, days: int = DEFAULT_DAYS) -> date:
    """The last day on which the invitation may leave without a reason."""
    return meets_on - timedelta(days=days)


def kept(sent_on: date, meets_on: date, days: int = DEFAULT_DAYS) -> bool:
    """Whether an invitation that leaves on this day keeps the notice."""
    return sent_on <= latest_on(meets_on, days)
