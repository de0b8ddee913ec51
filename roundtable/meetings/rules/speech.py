"""One contribution from the request to the end: its states, who may ask, and the time it took."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from roundtable.meetings.rules.speakers import Kind


class EntryState(StrEnum):
    """Where a contribution stands; stored as written."""

    GEMELDET = "gemeldet"
    AUFGERUFEN = "aufgerufen"
    SPRICHT = "spricht"
    PAUSIERT = "pausiert"
    BEENDET = "beendet"
    ZURUECKGEZOGEN = "zurueckgezogen"
    UEBERGANGEN = "uebergangen"


BEFORE = frozenset({EntryState.ZURUECKGEZOGEN, EntryState.UEBERGANGEN})
NEXT: dict[EntryState, frozenset[EntryState]] = {
    EntryState.GEMELDET: frozenset({EntryState.AUFGERUFEN}) | BEFORE,
    EntryState.AUFGERUFEN: frozenset({EntryState.SPRICHT}) | BEFORE,
    EntryState.SPRICHT: frozenset({EntryState.PAUSIERT, EntryState.BEENDET}),
    EntryState.PAUSIERT: frozenset({EntryState.SPRICHT, EntryState.BEENDET}),
}
#: has not spoken yet
WAITING = frozenset({EntryState.GEMELDET, EntryState.AUFGERUFEN})
#: has begun and not ended
SPEAKING = frozenset({EntryState.SPRICHT, EntryState.PAUSIERT})


class Obstacle(StrEnum):
    """Why somebody cannot ask to speak now."""

    SITZUNG_RUHT = "sitzung_ruht"
    KEIN_PUNKT = "kein_punkt"
    NICHT_DA = "nicht_da"
    LISTE_ZU = "liste_zu"
    NIEMAND_SPRICHT = "niemand_spricht"
    SCHON_GEMELDET = "schon_gemeldet"


@dataclass(frozen=True)
class Asking:
    """What the guards ask; defaults hinder."""

    runs: bool = False
    item_called: bool = False
    present: bool = False
    list_closed: bool = True
    #: somebody else speaks, whom one can interrupt with a question
    another_speaks: bool = False
    #: the person waits already with this kind
    waits: bool = True


def obstacle(kind: Kind, asking: Asking) -> Obstacle | None:
    """What stands in the way of asking, in the order in which people hear of it; None: ask."""
    ordered = (
        (Obstacle.SITZUNG_RUHT, asking.runs),
        (Obstacle.KEIN_PUNKT, asking.item_called),
        (Obstacle.NICHT_DA, asking.present),
        (Obstacle.LISTE_ZU, kind is Kind.GO_ANTRAG or not asking.list_closed),
        (Obstacle.NIEMAND_SPRICHT, kind is not Kind.ZWISCHENFRAGE or asking.another_speaks),
        (Obstacle.SCHON_GEMELDET, not asking.waits),
    )
    return next((why for why, holds in ordered if not holds), None)


def may_go(now: EntryState, to: EntryState) -> bool:
    """Whether a contribution may take this step."""
    return to in NEXT.get(now, ())


def spoken_ms(before: int, since: datetime | None, now: datetime) -> int:
    """Milliseconds spoken without pauses: the finished stretches, and the one that runs since."""
    if since is None:
        return before
    return before + max(0, int((now - since).total_seconds() * 1000))


class Signal(StrEnum):
    """What the clock says; nobody is cut off."""

    ZEIT = "zeit"
    BALD = "bald"
    VORBEI = "vorbei"


def signal(seconds: int, limit: int) -> Signal:
    """A warning at four fifths of the time, a signal when it is over."""
    if seconds >= limit:
        return Signal.VORBEI
    return Signal.BALD if 5 * seconds >= 4 * limit else Signal.ZEIT
