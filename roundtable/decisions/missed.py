"""What somebody who was away hears of votes: that one was held, and what came out."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from roundtable.decisions import events
from roundtable.decisions.models import LiveVote
from roundtable.decisions.permissions import can_see_vote
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules.missed import Happened

MISSED = {
    events.VoteOpened.kind: (Happened.ABSTIMMUNG_OFFEN, "vote_id", ""),
    events.VoteClosed.kind: (Happened.ABSTIMMUNG_ZU, "vote_id", ""),
    events.VoteAnnounced.kind: (Happened.ERGEBNIS, "vote_id", "outcome"),
    events.VoteAborted.kind: (Happened.ABGEBROCHEN, "vote_id", ""),
}


def titles_of_votes(actor: Actor, meeting: Meeting, ids: Collection[str]) -> Mapping[str, str]:
    """The titles of these votes that the actor sees."""
    statement = (
        select(LiveVote)
        .where(LiveVote.meeting_id == meeting.id, LiveVote.id.in_([UUID(one) for one in ids]))
        .options(joinedload(LiveVote.meeting), selectinload(LiveVote.voters))
    )
    at = clock.now()
    return {
        str(vote.id): vote.title
        for vote in db.session.scalars(statement)
        if can_see_vote(actor, vote, at)
    }
