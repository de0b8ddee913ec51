"""What happens to a meeting; fields hold ids and plain values, never a title of an item or a need."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class MeetingPlanned(Event):
    """A date and a place are set, the number is given."""

    kind: ClassVar[str] = "meeting.planned"
    number: str


@dataclass(frozen=True)
class MeetingReplanned(Event):
    """Date, place or ways in were changed; people hear of it by the next invitation."""

    kind: ClassVar[str] = "meeting.replanned"


@dataclass(frozen=True)
class AgendaChanged(Event):
    """An item was added, changed, moved or dropped."""

    kind: ClassVar[str] = "agenda.changed"
    item_id: str
    deed: str


@dataclass(frozen=True)
class MeetingInvited(Event):
    """Version n of the invitation was sent."""

    kind: ClassVar[str] = "meeting.invited"
    version: int
    public_hash: str
    reason: str


@dataclass(frozen=True)
class MeetingCancelled(Event):
    """It will not take place."""

    kind: ClassVar[str] = "meeting.cancelled"
    reason: str


@dataclass(frozen=True)
class SeatAnswered(Event):
    """A seat said whether somebody comes."""

    kind: ClassVar[str] = "meeting.answered"
    seat_id: str
    answer: str
    by_link: bool


@dataclass(frozen=True)
class DeputyConfirmed(Event):
    """The chair lets somebody newly named stand in."""

    kind: ClassVar[str] = "meeting.deputy_confirmed"
    seat_id: str


@dataclass(frozen=True)
class PresenceNoted(Event):
    """Somebody came or left."""

    kind: ClassVar[str] = "presence.noted"
    seat_id: str
    inward: bool
    present: int
    required: int
    reached: bool


@dataclass(frozen=True)
class StandInEnded(Event):
    """Who was there for this seat with an account of their own has left, or the meeting is over."""

    kind: ClassVar[str] = "presence.stand_in_ended"
    seat_id: str


@dataclass(frozen=True)
class MeetingMoved(Event):
    """It began, was interrupted, goes on or closed."""

    kind: ClassVar[str] = "meeting.moved"
    state: str


@dataclass(frozen=True)
class ItemCalled(Event):
    """The table deals with this item now."""

    kind: ClassVar[str] = "item.called"
    item_id: str


@dataclass(frozen=True)
class ItemTurned(Event):
    """An item was dealt with, postponed, taken off, or goes back to those that wait."""

    kind: ClassVar[str] = "item.turned"
    item_id: str
    state: str
