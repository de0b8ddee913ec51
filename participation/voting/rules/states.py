"""The life of a vote as a table; the service raises what this answers."""

from enum import StrEnum


class State(StrEnum):
    """Where a vote stands; stored as written."""

    VORBEREITET = "vorbereitet"
    OFFEN = "offen"
    GESCHLOSSEN = "geschlossen"
    AUSGEZAEHLT = "ausgezaehlt"
    VEROEFFENTLICHT = "veroeffentlicht"
    ABGEBROCHEN = "abgebrochen"


NEXT = {
    State.VORBEREITET: {State.OFFEN, State.ABGEBROCHEN},
    State.OFFEN: {State.GESCHLOSSEN, State.ABGEBROCHEN},
    State.GESCHLOSSEN: {State.AUSGEZAEHLT, State.ABGEBROCHEN},
    State.AUSGEZAEHLT: {State.VEROEFFENTLICHT, State.ABGEBROCHEN},
}


def may_move(now: State, to: State) -> bool:
    """Whether a vote may go from one state to the other."""
    return to in NEXT.get(now, ())
