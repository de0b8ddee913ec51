"""Votes as subjects: their card and their judge."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.i18n import _
from kernel.subjects import INVISIBLE, Card, Subject, SubjectKind, Verdict
from participation.voting import queries
from participation.voting.models import KIND, Vote
from participation.voting.permissions import may
from participation.voting.wording import mark_of, winners_in_one_line


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of the votes that the actor may see."""
    votes = queries.votes_by_ids(actor, [UUID(vote_id) for vote_id in ids])
    return {str(vote.id): _card(vote) for vote in votes}


def judge(actor: Actor, action: str, vote_id: str, at: datetime) -> Verdict:
    """What the actor may do with a vote."""
    found = queries.votes_by_ids(actor, [UUID(vote_id)])
    return may(actor, action, found[0], at) if found else INVISIBLE


def _card(vote: Vote) -> Card:
    return Card(
        subject=Subject(KIND, str(vote.id)),
        title=vote.title,
        url=queries.address_of(vote),
        word=_("Abstimmung"),
        status=mark_of(vote).word,
        at=vote.opens_at,
        outcome=winners_in_one_line(vote),
    )


def at_address(actor: Actor, slug: str) -> Subject:
    """The vote whose page this is."""
    return queries.vote_for(actor, slug).subject


VOTE = SubjectKind(KIND, describe, judge, says_whose=True, icon="vote")
