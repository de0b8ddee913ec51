"""The list of speakers through a socket: `speak` and `withdraw`, and what the meeting's room hears of it."""

from uuid import UUID

from pydantic import BaseModel

from kernel.access import SIGNED_IN
from kernel.events import Event
from kernel.live.deeds import Answer, Caller, socket_event
from roundtable.meetings import telling
from roundtable.meetings.queries import meeting_to_attend
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.speaking import events
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.speaking.services import ask
from roundtable.meetings.speaking.services import withdraw as take_back


class Speak(BaseModel):
    """A request to speak; `id` is made by the client and sent again until it is answered."""

    meeting: UUID
    id: UUID
    kind: Kind = Kind.BEITRAG


class Withdraw(BaseModel):
    """A request taken back."""

    meeting: UUID
    id: UUID


@socket_event("speak", Speak, SIGNED_IN)
def speak(caller: Caller, sent: Speak) -> Answer:
    """Ask to speak; acknowledged once it is committed, with its number in the room. A repeat gets the same."""
    meeting = meeting_to_attend(caller.actor, sent.meeting)
    entry = ask(actor=caller.actor, meeting=meeting, entry_id=sent.id, kind=sent.kind)
    return _answer(entry, events.SpeakerAsked)


@socket_event("withdraw", Withdraw, SIGNED_IN)
def withdraw(caller: Caller, sent: Withdraw) -> Answer:
    """Take one's own request back; a repeat gets the same answer."""
    meeting = meeting_to_attend(caller.actor, sent.meeting)
    entry = take_back(actor=caller.actor, meeting=meeting, entry_id=sent.id)
    return _answer(entry, events.SpeakerWithdrawn)


def _answer(entry: SpeakerEntry, fact: type[Event]) -> Answer:
    return {"seq": telling.seq_of(telling.room_of(entry.meeting_id), fact, entry_id=entry.id)}


for _fact, _fields in {
    events.SpeakerAsked: ("entry_id", "item_id", "what", "entered"),
    events.SpeakerWithdrawn: ("entry_id",),
    events.SpeakerCalled: ("entry_id",),
    events.SpeakerStarted: ("entry_id",),
    events.SpeakerPaused: ("entry_id", "seconds"),
    events.SpeakerEnded: ("entry_id", "seconds"),
    events.SpeakerSkipped: ("entry_id",),
    events.SpeakerMoved: ("entry_id", "position"),
    events.SpeakersListTurned: ("item_id", "closed"),
}.items():
    telling.tells(_fact, *_fields)
DEEDS = (speak, withdraw)
