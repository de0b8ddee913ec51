"""What somebody missed, in plain German: one sentence or two a line."""

from collections.abc import Sequence
from itertools import groupby

from kernel.i18n import _, lazy, plural
from roundtable.meetings.catching_up.queries import Missed
from roundtable.meetings.rules.missed import Line, Said, Topic

#: of longer lists the rest is counted
MOST_NAMES = 5
BECAME = {
    "aufgerufen": lazy("Aufgerufen: %(names)s."),
    "beraten": lazy("Beraten: %(names)s."),
    "vertagt": lazy("Vertagt: %(names)s."),
    "abgesetzt": lazy("Abgesetzt: %(names)s."),
    "verwiesen": lazy("Verwiesen: %(names)s."),
    "geplant": lazy("Zurückgestellt: %(names)s."),
}
MEETING = {
    "laufend": lazy("Die Sitzung läuft."),
    "unterbrochen": lazy("Die Sitzung ist unterbrochen."),
    "geschlossen": lazy("Die Sitzung ist beendet."),
}
TURN = {
    "offen": lazy("Sie wurden aufgerufen und sind an der Reihe."),
    "verpasst": lazy(
        "Sie waren an der Reihe und wurden übergangen. Melden Sie sich noch einmal, wenn Sie sprechen möchten."
    ),
}
VOTE = {
    "offen": lazy("offen"),
    "geschlossen": lazy("geschlossen, Ergebnis folgt"),
    "abgebrochen": lazy("abgebrochen"),
    "angenommen": lazy("angenommen"),
    "abgelehnt": lazy("abgelehnt"),
}


def sentences(missed: Missed) -> list[str]:
    """The lines in words; a line that would only name what the reader may not know is left out."""
    return [said for line in missed.lines if (said := _sentence(missed, line))]


def _sentence(missed: Missed, line: Line) -> str:
    if line.topic is Topic.EIGENER_AUFRUF:
        return str(TURN[line.things[0].value])
    if line.topic is Topic.PUNKT:
        return _meeting(missed, line.things)
    if line.topic is Topic.ABSTIMMUNG:
        return _votes(missed, line.things)
    if line.topic is Topic.REDEN:
        return _("Gesprochen: %(names)s.", names=_listed(_names(missed, line.things)))
    return plural(
        "%(num)d neue Nachricht im Gespräch.", "%(num)d neue Nachrichten im Gespräch.", line.count
    )


def _meeting(missed: Missed, things: Sequence[Said]) -> str:
    """The meeting's own state first, then the item that is on, then what became of others."""
    order = list(BECAME)
    states = [str(MEETING[thing.value]) for thing in things if thing.value in MEETING]
    items = sorted((t for t in things if t.value in BECAME), key=lambda t: order.index(t.value))
    told = [
        str(BECAME[value]) % {"names": _listed(_names(missed, list(same)))}
        for value, same in groupby(items, key=lambda thing: thing.value)
    ]
    return " ".join([*states, *told])


def _votes(missed: Missed, things: Sequence[Said]) -> str:
    known = [thing for thing in things if thing.about in missed.names]
    said = [f"{missed.names[thing.about]} ({VOTE[thing.value]})" for thing in known]
    return _("Abgestimmt: %(votes)s.", votes=_listed(said)) if said else ""


def _names(missed: Missed, things: Sequence[Said]) -> list[str]:
    return [missed.names[thing.about] for thing in things if missed.names.get(thing.about)]


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMES
    shown = ", ".join(dict.fromkeys(names[:MOST_NAMES]))
    if rest <= 0:
        return shown
    return shown + " " + plural("und %(num)d weitere", "und %(num)d weitere", rest)
