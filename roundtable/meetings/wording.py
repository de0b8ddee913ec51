"""A meeting in plain German: states, kinds, answers, needs, quorum. Pages, mail and search show the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.i18n import _, lazy, local, moment_text, plural
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.agenda import Kind
from roundtable.meetings.rules.papers import Fault
from roundtable.meetings.rules.quorum import JEDE_GRUPPE, MEHRHEIT, Quorum
from roundtable.meetings.rules.states import ItemState, State, may_turn

STATES = {
    State.ENTWURF: (lazy("Entwurf"), "neutral"),
    State.TERMINIERT: (lazy("Termin steht"), "neutral"),
    State.EINGELADEN: (lazy("eingeladen"), "open"),
    State.LAUFEND: (lazy("läuft gerade"), "running"),
    State.UNTERBROCHEN: (lazy("unterbrochen"), "review"),
    State.GESCHLOSSEN: (lazy("beendet, Protokoll folgt"), "review"),
    State.ABGESCHLOSSEN: (lazy("abgeschlossen"), "done"),
    State.ABGESAGT: (lazy("abgesagt"), "refused"),
}
ITEM_STATES = {
    ItemState.GEPLANT: (lazy("geplant"), "neutral"),
    ItemState.AUFGERUFEN: (lazy("aufgerufen"), "running"),
    ItemState.BERATEN: (lazy("beraten"), "done"),
    ItemState.VERTAGT: (lazy("vertagt"), "review"),
    ItemState.ABGESETZT: (lazy("abgesetzt"), "refused"),
    ItemState.VERWIESEN: (lazy("verwiesen"), "review"),
}
#: the buttons of the chair, from where an item stands
ITEM_STEPS = {
    ItemState.GEPLANT: (
        (ItemState.AUFGERUFEN, lazy("Aufrufen")),
        (ItemState.VERTAGT, lazy("Vertagen")),
        (ItemState.ABGESETZT, lazy("Absetzen")),
    ),
    ItemState.AUFGERUFEN: (
        (ItemState.BERATEN, lazy("Beraten")),
        (ItemState.VERTAGT, lazy("Vertagen")),
        (ItemState.GEPLANT, lazy("Zurückstellen")),
    ),
}
KINDS = {
    Kind.REGULARIA: lazy("Formalien"),
    Kind.BERICHT: lazy("Bericht"),
    Kind.BERATUNG: lazy("Beratung"),
    Kind.BESCHLUSS: lazy("Beschluss"),
    Kind.WAHL: lazy("Wahl"),
    Kind.VERSCHIEDENES: lazy("Verschiedenes"),
}
INVITATIONS = {
    "ladung": lazy("Einladung"),
    "nachtrag": lazy("Geänderte Einladung"),
    "absage": lazy("Absage"),
}
ANSWERS = {
    "zugesagt": lazy("Ich komme"),
    "abgesagt": lazy("Ich komme nicht"),
    "vertretung": lazy("Jemand vertritt mich"),
}
ANSWERED = {
    "zugesagt": lazy("kommt"),
    "abgesagt": lazy("kommt nicht"),
    "vertretung": lazy("wird vertreten"),
}
PAPER_FAULTS = {
    Fault.ADDRESS: lazy(
        "Diese Adresse ist nicht gültig. Sie beginnt mit https:// und steht ganz da."
    ),
    Fault.NO_TITLE: lazy("Bitte schreiben Sie vor die Adresse, was dort steht."),
    Fault.TOO_LONG: lazy("Der Titel ist zu lang. Bitte kürzen Sie ihn auf 200 Zeichen."),
    Fault.AFTER_ADDRESS: lazy("Nach der Adresse darf nichts mehr stehen."),
}
#: so many characters of a line name it
QUOTED = 25
NEEDS = {
    "gebaerdensprache": lazy("Gebärdensprache"),
    "schriftdolmetschung": lazy("Schriftdolmetschung"),
    "assistenz": lazy("Assistenz"),
}
QUORUM_RULES = {
    MEHRHEIT: lazy("wenn mehr als die Hälfte der stimmberechtigten Sitze da ist"),
    JEDE_GRUPPE: lazy("wenn von jeder Gruppe mindestens ein stimmberechtigter Sitz da ist"),
}

WEEKDAYS = (
    lazy("Montag"),
    lazy("Dienstag"),
    lazy("Mittwoch"),
    lazy("Donnerstag"),
    lazy("Freitag"),
    lazy("Samstag"),
    lazy("Sonntag"),
)


@dataclass(frozen=True)
class Mark:
    """A status as word and shape."""

    word: str
    kind: str


def paper_fault(number: int, line: str, why: Fault) -> str:
    """What is wrong with a line; its first words name it to whom its number says nothing, as where long lines wrap."""
    words = line.strip()
    start = words if len(words) <= QUOTED else f"{words[:QUOTED]}…"
    return _("Zeile %(n)s („%(start)s“): %(why)s", n=number, start=start, why=PAPER_FAULTS[why])


def mark_of(state: str) -> Mark:
    """The status mark of a meeting."""
    return Mark(*STATES[State(state)])


def item_mark(item: AgendaItem) -> Mark:
    """The status mark of an item."""
    return Mark(*ITEM_STATES[item.status])


def item_steps(meeting: Meeting, item: AgendaItem) -> list[tuple[str, str]]:
    """What the chair may do with an item now, as values and words; no other is called while one is."""
    if meeting.status is not State.LAUFEND:
        return []
    others = [one.status for one in meeting.items if one is not item]
    steps = ITEM_STEPS.get(item.status, ())
    return [(to.value, str(word)) for to, word in steps if may_turn(item.status, to, others)]


def day_and_time(instant: str) -> str:
    """An instant of an invitation: `Donnerstag, 9. April 2026, 17 Uhr`."""
    at = datetime.fromisoformat(instant)
    return f"{WEEKDAYS[local(at).weekday()]}, {moment_text(at)}"


def clock_text(instant: str) -> str:
    """The hour of an instant of an invitation: `20 Uhr`, `20:30 Uhr`."""
    there = local(datetime.fromisoformat(instant))
    return f"{there.hour}:{there.minute:02d} Uhr" if there.minute else f"{there.hour} Uhr"


def public_line(item: Mapping[str, Any]) -> str:
    """One line of an agenda: number and title, or that nobody may read it."""
    if not item["public"]:
        return _("TOP %(number)s – nichtöffentlich", number=item["number"])
    return _("TOP %(number)s: %(title)s", number=item["number"], title=item["title"])


def quorum_in_words(found: Quorum, groups: Mapping[str, str]) -> str:
    """Whether the table may decide, and what is missing."""
    if found.missing:
        names = ", ".join(groups.get(key, key) for key in found.missing)
        return _("Nicht beschlussfähig: Es fehlt noch jemand aus %(groups)s.", groups=names)
    if found.reached:
        return _(
            "Beschlussfähig: %(present)s da, %(required)s nötig.",
            present=found.present,
            required=found.required,
        )
    lacking = plural(
        "Es fehlt noch %(num)d Sitz.",
        "Es fehlen noch %(num)d Sitze.",
        found.required - found.present,
    )
    return f"{_('Nicht beschlussfähig.')} {lacking}"
