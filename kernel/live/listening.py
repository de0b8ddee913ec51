"""Joining and leaving rooms: the two deeds that every room has."""

from pydantic import BaseModel, Field

from kernel.access import PUBLIC
from kernel.database import db
from kernel.errors import NotSignedIn
from kernel.events import room_head
from kernel.live.deeds import Answer, Caller, socket_event
from kernel.live.listeners import Listener, Listeners, Place
from kernel.live.missed import missed_events
from kernel.live.rooms import subject_for


class Join(BaseModel):
    """`after` is the last number the client has; without it nothing is caught up."""

    room: str = Field(max_length=200)
    after: int | None = Field(default=None, ge=0, le=2**53)


class Leave(BaseModel):
    """The room to leave."""

    room: str = Field(max_length=200)


#: of this process
LISTENERS = Listeners()


@socket_event("join", Join, PUBLIC)
def join(caller: Caller, sent: Join) -> Answer:
    """Hear a room from now on, and what it told since `after`: first enter, then read, so nothing falls between."""
    listener = listener_of(caller)
    stamp = LISTENERS.stamp  # of before the judgement: a right that goes meanwhile outdates it
    subject = subject_for(caller.actor, sent.room)
    place = LISTENERS.enter(listener, sent.room, Place(subject, stamp))
    if sent.after is None:
        place.after = room_head(db.session(), sent.room)
        return {"seq": place.after, "missed": [], "more": False}
    missed = missed_events(caller.actor, sent.room, after=sent.after)
    place.after = missed.seq
    return missed.as_json()


@socket_event("leave", Leave, PUBLIC)
def leave(caller: Caller, sent: Leave) -> Answer:
    """Hear the room no more."""
    LISTENERS.leave(listener_of(caller), sent.room)
    return {}


def listener_of(caller: Caller) -> Listener:
    """The socket behind an event; NotSignedIn once it was shown out."""
    listener = LISTENERS.get(caller.sid)
    if listener is None:  # shown out while the event was on its way
        raise NotSignedIn
    return listener
