"""Minutes in everyday words: four steps that everybody sees, whose turn it is and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.i18n import _, lazy
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.rules.quorum import JEDE_GRUPPE
from roundtable.meetings.wording import Mark
from roundtable.minutes.rules.completeness import Gap
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import State, Way
from roundtable.minutes.workflow.models import Minutes

STEPS = (
    lazy("schreiben"),
    lazy("abstimmen lassen"),
    lazy("freigeben"),
    lazy("öffentlich"),
)
#: the place of each state among the steps, and its mark
STATES = {
    State.MITSCHRIFT: (0, lazy("wird geschrieben"), "running"),
    State.REDAKTION: (0, lazy("wird geschrieben"), "running"),
    State.VORGELEGT: (1, lazy("liegt dem Tisch vor"), "review"),
    State.UEBERARBEITUNG: (0, lazy("wird überarbeitet"), "running"),
    State.GENEHMIGT: (2, lazy("genehmigt"), "review"),
    State.UNTERZEICHNET: (2, lazy("unterzeichnet"), "review"),
    State.VEROEFFENTLICHT: (3, lazy("öffentlich"), "done"),
    State.BERICHTIGT: (3, lazy("öffentlich, berichtigt"), "done"),
    State.DEPUBLIZIERT: (3, lazy("zurückgezogen"), "refused"),
}
OBJECTIONS = {
    Standing.OFFEN: (lazy("noch nicht entschieden"), "open"),
    Standing.ANGENOMMEN: (lazy("angenommen"), "done"),
    Standing.ABGELEHNT: (lazy("abgelehnt"), "refused"),
}
WAYS = {
    Way.BESCHLUSS: lazy("durch Beschluss in einer späteren Sitzung"),
    Way.UMLAUF: lazy("mit Zustimmung der Mehrheit"),
    Way.FRISTABLAUF: lazy("weil bis zum Ende der Frist nichts mehr offen war"),
}
TURNS = {
    State.MITSCHRIFT: (lazy("alle Mitglieder"), lazy("schreiben mit")),
    State.REDAKTION: (
        lazy("Protokollführung"),
        lazy("schreibt das Protokoll fertig und legt es vor"),
    ),
    State.UEBERARBEITUNG: (
        lazy("Protokollführung"),
        lazy("überarbeitet das Protokoll und legt es neu vor"),
    ),
    State.GENEHMIGT: (lazy("Verwaltung"), lazy("gibt das Protokoll frei")),
    State.UNTERZEICHNET: (lazy("Verwaltung"), lazy("gibt das Protokoll frei")),
}
GAPS = {
    "place": lazy("Der Ort der Sitzung fehlt."),
    "times": lazy("Beginn oder Ende der Sitzung fehlt."),
    "chair": lazy("Es fehlt, wer die Sitzung geleitet hat."),
    "presence": lazy("Es ist niemand als anwesend eingetragen."),
}


@dataclass(frozen=True)
class Turn:
    """Whose turn it is; nobody's, where everything is done."""

    who: str
    what: str
    until: datetime | None = None


def step_of(state: State) -> int:
    """The place of the state among the four steps, from 0."""
    return STATES[state][0]


def mark_of_minutes(state: State) -> Mark:
    """The status mark of minutes."""
    return Mark(*STATES[state][1:])


def mark_of_objection(state: Standing) -> Mark:
    """The status mark of a wish."""
    return Mark(*OBJECTIONS[state])


def turn_of(
    minutes: Minutes, open_objections: int, at: datetime, *, is_corrected: bool = False
) -> Turn | None:
    """Who goes on from here; None for nobody. `is_corrected`: the table says otherwise than what is public."""
    if is_corrected:
        return Turn(_("Verwaltung"), _("prüft die Berichtigung und gibt sie frei"))
    if minutes.state is State.VORGELEGT:
        until = minutes.objections_until
        if until and until > at:
            return Turn(_("alle Mitglieder"), _("lesen und nennen Änderungswünsche"), until)
        if open_objections:
            return Turn(_("Protokollführung"), _("entscheidet über die Änderungswünsche"))
    who, what = TURNS.get(minutes.state, ("", ""))
    return Turn(str(who), str(what)) if who else None


def gap_in_words(gap: Gap) -> str:
    """What is missing, and what to do."""
    if gap.motion is None:
        return str(GAPS[gap.what])
    if gap.what == "motions":
        return _(
            "Die Abstimmung „%(title)s“ fehlt. Bitte nennen Sie sie im Text.",
            title=gap.motion.title,
        )
    return _(
        "Das Ergebnis der Abstimmung „%(title)s“ fehlt: %(outcome)s.",
        title=gap.motion.title,
        outcome=gap.motion.outcome,
    )


def unknown_in_words(number: str) -> str:
    """Somebody typed a resolution that nobody adopted."""
    return _(
        "Dieser Beschluss steht nicht im Verzeichnis: %(number)s. Bitte ändern Sie die Zeile.",
        number=number,
    )


def imitation_in_words(mark: str) -> str:
    """Somebody typed what the platform itself writes."""
    return _(
        "Diese Zeilen sehen aus wie eine Angabe aus der Sitzung: %(mark)s. Solche Angaben kommen von selbst ins "
        "Protokoll. Bitte löschen Sie die Zeilen, die mit > beginnen.",
        mark=mark,
    )


def quorum_at_start(meeting: Meeting, log: Sequence[Presence]) -> str:
    """Whether the table could decide when the meeting began."""
    before = [step for step in log if meeting.started_at and step.at <= meeting.started_at]
    if not before:
        return ""
    last = before[-1]
    facts = {"present": last.present, "required": last.required}
    if meeting.quorum_rule == JEDE_GRUPPE:
        if last.reached:
            return _("Zu Beginn beschlussfähig: Aus jeder Gruppe war jemand da.")
        return _("Zu Beginn nicht beschlussfähig: Nicht aus jeder Gruppe war jemand da.")
    if last.reached:
        return _("Zu Beginn beschlussfähig: %(present)s da, %(required)s nötig.", **facts)
    return _("Zu Beginn nicht beschlussfähig: %(present)s da, %(required)s nötig.", **facts)
