"""What meetings show of resolutions: cards of those that everybody reads."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.subjects import Card
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.resolution_queries import seen_by
from roundtable.decisions.subject import card_of


def released_of(meetings: Collection[UUID]) -> Mapping[UUID, Sequence[Card]]:
    """The released resolutions of these meetings in the order of their numbers; one statement."""
    if not meetings:
        return {}
    statement = (
        select(Resolution)
        .join(Resolution.meeting)
        .where(Resolution.meeting_id.in_(meetings), seen_by(ANONYMOUS))
        .order_by(Resolution.meeting_id, Resolution.running)
        .options(contains_eager(Resolution.meeting))
    )
    found: dict[UUID, list[Card]] = {}
    for one in db.session.scalars(statement):
        found.setdefault(one.meeting_id, []).append(card_of(one))
    return found
