"""The floor: the chair calls who is next, the clock runs, stands, and the speech ends."""

from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotFound, NotPermitted
from roundtable.meetings.errors import MeetingRests
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_lead
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.speech import SPEAKING, EntryState
from roundtable.meetings.rules.states import State
from roundtable.meetings.services.holding import held_by_chair
from roundtable.meetings.speaking import rows
from roundtable.meetings.speaking.errors import AnotherIsNext, SomebodyHasTheFloor
from roundtable.meetings.speaking.events import SpeakerCalled, SpeakerStarted
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.speaking.queries import entries_of, in_state, moves_of, places_of
from roundtable.meetings.standing_in import acting_seat


@transactional
def call_next(*, actor: Actor, meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """Call whom the chair saw in front; who speaks then has ended, or pauses for a question.

    The id says whom: two calls at the same time call one person, and nobody is passed over unseen.
    """
    entry = held_entry(actor, meeting, entry_id)
    if entry.state in {EntryState.AUFGERUFEN, *SPEAKING}:
        return entry
    entries = entries_of(meeting.id)
    if in_state(entries, EntryState.AUFGERUFEN):
        raise SomebodyHasTheFloor
    places = places_of(meeting, entries, moves_of(meeting.id), clock.now())
    if not places or places[0].entry.key != entry_id:
        raise AnotherIsNext
    for other in in_state(entries, *SPEAKING):
        if entry.kind is not Kind.ZWISCHENFRAGE:
            rows.end(meeting, actor, other)
        elif other.state is EntryState.SPRICHT:
            rows.pause(meeting, actor, other)
    rows.go(entry, EntryState.AUFGERUFEN)
    rows.tell(meeting, actor, SpeakerCalled(str(entry.id)))
    return entry


@transactional
def start_speech(*, actor: Actor, meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """Let the clock run for who was called, or again after a pause."""
    entry = held_entry(actor, meeting, entry_id)
    if entry.state is not EntryState.SPRICHT:
        if rows.speaker_in(meeting):
            raise SomebodyHasTheFloor
        rows.go(entry, EntryState.SPRICHT)
        rows.tell(meeting, actor, SpeakerStarted(str(entry.id)))
    return entry


@transactional
def pause_speech(*, actor: Actor, meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """Let the clock stand."""
    entry = held_entry(actor, meeting, entry_id)
    if entry.state is not EntryState.PAUSIERT:
        rows.pause(meeting, actor, entry)
    return entry


@transactional
def end_speech(*, actor: Actor, meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """The speech is over: says the chair, or who speaks."""
    entry = entry_in(locked(meeting), entry_id)
    at = clock.now()
    if not (
        can_lead(actor, meeting, at) or rows.is_own(actor, acting_seat(actor, meeting, at), entry)
    ):
        raise NotPermitted
    if entry.state is not EntryState.BEENDET:
        rows.end(meeting, actor, entry)
    return entry


def held_entry(actor: Actor, meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """A contribution to this meeting, for who leads it, while it runs."""
    held_by_chair(actor, meeting)
    if meeting.status is not State.LAUFEND:
        raise MeetingRests
    return entry_in(meeting, entry_id)


def entry_in(meeting: Meeting, entry_id: UUID) -> SpeakerEntry:
    """A contribution to this meeting, or NotFound."""
    entry = db.session.get(SpeakerEntry, entry_id)
    if entry is None or entry.meeting_id != meeting.id:
        raise NotFound
    return entry
