"""The life of a meeting and of its items as tables with guards; the service raises what these answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a meeting stands; stored as written."""

    ENTWURF = "entwurf"
    TERMINIERT = "terminiert"
    EINGELADEN = "eingeladen"
    LAUFEND = "laufend"
    UNTERBROCHEN = "unterbrochen"
    GESCHLOSSEN = "geschlossen"
    ABGESCHLOSSEN = "abgeschlossen"
    ABGESAGT = "abgesagt"


class ItemState(StrEnum):
    """Where an item of the agenda stands; stored as written."""

    GEPLANT = "geplant"
    AUFGERUFEN = "aufgerufen"
    BERATEN = "beraten"
    VERTAGT = "vertagt"
    ABGESETZT = "abgesetzt"
    VERWIESEN = "verwiesen"


class Hindrance(StrEnum):
    """Why a meeting cannot take a step now."""

    SCHRITT = "schritt"
    TERMIN_FEHLT = "termin_fehlt"
    KEIN_PUNKT = "kein_punkt"
    LADUNGSFRIST = "ladungsfrist"
    ANWESENHEIT = "anwesenheit"
    TAGESORDNUNG = "tagesordnung"
    ABSTIMMUNG_OFFEN = "abstimmung_offen"
    REDE_LAEUFT = "rede_laeuft"
    GRUND_FEHLT = "grund_fehlt"
    VERFRUEHT = "verfrueht"


@dataclass(frozen=True)
class Facts:
    """What the guards ask of a meeting; defaults hinder, but for votes, speeches and haste."""

    #: date and place are set
    dated: bool = False
    items: int = 0
    #: the days of notice are kept, counted from now
    notice_kept: bool = False
    #: why the notice is short, or why the meeting is cancelled
    reason: str = ""
    attendance_taken: bool = False
    agenda_confirmed: bool = False
    open_vote: bool = False
    running_speech: bool = False
    #: it is planned for another day, and nobody said that beginning now is meant
    too_early: bool = False


def says_why(facts: Facts) -> bool:
    """Whether somebody gave a reason that has words."""
    return bool(facts.reason.strip())


NEXT = {
    State.ENTWURF: {State.TERMINIERT, State.ABGESAGT},
    State.TERMINIERT: {State.EINGELADEN, State.ABGESAGT},
    State.EINGELADEN: {State.LAUFEND, State.ABGESAGT},
    State.LAUFEND: {State.UNTERBROCHEN, State.GESCHLOSSEN},
    State.UNTERBROCHEN: {State.LAUFEND, State.GESCHLOSSEN},
    State.GESCHLOSSEN: {State.ABGESCHLOSSEN},
}

ITEM_NEXT = {
    ItemState.GEPLANT: {ItemState.AUFGERUFEN, ItemState.VERTAGT, ItemState.ABGESETZT},
    ItemState.AUFGERUFEN: {
        ItemState.GEPLANT,
        ItemState.BERATEN,
        ItemState.VERTAGT,
        ItemState.ABGESETZT,
        ItemState.VERWIESEN,
    },
}

Guard = Callable[[Facts], bool]

#: what must hold on entering a state, in the order in which people hear of it
GUARDS: dict[State, tuple[tuple[Hindrance, Guard], ...]] = {
    State.TERMINIERT: ((Hindrance.TERMIN_FEHLT, lambda facts: facts.dated),),
    State.EINGELADEN: (
        (Hindrance.TERMIN_FEHLT, lambda facts: facts.dated),
        (Hindrance.KEIN_PUNKT, lambda facts: facts.items > 0),
        (Hindrance.LADUNGSFRIST, lambda facts: facts.notice_kept or says_why(facts)),
    ),
    State.LAUFEND: (
        (Hindrance.ANWESENHEIT, lambda facts: facts.attendance_taken),
        (Hindrance.TAGESORDNUNG, lambda facts: facts.agenda_confirmed),
        (Hindrance.VERFRUEHT, lambda facts: not facts.too_early),
    ),
    State.GESCHLOSSEN: (
        (Hindrance.ABSTIMMUNG_OFFEN, lambda facts: not facts.open_vote),
        (Hindrance.REDE_LAEUFT, lambda facts: not facts.running_speech),
    ),
    State.ABGESAGT: ((Hindrance.GRUND_FEHLT, says_why),),
}

#: states in which times, place and agenda may still change
PLANNED = frozenset({State.ENTWURF, State.TERMINIERT, State.EINGELADEN})
#: states in which the table is together
UNDER_WAY = frozenset({State.LAUFEND, State.UNTERBROCHEN})
#: states in which it is noted who comes and goes: some come before the meeting begins
ATTENDED = UNDER_WAY | {State.EINGELADEN}


def hindrances(now: State, to: State, facts: Facts) -> tuple[Hindrance, ...]:
    """What stands in the way of this step; nothing, where it may be taken.

    Asking again for an invitation (a supplement) is the step from invited to invited.
    """
    if to not in NEXT.get(now, ()) and not (now is to is State.EINGELADEN):
        return (Hindrance.SCHRITT,)
    return tuple(why for why, holds in GUARDS.get(to, ()) if not holds(facts))


def may_turn(now: ItemState, to: ItemState, others: Iterable[ItemState]) -> bool:
    """Whether an item may go on; only one item of a meeting is called at a time."""
    if to is ItemState.AUFGERUFEN and ItemState.AUFGERUFEN in others:
        return False
    return to in ITEM_NEXT.get(now, ())


def undealt(state: ItemState) -> bool:
    """Whether nobody has said yet what became of this item; the close of the meeting does."""
    return state in ITEM_NEXT


def at_close(*, decided: bool) -> ItemState:
    """What the close makes of an item that is undealt: a vote on the matter has dealt with it, else it is postponed."""
    return ItemState.BERATEN if decided else ItemState.VERTAGT
