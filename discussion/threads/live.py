"""Comments through a socket: `say` in `thread:<kind>:<id>`, the room of the conversation about a subject.

What several people say at the same moment is stored in one transaction (docs/adr/0029).
"""

from collections.abc import Sequence
from uuid import UUID

from flask import current_app
from pydantic import BaseModel, Field

from discussion.threads.queries.telling import seq_of, subject_of_room
from discussion.threads.services.posting import NewComment, Posted, new_comment, post_together
from kernel.access import SIGNED_IN
from kernel.database import end_read
from kernel.errors import Refusal
from kernel.live.deeds import Answer, Caller, socket_event
from kernel.together import Together

TOGETHER = "comments-posted-together"
#: comments of one transaction; more wait for the next
MOST_AT_ONCE = 50
#: who talks waits for an answer; so long that all who answer the same word are stored together, and no longer
LONGEST_REST_S = 0.008
Saying = tuple[NewComment, str]


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
    new = new_comment(caller.actor, subject, sent.text, sent.parent)
    end_read()  # nobody waits with a connection in hand
    posted = _talkers().do((new, str(sent.id)))
    if isinstance(posted, Refusal):
        raise posted
    seq = posted.fact.room_seq if posted.fact else seq_of(sent.room, posted.comment_id)
    return {"seq": seq, "comment": str(posted.comment_id)}


def _talkers() -> Together[Saying, Posted | Refusal]:
    """All who talk through sockets of this process."""
    found: Together[Saying, Posted | Refusal] = current_app.extensions.setdefault(
        TOGETHER, Together(_post_all, most=MOST_AT_ONCE, longest_rest_s=LONGEST_REST_S)
    )
    return found


def _post_all(asked: Sequence[Saying]) -> list[Posted | Refusal]:
    """Whose key comes again in the same batch is answered as by any later transaction."""
    places = [(new.author_id, key) for new, key in asked]
    again = [n for n, place in enumerate(places) if place in places[:n]]
    first = [n for n in range(len(asked)) if n not in again]
    answers = dict(zip(first, post_together([asked[n] for n in first]), strict=True))
    if again:
        answers |= zip(again, _post_all([asked[n] for n in again]), strict=True)
    return [answers[n] for n in range(len(asked))]
