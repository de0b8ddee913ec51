"""What the page of the switch says: whether it is on, who takes part, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from demo.content import load
from demo.members.script import script
from demo.members.stage import STAGE, running_meeting
from demo.members.switch import is_on
from kernel.settings import Settings
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.states import ItemState


class Standing(StrEnum):
    """How far a part is."""

    PLAYED = "played"
    NOW = "now"
    LATER = "later"
    #: its item was dealt with, or is not on the agenda any more
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Part:
    """What they say and write under one item."""

    item: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Playbill:
    """The whole of it; no meeting: it does not run, or not any more."""

    on: bool
    meeting: Meeting | None
    people: Sequence[str]
    parts: Sequence[Part]

    @property
    def goes_on(self) -> bool:
        """Whether there is anything to switch."""
        return any(part.standing in {Standing.NOW, Standing.LATER} for part in self.parts)


def playbill(settings: Settings) -> Playbill:
    """As it stands now; a constant number of statements."""
    meeting = running_meeting()
    keys = {move.person for moves in script().values() for move in moves}
    return Playbill(
        on=is_on(settings),
        meeting=meeting,
        people=[person.name for person in load().people if person.key in keys],
        parts=[Part(item, _standing(meeting, item)) for item in script()] if meeting else [],
    )


def _standing(meeting: Meeting, title: str) -> Standing:
    if STAGE.next_of(meeting.id, script()[title])[0] is None:
        return Standing.PLAYED
    item = next((item for item in meeting.items if item.title == title), None)
    return _while_unplayed(item)


def _while_unplayed(item: AgendaItem | None) -> Standing:
    states = {ItemState.AUFGERUFEN: Standing.NOW, ItemState.GEPLANT: Standing.LATER}
    return states.get(item.status, Standing.OVER) if item and item.public else Standing.OVER
