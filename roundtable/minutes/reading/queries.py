"""Reading what was published; what was withdrawn says so instead."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from kernel.actors import Actor
from kernel.clock import BERLIN
from kernel.database import db
from kernel.errors import NotFound
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meeting_for
from roundtable.minutes.printing import Stamp
from roundtable.minutes.reading.addresses import address_of, site
from roundtable.minutes.reading.errors import MinutesAreWithdrawn
from roundtable.minutes.rules.public import PublicContent
from roundtable.minutes.workflow.models import Publication, Withdrawal
from roundtable.minutes.workflow.queries import Published, Standing, published_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One publication of a meeting's minutes, among all of them."""

    meeting: Meeting
    chosen: Published
    #: all publications, the first one first
    all: tuple[Published, ...]
    content: PublicContent

    @property
    def valid(self) -> Published:
        """The one that counts."""
        return self.all[-1]

    @property
    def stamp(self) -> Stamp:
        """What is printed on it."""
        return Stamp(
            n=self.chosen.n,
            day=self.chosen.at.astimezone(BERLIN).date(),
            sha256=self.chosen.sha256,
            address=f"{site()}{address_of(self.meeting, self.chosen.n)}",
        )


@dataclass(frozen=True, slots=True)
class Fresh:
    """Minutes that were made public not long ago."""

    meeting: Meeting
    url: str
    #: when they were published first
    at: datetime


def reading_for(actor: Actor, slug: str, nr: str, n: int | None = None) -> Reading:
    """Publication n, or the valid one. NotFound before there is one, MinutesAreWithdrawn after there was."""
    meeting = meeting_for(actor, slug, nr)
    found = published_of([meeting.id]).get(meeting.id, [])
    chosen = next((one for one in reversed(found) if n in {None, one.n}), None)
    if chosen is None:
        raise NotFound
    if chosen.state is Standing.ZURUECKGEZOGEN or chosen.content is None:
        raise MinutesAreWithdrawn(meeting, chosen)
    return Reading(meeting, chosen, tuple(found), chosen.content)


def lately_published(limit: int) -> list[Fresh]:
    """The minutes that became public last and still are; a correction brings none back. One statement."""
    firsts = (
        select(Publication.meeting_id, func.min(Publication.released_at).label("at"))
        .group_by(Publication.meeting_id)
        .subquery()
    )
    statement = (
        select(Meeting, firsts.c.at)
        .join(firsts, firsts.c.meeting_id == Meeting.id)
        .outerjoin(Withdrawal, Withdrawal.meeting_id == Meeting.id)
        .where(Withdrawal.meeting_id.is_(None))
        .order_by(firsts.c.at.desc(), Meeting.id)
        .options(joinedload(Meeting.table))
        .limit(limit)
    )
    return [Fresh(m, address_of(m), at) for m, at in db.session.execute(statement)]


def rows_of(meeting_ids: Collection[UUID]) -> tuple[Sequence[Publication], set[UUID]]:
    """All publications of these meetings in order, withdrawn ones too, and which meetings withdrew. Two statements."""
    statement = select(Publication).where(Publication.meeting_id.in_(meeting_ids))
    withdrawn = select(Withdrawal.meeting_id).where(Withdrawal.meeting_id.in_(meeting_ids))
    rows = db.session.scalars(statement.order_by(Publication.meeting_id, Publication.number)).all()
    return rows, set(db.session.scalars(withdrawn))
