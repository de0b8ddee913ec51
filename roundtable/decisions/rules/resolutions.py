"""The life of a resolution: it begins when it is carried, with a number for ever; its wording never changes."""

from enum import StrEnum


class State(StrEnum):
    """Where a resolution stands; stored as written. What was not carried stays with its vote."""

    GEFASST = "gefasst"
    IN_UMSETZUNG = "in_umsetzung"
    UMGESETZT = "umgesetzt"
    AUFGEHOBEN = "aufgehoben"
    GEAENDERT = "geaendert"


#: states in which a resolution still holds, so that somebody may look at it again
HOLDING = (State.GEFASST, State.IN_UMSETZUNG, State.UMGESETZT)

NEXT = {
    State.GEFASST: (State.IN_UMSETZUNG, State.UMGESETZT, State.AUFGEHOBEN, State.GEAENDERT),
    State.IN_UMSETZUNG: (State.UMGESETZT, State.AUFGEHOBEN, State.GEAENDERT),
    State.UMGESETZT: (State.AUFGEHOBEN, State.GEAENDERT),
}


def steps_of(now: State) -> tuple[State, ...]:
    """Where a resolution may go from here, in the order of the page."""
    return NEXT.get(now, ())


def needs_note(to: State) -> bool:
    """Who repeals a resolution says why."""
    return to is State.AUFGEHOBEN
