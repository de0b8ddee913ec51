"""When a card counts; pure."""

from datetime import date

ACTIVE = "aktiv"


def is_valid(state: str, valid_until: date, today: date) -> bool:
    """An active card, last day inclusive."""
    return state == ACTIVE and today <= valid_until


def one_year_from(day: date) -> date:
    """The last day of a card that begins on this day; 29 February ends on the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
