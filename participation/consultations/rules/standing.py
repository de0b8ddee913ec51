"""Where a whole format stands, for the register and its filters."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from participation.consultations.rules.phases import Span, span_of


class Standing(StrEnum):
    """From the first start to the last end of its phases."""

    LAEUFT = "laeuft"
    KOMMT = "kommt"
    BEENDET = "beendet"


def standing_of(phases: Sequence[Span], at: datetime, *, archived: bool = False) -> Standing:
    """A format runs from its first start to its last end, also between two phases."""
    first, last = span_of(phases)
    if archived or (last and last <= at):
        return Standing.BEENDET
    return Standing.LAEUFT if first and first <= at else Standing.KOMMT
