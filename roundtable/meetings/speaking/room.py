"""The room as one person sees it: the list of speakers with names, and what concerns this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.people.queries import names_of
from kernel.actors import Actor
from kernel.i18n import _
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.queries import log_of, present_seats, seats_of
from roundtable.meetings.rules.speakers import Kind, Place
from roundtable.meetings.rules.speech import (
    WAITING,
    Asking,
    EntryState,
    Obstacle,
    obstacle,
    signal,
)
from roundtable.meetings.rules.states import State
from roundtable.meetings.speaking import rows
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.speaking.queries import (
    entries_of,
    in_state,
    moves_of,
    places_of,
    seconds_of,
)
from roundtable.meetings.speaking.wording import SIGNALS, clock_face, place_in_words, why
from roundtable.tables.models import Seat


@dataclass(frozen=True)
class Line:
    """One contribution on the list."""

    id: UUID
    name: str
    group: str
    kind: Kind
    state: EntryState
    seconds: int
    limit: int
    position: int = 0
    #: why it has its place
    why: str = ""
    own: bool = False
    entered: bool = False

    @property
    def time(self) -> str:
        """`1:20 von 3:00`."""
        return _(
            "%(spoken)s von %(limit)s",
            spoken=clock_face(self.seconds),
            limit=clock_face(self.limit),
        )

    @property
    def mark(self) -> tuple[str, str]:
        """What the clock says, as word and kind of a status mark."""
        if self.state is EntryState.PAUSIERT:
            return _("pausiert"), "review"
        if self.state is EntryState.AUFGERUFEN:
            return _("aufgerufen"), "open"
        word, kind = SIGNALS[signal(self.seconds, self.limit)]
        return str(word), kind


@dataclass(frozen=True)
class Room:
    """The list of the called item, and the reader in it."""

    #: who has the floor: called, speaking or pausing
    floor: Sequence[Line]
    waiting: Sequence[Line]
    #: who has spoken to this item, the latest first
    spoken: Sequence[Line]
    #: the one line at the top
    mine: str
    #: whether `mine` asks the reader to do something now
    is_my_turn: bool
    #: what the reader may ask for, or why not
    offers: Sequence[Kind]
    hindrance: Obstacle | None
    #: whether the reader is there for somebody else's seat
    stands_in: bool
    #: seats for which somebody is there, with the name of who it is; for chair and secretary
    present: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def speaker(self) -> Line | None:
        """Who speaks now."""
        return next((line for line in self.floor if line.state is EntryState.SPRICHT), None)


@dataclass(frozen=True)
class _Seen:
    """What is read for the room, once."""

    actor: Actor
    meeting: Meeting
    #: the reader's seat, or the one they stand in for
    own: Seat | None
    entries: Sequence[SpeakerEntry]
    places: Sequence[Place[UUID]]
    arrivals: Mapping[UUID, Presence]
    seats: Sequence[Seat]
    names: Mapping[UUID, str]
    now: datetime


def room_for(actor: Actor, meeting: Meeting, now: datetime) -> Room:
    """The room for somebody with a seat; who calls has asked for the right. A constant number of statements."""
    seen = _seen(actor, meeting, now)
    item_id = meeting.called.id if meeting.called else None
    here = [entry for entry in seen.entries if entry.item_id == item_id]
    floor = in_state(here, EntryState.AUFGERUFEN, EntryState.SPRICHT, EntryState.PAUSIERT)
    by_id = {entry.id: entry for entry in here}
    spoken = sorted(in_state(here, EntryState.BEENDET), key=_ended, reverse=True)
    waiting = [_line(seen, by_id[place.entry.key], place) for place in seen.places]
    offers, hindrance = _offers(seen)
    mine, is_my_turn = _mine(seen, here)
    return Room(
        floor=[_line(seen, entry) for entry in floor],
        waiting=waiting,
        spoken=[_line(seen, entry) for entry in spoken],
        mine=mine,
        is_my_turn=is_my_turn,
        offers=offers,
        hindrance=None if _deputy(seen) else hindrance,
        stands_in=_stands_in(seen),
        present={
            seat.id: _present_name(seen, seat) for seat in seen.seats if seat.id in seen.arrivals
        },
    )


def _seen(actor: Actor, meeting: Meeting, now: datetime) -> _Seen:
    entries = entries_of(meeting.id)
    seats = seats_of(meeting.table_id, now)
    log = log_of(meeting.id)
    there = present_seats(log)
    arrivals = {row.seat_id: row for row in log if row.seat_id in there}
    people = {seat.person_id for seat in seats} | {entry.seat.person_id for entry in entries}
    return _Seen(
        actor=actor,
        meeting=meeting,
        own=_seat_of(actor, seats, arrivals),
        entries=entries,
        places=places_of(meeting, entries, moves_of(meeting.id), now),
        arrivals=arrivals,
        seats=seats,
        names=names_of([person for person in people if person]),
        now=now,
    )


def _seat_of(actor: Actor, seats: Sequence[Seat], arrivals: Mapping[UUID, Presence]) -> Seat | None:
    """As `acting_seat` says it, of what is read already."""
    if actor.person_id is None:
        return None
    own = (seat for seat in seats if seat.person_id == actor.person_id)
    stood_in = (
        seat
        for seat in seats
        if seat.id in arrivals and arrivals[seat.id].deputy_id == actor.person_id
    )
    return next(own, next(stood_in, None))


def _line(seen: _Seen, entry: SpeakerEntry, place: Place[UUID] | None = None) -> Line:
    groups = {group.key: group.title for group in seen.meeting.table.groups}
    return Line(
        id=entry.id,
        name=entry.deputy_name or _name(seen, entry.seat),
        group=groups[entry.seat.group_key],
        kind=entry.kind,
        state=entry.state,
        seconds=seconds_of(entry, seen.now),
        limit=seen.meeting.table.speaking_seconds,
        position=place.position if place else 0,
        why=why(place.reasons) if place else "",
        own=_is_own(seen, entry),
        entered=entry.entered_by is not None,
    )


def _mine(seen: _Seen, here: Sequence[SpeakerEntry]) -> tuple[str, bool]:
    """What concerns the reader, in one sentence."""
    own = {entry.state: entry for entry in here if _is_own(seen, entry)}
    if EntryState.SPRICHT in own:
        return _("Sie haben das Wort."), True
    if EntryState.AUFGERUFEN in own:
        return _("Sie sind an der Reihe."), True
    if EntryState.PAUSIERT in own:
        return _("Ihr Beitrag pausiert. Gleich geht es weiter."), False
    ids = {entry.id for entry in here if _is_own(seen, entry)}
    place = next((place for place in seen.places if place.entry.key in ids), None)
    if place:
        return _(
            "Sie stehen auf der Redeliste: %(place)s.",
            place=place_in_words(place.position, place.reasons),
        ), False
    return _outside_the_list(seen), False


def _outside_the_list(seen: _Seen) -> str:
    """What concerns somebody who does not wait to speak."""
    if seen.meeting.closed_at is not None:
        return _("Die Sitzung ist geschlossen. Hier ändert sich nichts mehr.")
    if deputy := _deputy(seen):
        return _("%(name)s vertritt Sie in dieser Sitzung.", name=deputy)
    if seen.own is None or not _is_there(seen, seen.own):
        return _("Sie sind noch nicht als anwesend eingetragen.")
    return _("Sie stehen nicht auf der Redeliste.")


def _deputy(seen: _Seen) -> str:
    """Who is there instead of the reader, by name; empty for nobody."""
    arrival = seen.arrivals.get(seen.own.id) if seen.own else None
    return arrival.deputy_name if arrival and not _stands_in(seen) else ""


def _stands_in(seen: _Seen) -> bool:
    return seen.own is not None and seen.own.person_id != seen.actor.person_id


def _offers(seen: _Seen) -> tuple[list[Kind], Obstacle | None]:
    """What the reader may ask for now; where nothing, why not."""
    found = {kind: obstacle(kind, _asking(seen, kind)) for kind in Kind}
    offers = [kind for kind, hindrance in found.items() if hindrance is None]
    return offers, None if Kind.BEITRAG in offers else found[Kind.BEITRAG]


def _asking(seen: _Seen, kind: Kind) -> Asking:
    item = seen.meeting.called
    own = seen.own
    waiting = [e for e in seen.entries if own and e.seat_id == own.id and e.state in WAITING]
    return Asking(
        runs=seen.meeting.status is State.LAUFEND,
        item_called=item is not None,
        present=own is not None and _is_there(seen, own),
        list_closed=item is not None and item.list_closed,
        another_speaks=any(
            entry.state is EntryState.SPRICHT and not (own and entry.seat_id == own.id)
            for entry in seen.entries
        ),
        waits=any(item and e.item_id == item.id and e.kind is kind for e in waiting),
    )


def _is_own(seen: _Seen, entry: SpeakerEntry) -> bool:
    return rows.is_own(seen.actor, seen.own, entry)


def _is_there(seen: _Seen, seat: Seat) -> bool:
    """Whether the reader is there, not somebody else on this seat."""
    arrival = seen.arrivals.get(seat.id)
    return arrival is not None and rows.there_for(seat, arrival) == seen.actor.person_id


def _present_name(seen: _Seen, seat: Seat) -> str:
    return seen.arrivals[seat.id].deputy_name or _name(seen, seat)


def _name(seen: _Seen, seat: Seat) -> str:
    return seen.names[seat.person_id] if seat.person_id else _("unbesetzt")


def _ended(entry: SpeakerEntry) -> datetime:
    return entry.ended_at or entry.asked_at
