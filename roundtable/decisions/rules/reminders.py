"""When somebody is reminded of a task: some days before it is due, and on the day itself; never at night."""

from datetime import date, datetime, timedelta
from enum import StrEnum

SOON = timedelta(days=3)
#: mails are written from this hour on
FIRST_HOUR = 7


class Reminder(StrEnum):
    """Which of the two it is; each is written once."""

    BALD = "bald"
    HEUTE = "heute"


def writes_now(there: datetime) -> bool:
    """Whether it is day at this local time."""
    return there.hour >= FIRST_HOUR


def reminder_for(due: date, today: date) -> Reminder | None:
    """What is written today; who was away on the third day before writes on the second."""
    if due == today:
        return Reminder.HEUTE
    return Reminder.BALD if today < due <= today + SOON else None
