"""A running meeting with an item that is called, and people who ask to speak to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kernel.ids import new_id
from roundtable.meetings import services
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meetings_by_ids
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.speaking import services as speaking
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.speaking.queries import entries_of, moves_of, places_of
from tests.factories.meetings import MEETS_AT, Round, a_round, at, running


@dataclass
class Talk:
    """A meeting in which the first item is called; chair, anna, ben and the guest are there."""

    made: Round
    meeting: Meeting
    now: datetime = MEETS_AT

    def later(self, seconds: int) -> None:
        """Time passes on the server's clock."""
        self.now += timedelta(seconds=seconds)

    def ask(
        self, who: str, kind: Kind = Kind.BEITRAG, entry_id: UUID | None = None
    ) -> SpeakerEntry:
        """Somebody asks to speak."""
        with at(self.now):
            return speaking.ask(
                actor=self.made.actor(who),
                meeting=self.meeting,
                entry_id=entry_id or new_id(),
                kind=kind,
            )

    def chair(self, deed: str, *, who: str = "chair", **how: object) -> object:
        """A deed of the chair on the list, by its name."""
        with at(self.now):
            return getattr(speaking, deed)(actor=self.made.actor(who), meeting=self.meeting, **how)

    def speech(self, who: str, seconds: int) -> SpeakerEntry:
        """Somebody asks, is called, speaks and ends."""
        entry = self.ask(who)
        for deed in ("call_next", "start_speech"):
            self.chair(deed, entry_id=entry.id)
        self.later(seconds)
        self.chair("end_speech", entry_id=entry.id)
        return entry

    def turn(self, number: int, to: ItemState) -> None:
        """The chair turns the item of this number, from 0."""
        with at(self.now):
            services.turn_item(
                actor=self.made.actor("chair"),
                meeting=self.meeting,
                item_id=self.meeting.items[number].id,
                to=to,
            )

    def presence(self, who: str, *, inward: bool, deputy: str = "") -> None:
        """Somebody comes or goes."""
        with at(self.now):
            services.note_presence(
                actor=self.made.actor("secretary"),
                meeting=self.meeting,
                seat_id=self.made.seat_id(who),
                inward=inward,
                deputy_name=deputy,
            )

    def waiting(self) -> list[str]:
        """Who waits, in the order of speaking."""
        return [self._who(place.entry.key) for place in self.places()]

    def places(self) -> tuple[object, ...]:
        """The list as the rules order it now."""
        (meeting,) = meetings_by_ids([self.meeting.id])
        entries = entries_of(meeting.id)
        return places_of(meeting, entries, moves_of(meeting.id), self.now)

    def _who(self, entry_id: UUID) -> str:
        seats = {entry.id: entry.seat_id for entry in entries_of(self.meeting.id)}
        return next(k for k in self.made.seats if self.made.seat_id(k) == seats[entry_id])


def a_talk(code: str = "") -> Talk:
    """A meeting under way, ready to be talked in."""
    made = a_round(code)
    talk = Talk(made, running(made))
    for who in ("ben", "guest"):
        talk.presence(who, inward=True)
    talk.turn(0, ItemState.AUFGERUFEN)
    return talk
