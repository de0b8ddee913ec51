"""The facts that the room told since somebody was there last; which of them count, features above may add."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from accounts.people.queries import names_of
from kernel.actors import Actor
from kernel.database import db
from kernel.events import EventRow
from roundtable.meetings.events import ItemCalled, ItemTurned, MeetingMoved
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.permissions import can_read_nonpublic
from roundtable.meetings.rules.missed import Fact, Happened, Line, Topic, missed
from roundtable.meetings.speaking import events as speaking
from roundtable.meetings.speaking import rows
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.speaking.queries import entries_of
from roundtable.meetings.standing_in import acting_seat
from roundtable.meetings.talk import events as talk
from roundtable.meetings.telling import room_of
from roundtable.tables.models import Seat

#: by kind of fact: what it means, which field says what it is about, which one what became of it
_kinds: dict[str, tuple[Happened, str, str]] = {
    ItemCalled.kind: (Happened.PUNKT_AUFGERUFEN, "item_id", ""),
    ItemTurned.kind: (Happened.PUNKT_GEWENDET, "item_id", "state"),
    MeetingMoved.kind: (Happened.SITZUNG, "", "state"),
    speaking.SpeakerCalled.kind: (Happened.AUFRUF, "entry_id", ""),
    speaking.SpeakerStarted.kind: (Happened.REDE, "entry_id", ""),
    speaking.SpeakerEnded.kind: (Happened.REDE_ZU_ENDE, "entry_id", ""),
    speaking.SpeakerWithdrawn.kind: (Happened.REDE_ZU_ENDE, "entry_id", ""),
    speaking.SpeakerSkipped.kind: (Happened.UEBERGANGEN, "entry_id", ""),
    talk.TalkSaid.kind: (Happened.NACHRICHT, "message_id", ""),
    talk.TalkTakenBack.kind: (Happened.ZURUECKGENOMMEN, "message_id", ""),
    talk.TalkHidden.kind: (Happened.ZURUECKGENOMMEN, "message_id", ""),
}
Titles = Callable[[Actor, Meeting, Collection[str]], Mapping[str, str]]
_titles: list[Titles] = []


def votes_are(kinds: Mapping[str, tuple[Happened, str, str]], titles: Titles) -> None:
    """Let the keeper of votes say which facts are about votes, and how those are called that the actor sees."""
    _kinds.update(kinds)
    _titles[:] = [titles]


@dataclass(frozen=True)
class Since:
    """Since when: behind a number of the room, or from an instant on."""

    seq: int | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Missed:
    """The lines, and the names of what they name, by id; what the actor may not know has none."""

    lines: Sequence[Line]
    names: Mapping[str, str]


def missed_by(actor: Actor, meeting: Meeting, since: Since, now: datetime) -> Missed:
    """What this person missed; a constant number of statements."""
    members = can_read_nonpublic(actor, meeting, now)
    entries = {str(entry.id): entry for entry in entries_of(meeting.id)}
    seat = acting_seat(actor, meeting, now)
    own = {id_ for id_, entry in entries.items() if rows.is_own(actor, seat, entry)}
    facts = [
        _fact(actor, row, entries, own)
        for row in _rows(meeting, since)
        if members or not row.payload.get("members")
    ]
    lines = missed(facts)
    named = {
        t: [thing.about for line in lines if line.topic is t for thing in line.things]
        for t in Topic
    }
    names = {**_items(meeting, members=members), **_speakers(entries, named[Topic.REDEN])}
    for titles in _titles:
        names |= titles(actor, meeting, named[Topic.ABSTIMMUNG])
    return Missed(lines, names)


def arrived_at(actor: Actor, meeting: Meeting) -> datetime | None:
    """When this person came to the meeting first; None for who is not noted."""
    statement = (
        select(Presence.at)
        .join(Seat, Seat.id == Presence.seat_id)
        .where(Presence.meeting_id == meeting.id, Presence.inward)
        .where(
            or_(
                and_(Presence.deputy_name == "", Seat.person_id == actor.person_id),
                Presence.deputy_id == actor.person_id,
            )
        )
        .order_by(Presence.seq)
        .limit(1)
    )
    return db.session.scalar(statement)


def _rows(meeting: Meeting, since: Since) -> Sequence[EventRow]:
    statement = select(EventRow).where(
        EventRow.room == room_of(meeting.id), EventRow.kind.in_(_kinds)
    )
    if since.seq is not None:
        statement = statement.where(EventRow.room_seq > since.seq)
    if since.at is not None:
        statement = statement.where(EventRow.at >= since.at)
    return db.session.scalars(statement.order_by(EventRow.room_seq)).all()


def _fact(
    actor: Actor,
    row: EventRow,
    entries: Mapping[str, SpeakerEntry],
    own_entries: Collection[str],
) -> Fact:
    what, about, value = _kinds[row.kind]
    thing = str(row.payload.get(about, ""))
    did_it = actor.person_id is not None and row.actor_id == actor.person_id
    own = thing in own_entries if thing in entries else did_it
    return Fact(what, thing, str(row.payload.get(value, "")), own=own)


def _items(meeting: Meeting, *, members: bool) -> Mapping[str, str]:
    readable = {item.id: f" {item.title}" for item in meeting.items if members or item.public}
    return {
        str(item.id): f"TOP {item.number or '–'}{readable.get(item.id, '')}"
        for item in meeting.items
    }


def _speakers(entries: Mapping[str, SpeakerEntry], ids: Sequence[str]) -> Mapping[str, str]:
    spoken = {id_: entries[id_] for id_ in ids if id_ in entries}
    people = [entry.seat.person_id for entry in spoken.values() if entry.seat.person_id]
    names = names_of(people)
    return {
        id_: entry.deputy_name or (names[entry.seat.person_id] if entry.seat.person_id else "")
        for id_, entry in spoken.items()
    }
