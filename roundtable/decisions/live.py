"""Voting through a socket, and what the room of a meeting hears of its votes: never a wording or a choice."""

from uuid import UUID

from pydantic import BaseModel, Field

from kernel.access import SIGNED_IN
from kernel.live.deeds import Answer, Caller, socket_event
from roundtable.decisions import events, queries
from roundtable.decisions.errors import NoSuchChoice
from roundtable.decisions.forms import MOST
from roundtable.decisions.rules.votes import Choice
from roundtable.decisions.services import cast_ballot
from roundtable.meetings import telling

FACTS = {
    events.VoteOpened: ("vote_id", "electorate"),
    events.VoteCast: ("vote_id", "cast"),
    events.VoteClosed: ("vote_id", "cast"),
    events.HandsCounted: ("vote_id", "confirmed"),
    events.VoteAnnounced: ("vote_id", "outcome"),
    events.VoteAborted: ("vote_id",),
}


class Vote(BaseModel):
    """A ballot; `id` is made by the client and sent again until it is answered. A veto says why."""

    live_vote: UUID
    id: UUID
    choice: str
    reason: str = Field("", max_length=MOST)


@socket_event("vote", Vote, SIGNED_IN)
def vote(caller: Caller, sent: Vote) -> Answer:
    """Vote for one's seat; acknowledged once it is committed. Refused and repeated exactly as the form is."""
    found = queries.vote_by_id(caller.actor, sent.live_vote)
    if sent.choice not in set(Choice):
        raise NoSuchChoice
    choice = Choice(sent.choice)
    cast_ballot(actor=caller.actor, vote=found, key=sent.id, choice=choice, reason=sent.reason)
    room, voter = telling.room_of(found.meeting_id), caller.actor.person_id
    return {"seq": telling.seq_of(room, events.VoteCast, actor_id=voter, vote_id=found.id)}


def speak_of_votes() -> None:
    """Let rooms hear these facts."""
    for fact, fields in FACTS.items():
        telling.tells(fact, *fields)


DEEDS = (vote,)
