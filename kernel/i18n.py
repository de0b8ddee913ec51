"""Words, dates and amounts as a reader in Hamburg expects them; German is the source language."""

from datetime import date, datetime, timedelta
from typing import cast

from flask import Flask
from flask_babel import Babel, get_babel, get_locale, gettext, lazy_gettext, ngettext

from kernel import clock
from kernel.clock import BERLIN

__all__ = ["BERLIN", "_", "date_text", "lazy", "moment_text", "money", "plural", "time_left"]

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


def _(text: str, **values: object) -> str:
    """The text in the reader's language; `%(name)s` is filled from the values."""
    return str(gettext(text, **values))


def lazy(text: str) -> str:
    """A text of a class body: translated when it is shown. It behaves as a string."""
    return cast("str", lazy_gettext(text))


def plural(one: str, many: str, count: int) -> str:
    """`one` or `many` by the count, with `%(num)d` filled in."""
    return str(ngettext(one, many, count))


def language() -> str:
    """The reader's language, as kept pages tell them apart."""
    babel = get_babel()
    return str(get_locale()) if babel.locale_selector else babel.default_locale


def init_app(app: Flask) -> None:
    """Give templates the words and formats."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "de")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Berlin")
    Babel(app)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.filters.update(
        beginn=start_text,
        datum=date_text,
        euro=money,
        iso=iso,
        noch=time_left,
        sekunde=second_text,
        zahl=number,
        zeitpunkt=moment_text,
    )


def local(at: datetime) -> datetime:
    """The instant in Berlin."""
    return at.astimezone(BERLIN)


def iso(at: datetime) -> str:
    """For `<time datetime>`."""
    return local(at).isoformat(timespec="seconds")


def date_text(at: datetime | date) -> str:
    """`15. Dezember 2026`."""
    day = local(at).date() if isinstance(at, datetime) else at
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def moment_text(at: datetime) -> str:
    """`15. Dezember 2026, 18 Uhr`; midnight is the end of the day before: `31. Oktober 2026, 24 Uhr`."""
    there = local(at)
    if (there.hour, there.minute) == (0, 0):
        return f"{date_text(there - timedelta(days=1))}, 24\u00a0Uhr"
    clock_time = f"{there.hour}" if there.minute == 0 else f"{there.hour}:{there.minute:02d}"
    return f"{date_text(there)}, {clock_time}\u00a0Uhr"


def second_text(at: datetime) -> str:
    """`15. Dezember 2026, 18:04:09 Uhr`, where several things of one minute stand side by side."""
    return f"{date_text(local(at))}, {local(at):%H:%M:%S}\u00a0Uhr"


def start_text(at: datetime) -> str:
    """When something begins: `1. November 2026`, or with the hour where it is not midnight."""
    there = local(at)
    return date_text(there) if (there.hour, there.minute) == (0, 0) else moment_text(there)


def number(value: int) -> str:
    """`1.306`."""
    return f"{value:,}".replace(",", ".")


def money(cents: int) -> str:
    """`8.000 €`, `3,40 €`; non-breaking before the sign."""
    euros, rest = divmod(abs(cents), 100)
    whole = number(euros)
    amount = f"{whole},{rest:02d}" if rest else whole
    return f"{'−' if cents < 0 else ''}{amount}\u00a0€"


def time_left(until: datetime, at: datetime | None = None) -> str:
    """`noch 12 Tage` (by the calendar), `noch 3 Stunden`, `noch 5 Minuten`, `beendet`."""
    now = at or clock.now()
    left = until - now
    if left <= timedelta():
        return _("beendet")
    if left >= timedelta(days=1):
        last_day = local(until - timedelta(microseconds=1)).date()
        days = (last_day - local(now).date()).days
        return plural("noch %(num)d Tag", "noch %(num)d Tage", days)
    if left >= timedelta(hours=1):
        return plural("noch %(num)d Stunde", "noch %(num)d Stunden", left.seconds // 3600)
    return plural("noch %(num)d Minute", "noch %(num)d Minuten", max(1, left.seconds // 60))
