"""Comments through a socket: `say` in `thread:<kind>:<id>`, the room of the conversation about a subject."""

from uuid import UUID

from pydantic import BaseModel, Field

from discussion.threads.queries.telling import seq_of, subject_of_room
from discussion.threads.services.posting import post_comment
from kernel.access import SIGNED_IN
from kernel.events import EventRow
from kernel.live.deeds import Answer, Caller, socket_event


class Say(BaseModel):
    """A comment, or a reply to one; `id` is made by the client and sent again until it is answered."""

    room: str = Field(max_length=200)
    id: UUID
    text: str
    parent: UUID | None = None


@socket_event("say", Say, SIGNED_IN, room="thread")
def say(caller: Caller, sent: Say) -> Answer:
    """Post a comment; acknowledged once it is committed, with its number in the room. A repeat gets the same."""
    subject = subject_of_room(sent.room.partition(":")[2])
    recorded: list[EventRow] = []
    comment_id = post_comment(
        actor=caller.actor,
        subject=subject,
        text=sent.text,
        parent_id=sent.parent,
        key=str(sent.id),
        recorded=recorded,
    )
    seq = recorded[0].room_seq if recorded else seq_of(sent.room, comment_id)
    return {"seq": seq, "comment": str(comment_id)}
