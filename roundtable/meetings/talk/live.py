"""The talk through a socket: `say` in `meeting:<id>`, and what the room hears of it."""

from uuid import UUID

from pydantic import BaseModel, Field

from kernel.access import SIGNED_IN
from kernel.errors import NotFound
from kernel.ids import id_in
from kernel.live.deeds import Answer, Caller, socket_event
from roundtable.meetings import telling
from roundtable.meetings.queries import meeting_to_attend
from roundtable.meetings.talk import events, services


class Say(BaseModel):
    """A message; `id` is made by the client and sent again until it is answered."""

    room: str = Field(max_length=200)
    id: UUID
    text: str


@socket_event("say", Say, SIGNED_IN, room="meeting")
def say(caller: Caller, sent: Say) -> Answer:
    """Write in the room; acknowledged once it is committed, with its number there. A repeat gets the same."""
    meeting_id = id_in(sent.room.partition(":")[2])
    if meeting_id is None:
        raise NotFound
    meeting = meeting_to_attend(caller.actor, meeting_id)
    message = services.say(actor=caller.actor, meeting=meeting, key=sent.id, text=sent.text)
    room = telling.room_of(meeting_id)
    return {"seq": telling.seq_of(room, events.TalkSaid, message_id=message.id)}


telling.tells(events.TalkSaid, "message_id", "members")
telling.tells(events.TalkTakenBack, "message_id")
telling.tells(events.TalkHidden, "message_id")
telling.tells(events.TalkForgotten)
DEEDS = (say,)
