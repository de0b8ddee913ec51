"""A day and an hour on Berlin's clocks as form fields; a blank hour means the whole day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from wtforms import DateField, Field, Form, RadioField, TimeField
from wtforms.validators import Optional

from kernel.forms import choice
from kernel.i18n import lazy
from participation.consultations.rules.berlin import (
    BERLIN,
    MIDNIGHT,
    Season,
    Trouble,
    end_of,
    instant_of,
    last_day_of,
    season_of,
)

F = TypeVar("F", bound=type[Form])

SEASONS = [
    choice(Season.MESZ.value, lazy("Sommerzeit (MESZ), das erste Mal")),
    choice(Season.MEZ.value, lazy("Winterzeit (MEZ), das zweite Mal")),
]
NO_DAY = lazy("Bitte nennen Sie zur Uhrzeit auch den Tag.")
TROUBLES = {
    Trouble.ABSENT: lazy("Diese Uhrzeit gibt es nicht: Die Uhr springt von 2 auf 3 Uhr."),
    Trouble.TWICE: lazy("Diese Uhrzeit gibt es an dem Tag zweimal. Bitte wählen Sie eine."),
}


def with_moment(prefix: str, day: str) -> Callable[[F], F]:
    """Give a form class the fields of a moment."""

    def add(form: F) -> F:
        for name, field in moment_fields(prefix, day).items():
            setattr(form, name, field)
        return form

    return add


def moment_fields(prefix: str, day: str) -> dict[str, Any]:
    """Fields `<prefix>_on`, `<prefix>_time` and `<prefix>_season`; the day has this label."""
    return {
        f"{prefix}_on": DateField(day, [Optional()]),
        f"{prefix}_time": TimeField(lazy("Uhrzeit"), [Optional()]),
        f"{prefix}_season": RadioField(
            lazy("Sommerzeit oder Winterzeit?"),
            [Optional()],
            choices=SEASONS,
            validate_choice=False,
        ),
    }


def start_in(form: Form, prefix: str) -> datetime | None:
    """The start as sent; a trouble becomes an error of its field."""
    day, hour, season = _parts(form, prefix)
    if day.data is None:
        _refuse_hour_alone(day, hour)
        return None
    return _settled(instant_of(day.data, hour.data or MIDNIGHT, _chosen(season)), day, season)


def end_in(form: Form, prefix: str) -> datetime | None:
    """The end as sent: a blank hour is the end of the day; a trouble becomes an error of its field."""
    day, hour, season = _parts(form, prefix)
    if day.data is None:
        _refuse_hour_alone(day, hour)
        return None
    return _settled(end_of(day.data, hour.data, _chosen(season)), day, season)


def start_data(prefix: str, at: datetime | None) -> dict[str, Any]:
    """How a form shows this start."""
    if at is None:
        return {}
    there = at.astimezone(BERLIN)
    hour = None if there.time() == MIDNIGHT else there.time()
    return {f"{prefix}_on": there.date(), f"{prefix}_time": hour, f"{prefix}_season": season_of(at)}


def end_data(prefix: str, at: datetime | None) -> dict[str, Any]:
    """How a form shows this end."""
    if at is None:
        return {}
    day, hour = last_day_of(at)
    return {f"{prefix}_on": day, f"{prefix}_time": hour, f"{prefix}_season": season_of(at)}


def _parts(form: Form, prefix: str) -> tuple[Field, Field, Field]:
    day, hour, season = (form[f"{prefix}_{part}"] for part in ("on", "time", "season"))
    return day, hour, season


def _refuse_hour_alone(day: Field, hour: Field) -> None:
    """An hour without a day names no moment, and is not thrown away in silence."""
    if hour.data is not None and not day.errors:
        day.errors = [*day.errors, str(NO_DAY)]


def _chosen(season: Field) -> Season | None:
    return Season(season.data) if season.data in set(Season) else None


def _settled(found: datetime | Trouble, day: Field, season: Field) -> datetime | None:
    if isinstance(found, datetime):
        return found
    field = season if found is Trouble.TWICE else day
    field.errors = [*field.errors, str(TROUBLES[found])]
    return None
