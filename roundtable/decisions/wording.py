"""Votes in plain German: states, rules, choices, results. Pages, mail and programs show the same words."""

from collections.abc import Mapping

from kernel.i18n import _, lazy
from roundtable.decisions.rules.resolutions import State as Standing
from roundtable.decisions.rules.tasks import State as TaskState
from roundtable.decisions.rules.votes import Choice, Mode, State
from roundtable.meetings.rules.results import Counts, Leaning, Outcome, Rule
from roundtable.meetings.wording import Mark

STATES = {
    State.VORBEREITET: (lazy("vorbereitet"), "neutral"),
    State.OFFEN: (lazy("offen"), "running"),
    State.GESCHLOSSEN: (lazy("geschlossen, Ergebnis folgt"), "review"),
    State.BEKANNTGEGEBEN: (lazy("Ergebnis bekanntgegeben"), "done"),
    State.ABGEBROCHEN: (lazy("abgebrochen"), "refused"),
}
OUTCOMES = {
    Outcome.ANGENOMMEN: (lazy("angenommen"), "done"),
    Outcome.ABGELEHNT: (lazy("abgelehnt"), "refused"),
}
RULES = {
    Rule.EINFACH: lazy("Mehr Ja als Nein"),
    Rule.ABSOLUT: lazy("Ja von mehr als der Hälfte aller Sitze mit Stimme"),
    Rule.ZWEIDRITTEL: lazy("Mindestens zwei Drittel Ja unter Ja und Nein"),
    Rule.KONSENS: lazy("Konsens: kein Veto, mindestens eine Zustimmung"),
}
MODES = {
    Mode.GERAET: lazy("Jede Person stimmt am eigenen Gerät ab"),
    Mode.HANDZEICHEN: lazy("Handzeichen, auch am Gerät"),
    Mode.PAPIER: lazy("Stimmzettel aus Papier, auch am Gerät"),
}
CHOICES = {
    Choice.DAFUER: lazy("Ja"),
    Choice.DAGEGEN: lazy("Nein"),
    Choice.ENTHALTUNG: lazy("Enthaltung"),
}
CONSENSUS = {
    Choice.DAFUER: lazy("Zustimmung"),
    Choice.BEDENKEN: lazy("Bedenken, aber kein Veto"),
    Choice.ENTHALTUNG: lazy("Enthaltung"),
    Choice.DAGEGEN: lazy("Veto"),
}
RESOLUTIONS = {
    Standing.GEFASST: (lazy("gefasst"), "open"),
    Standing.IN_UMSETZUNG: (lazy("wird umgesetzt"), "running"),
    Standing.UMGESETZT: (lazy("umgesetzt"), "done"),
    Standing.AUFGEHOBEN: (lazy("aufgehoben"), "refused"),
    Standing.GEAENDERT: (lazy("ersetzt"), "review"),
}
TASKS = {
    TaskState.OFFEN: (lazy("offen"), "open"),
    TaskState.IN_ARBEIT: (lazy("in Arbeit"), "running"),
    TaskState.ERLEDIGT: (lazy("erledigt"), "done"),
    TaskState.UEBERTRAGEN: (lazy("übertragen"), "review"),
    TaskState.ENTFALLEN: (lazy("entfallen"), "refused"),
}
LEANINGS = {
    Leaning.DAFUER: lazy("mehrheitlich dafür"),
    Leaning.DAGEGEN: lazy("mehrheitlich dagegen"),
    Leaning.GETEILT: lazy("geteilt"),
    Leaning.OHNE_STIMME: lazy("weder dafür noch dagegen"),
}


def mark_of_vote(state: State) -> Mark:
    """The status mark of a vote."""
    return Mark(*STATES[state])


def mark_of_outcome(outcome: Outcome) -> Mark:
    """The mark of a result."""
    return Mark(*OUTCOMES[outcome])


def mark_of_resolution(state: Standing) -> Mark:
    """The status mark of a resolution."""
    return Mark(*RESOLUTIONS[state])


def mark_of_task(state: TaskState) -> Mark:
    """The status mark of a task."""
    return Mark(*TASKS[state])


def choice_word(rule: Rule, choice: Choice) -> str:
    """What a choice is called under this rule."""
    return str((CONSENSUS if rule is Rule.KONSENS else CHOICES)[choice])


def figure_words(rule: Rule, mode: Mode, counts: Counts) -> Mapping[str, int]:
    """The numbers of a vote by the words of its choices; what cannot be is left out."""
    consensus = rule is Rule.KONSENS
    words = {choice_word(rule, Choice.DAFUER): counts.yes}
    if consensus:
        words[_("Bedenken")] = counts.concerns
    words[choice_word(rule, Choice.DAGEGEN)] = counts.no
    words[choice_word(rule, Choice.ENTHALTUNG)] = counts.abstained
    if mode is Mode.PAPIER:
        words[_("Ungültig")] = counts.invalid
    return words


def in_one_line(figures: Mapping[str, int]) -> str:
    """The numbers in one line: `Ja: 5, Nein: 1, Enthaltung: 0`."""
    return ", ".join(f"{word}: {count}" for word, count in figures.items())


def votes_given(figures: Mapping[str, int], electorate: int) -> str:
    """How many of those who were allowed to have voted."""
    return _("Abgestimmt: %(cast)s von %(all)s Sitzen", cast=sum(figures.values()), all=electorate)


def turnout_words(cast: int, electorate: int) -> str:
    """How many seats have voted."""
    return _("Am Gerät abgestimmt: %(cast)s von %(all)s Sitzen.", cast=cast, all=electorate)
