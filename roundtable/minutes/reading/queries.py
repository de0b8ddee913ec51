"""Reading what was published; what was withdrawn says so instead."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kernel.actors import Actor
from kernel.clock import BERLIN
from kernel.database import db
from kernel.errors import NotFound
from kernel.ids import id_in
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meeting_for, meetings_by_ids
from roundtable.minutes.printing import Stamp
from roundtable.minutes.reading.addresses import address_of, site
from roundtable.minutes.reading.errors import MinutesAreWithdrawn
from roundtable.minutes.rules.public import PublicContent
from roundtable.minutes.workflow.models import Publication, Withdrawal, counts
from roundtable.minutes.workflow.queries import Published, Standing, published_of

PAGE = 20


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
    return [Fresh(m, address_of(m), first.released_at) for first, m in _public(limit)]


def newest_minutes(after: str | None) -> tuple[list[Reading], str | None]:
    """The valid publications, newest first, twenty at a time, and where the next ones begin; three statements."""
    cursor = id_in(after) if after else None
    if after and cursor is None:
        raise NotFound
    found = _public(PAGE + 1, cursor)
    shown, published = found[:PAGE], published_of([m.id for _first, m in found[:PAGE]])
    readings = [_valid(meeting, published[meeting.id]) for _first, meeting in shown]
    return readings, str(shown[-1][0].id) if len(found) > PAGE else None


def minutes_of(meeting_id: UUID) -> Reading:
    """The valid publication of a meeting; NotFound before there is one, MinutesAreWithdrawn after there was."""
    meetings, found = meetings_by_ids([meeting_id]), published_of([meeting_id]).get(meeting_id, [])
    if not meetings or not found:
        raise NotFound
    return _valid(meetings[0], found)


def _valid(meeting: Meeting, found: Sequence[Published]) -> Reading:
    valid = found[-1]
    if valid.content is None:
        raise MinutesAreWithdrawn(meeting, valid)
    return Reading(meeting, valid, tuple(found), valid.content)


def _public(limit: int, after: UUID | None = None) -> list[tuple[Publication, Meeting]]:
    """First publications of minutes that are public today, newest first, with their meetings."""
    statement = (
        select(Publication, Meeting)
        .join(Meeting, Meeting.id == Publication.meeting_id)
        .outerjoin(Withdrawal, (Withdrawal.meeting_id == Publication.meeting_id) & counts())
        .where(Publication.number == 1, Withdrawal.meeting_id.is_(None))
        .order_by(Publication.id.desc())
        .options(joinedload(Meeting.table))
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(Publication.id < after)
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def rows_of(meeting_ids: Collection[UUID]) -> tuple[Sequence[Publication], set[UUID]]:
    """All publications of these meetings in order, withdrawn ones too, and which meetings withdrew. Two statements."""
    statement = select(Publication).where(Publication.meeting_id.in_(meeting_ids))
    withdrawn = select(Withdrawal.meeting_id).where(
        Withdrawal.meeting_id.in_(meeting_ids), counts()
    )
    rows = db.session.scalars(statement.order_by(Publication.meeting_id, Publication.number)).all()
    return rows, set(db.session.scalars(withdrawn))
