"""The life of a task."""

from enum import StrEnum


class State(StrEnum):
    """Where a task stands; stored as written."""

    OFFEN = "offen"
    IN_ARBEIT = "in_arbeit"
    ERLEDIGT = "erledigt"
    UEBERTRAGEN = "uebertragen"
    ENTFALLEN = "entfallen"


ENDS = (State.ERLEDIGT, State.UEBERTRAGEN, State.ENTFALLEN)
NEXT = {State.OFFEN: (State.IN_ARBEIT, *ENDS), State.IN_ARBEIT: ENDS}


def steps_of(now: State) -> tuple[State, ...]:
    """Where a task may go from here, in the order of the page."""
    return NEXT.get(now, ())


def needs_note(to: State) -> bool:
    """Who hands a task on says to whom, who drops it says why."""
    return to in {State.UEBERTRAGEN, State.ENTFALLEN}
