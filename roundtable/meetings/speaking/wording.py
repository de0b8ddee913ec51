"""The list of speakers in plain German: kinds, places with their reasons, the clock."""

from collections.abc import Iterable

from kernel.i18n import _, lazy, plural
from roundtable.meetings.rules.speakers import Kind, Reason, Why
from roundtable.meetings.rules.speech import Signal

KINDS = {
    Kind.BEITRAG: lazy("Beitrag"),
    Kind.ZWISCHENFRAGE: lazy("Zwischenfrage"),
    Kind.GO_ANTRAG: lazy("Antrag zur Geschäftsordnung"),
}
SIGNALS = {
    Signal.ZEIT: (lazy("spricht"), "running"),
    Signal.BALD: (lazy("Redezeit bald vorbei"), "attention"),
    Signal.VORBEI: (lazy("Redezeit vorbei"), "attention"),
}


def clock_face(seconds: int) -> str:
    """`1:20`."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def why(reasons: Iterable[Reason]) -> str:
    """The reasons of a place: `noch kein Beitrag zu diesem Punkt, 2 Beiträge in dieser Sitzung`."""
    said = list(reasons)
    telling = [reason for reason in said if reason.code is not Why.MELDUNG] or said
    return ", ".join(_words(reason) for reason in telling)


def place_in_words(position: int, reasons: Iterable[Reason]) -> str:
    """`Platz 2, weil erster Beitrag`."""
    return _("Platz %(position)s, weil %(why)s", position=position, why=why(reasons))


def _words(reason: Reason) -> str:
    if isinstance(reason.value, str):
        return _("von der Leitung verschoben („%(reason)s“)", reason=reason.value)
    fixed = {
        Why.ZWISCHENFRAGE: _("Zwischenfrage"),
        Why.GO_ANTRAG: _("Antrag zur Geschäftsordnung"),
        Why.MELDUNG: _("Reihenfolge der Meldungen"),
        Why.ERSTER_BEITRAG: _("erster Beitrag"),
    }
    return fixed.get(reason.code) or _counted(reason.code, reason.value)


def _counted(code: Why, count: int) -> str:
    if code is Why.GRUPPE_SEKUNDEN:
        return _("Ihre Gruppe sprach hier %(time)s Minuten", time=clock_face(count))
    if code is Why.BEITRAEGE_SITZUNG:
        return plural(
            "%(num)d Beitrag in dieser Sitzung", "%(num)d Beiträge in dieser Sitzung", count
        )
    if count == 0:
        return _("noch kein Beitrag zu diesem Punkt")
    return plural("%(num)d Beitrag zu diesem Punkt", "%(num)d Beiträge zu diesem Punkt", count)
