"""Reading resolutions: everybody what was released, the members of a table all of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.decisions.models import LiveVote
from roundtable.decisions.resolution_models import (
    DayCorrection,
    DayResult,
    Resolution,
    ResolutionStep,
)
from roundtable.decisions.rules.resolutions import State
from roundtable.meetings.models import Meeting
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.rules.seats import Role
from roundtable.tables.seating import in_force

A_PAGE = 20


@dataclass(frozen=True)
class Page:
    """Resolutions of one page of the list, and how many pages there are."""

    rows: Sequence[Resolution]
    number: int
    pages: int


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The condition of what the actor reads; the statement joins the meeting."""
    released = Resolution.public & Resolution.released_at.is_not(None)
    if actor.person_id is None:
        return released
    own = select(Seat.table_id).where(
        Seat.person_id == actor.person_id, Seat.role != Role.GUEST, in_force(clock.now())
    )
    return or_(released, Meeting.table_id.in_(own))


def listed_resolutions(
    actor: Actor, *, table: str = "", state: State | None = None, number: int = 1
) -> Page:
    """A page of what the actor reads, the latest first; of one table or in one state."""
    conditions = [seen_by(actor)]
    if table:
        conditions.append(RoundTable.slug == table)
    if state:
        conditions.append(Resolution.state == state)
    base = select(Resolution).join(Resolution.meeting).join(Meeting.table).where(*conditions)
    total = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    pages = max(1, -(-total // A_PAGE))
    number = min(max(1, number), pages)
    order = (Resolution.decided_at.desc(), Resolution.id.desc())
    statement = base.order_by(*order).limit(A_PAGE).offset((number - 1) * A_PAGE)
    with_table = contains_eager(Resolution.meeting).contains_eager(Meeting.table)
    return Page(db.session.scalars(statement.options(with_table)).all(), number, pages)


def resolution_for(actor: Actor, meeting: str, running: int) -> Resolution:
    """The resolution of this number with its vote and steps; NotFound before its release, and for strangers."""
    return _one(actor, Resolution.number == f"{meeting}/{running}")


def resolution_by_id(actor: Actor, resolution_id: UUID) -> Resolution:
    """The same by its id."""
    return _one(actor, Resolution.id == resolution_id)


def newest_resolutions(
    actor: Actor, after: str | None, limit: int = A_PAGE
) -> tuple[Sequence[Resolution], str | None]:
    """What the actor reads, newest first; and the cursor for the next ones."""
    statement = select(Resolution).join(Resolution.meeting).where(seen_by(actor))
    if after:
        try:
            statement = statement.where(Resolution.id < UUID(after))
        except ValueError:
            raise NotFound from None
    statement = statement.order_by(Resolution.id.desc()).limit(limit + 1)
    found = db.session.scalars(statement.options(*_parts())).unique().all()
    return found[:limit], str(found[limit - 1].id) if len(found) > limit else None


def resolutions_by_ids(actor: Actor, ids: Collection[str]) -> Sequence[Resolution]:
    """Those of these resolutions that the actor reads; a constant number of statements."""
    keys = [UUID(text) for text in ids]
    statement = select(Resolution).join(Resolution.meeting).where(Resolution.id.in_(keys))
    return db.session.scalars(statement.where(seen_by(actor)).options(*_parts())).unique().all()


def resolutions_of(meeting: Meeting) -> Sequence[Resolution]:
    """The meeting's resolutions in the order of their numbers; for its table and its release."""
    statement = select(Resolution).where(Resolution.meeting_id == meeting.id)
    return db.session.scalars(statement.order_by(Resolution.running)).all()


def known_numbers(numbers: Collection[str]) -> Mapping[str, bool]:
    """Those of these numbers that were given, and whether everybody reads the resolution; one statement."""
    statement = select(Resolution.number, Resolution.public & Resolution.released_at.is_not(None))
    found = db.session.execute(statement.where(Resolution.number.in_(numbers)))
    return {number: bool(is_read) for number, is_read in found}


def lately_released(limit: int) -> Sequence[Resolution]:
    """What everybody reads, the latest first."""
    statement = select(Resolution).join(Resolution.meeting).where(seen_by(ANONYMOUS))
    order = (Resolution.decided_at.desc(), Resolution.id.desc())
    with_table = contains_eager(Resolution.meeting).joinedload(Meeting.table)
    return db.session.scalars(statement.order_by(*order).limit(limit).options(with_table)).all()


def changes_of(resolutions: Collection[Resolution]) -> dict[UUID, datetime]:
    """When each was moved on or corrected last; two statements."""
    ids = [one.id for one in resolutions]
    steps = (
        select(ResolutionStep.resolution_id, func.max(ResolutionStep.at))
        .where(ResolutionStep.resolution_id.in_(ids))
        .group_by(ResolutionStep.resolution_id)
    )
    corrections = (
        select(Resolution.id, func.max(DayCorrection.at))
        .join(DayCorrection, DayCorrection.vote_id == Resolution.vote_id)
        .where(Resolution.id.in_(ids))
        .group_by(Resolution.id)
    )
    changed: dict[UUID, datetime] = {}
    for statement in (steps, corrections):
        for key, at in db.session.execute(statement):
            changed[key] = max(at, changed.get(key, at))
    return changed


def tables_with_resolutions(actor: Actor) -> list[tuple[str, str]]:
    """Slug and name of the tables of which the actor reads a resolution, for the filter."""
    statement = (
        select(RoundTable.slug, RoundTable.name)
        .join(Meeting, Meeting.table_id == RoundTable.id)
        .join(Resolution, Resolution.meeting_id == Meeting.id)
        .where(seen_by(actor))
        .distinct()
        .order_by(RoundTable.name)
    )
    return [(row.slug, row.name) for row in db.session.execute(statement)]


def all_resolution_ids() -> Sequence[UUID]:
    """The ids of all resolutions, for the index."""
    return db.session.scalars(select(Resolution.id)).all()


def day_result_of(meeting_id: UUID) -> DayResult | None:
    """What was released of this meeting."""
    return db.session.get(DayResult, meeting_id)


def corrections_of(meeting_id: UUID) -> Sequence[DayCorrection]:
    """What was corrected in the released result of this meeting, the first correction first."""
    statement = select(DayCorrection).where(DayCorrection.meeting_id == meeting_id)
    return db.session.scalars(statement.order_by(DayCorrection.seq)).all()


def corrections_about(resolution: Resolution) -> Sequence[DayCorrection]:
    """What was corrected of the vote that this resolution came from."""
    statement = select(DayCorrection).where(DayCorrection.vote_id == resolution.vote_id)
    return db.session.scalars(statement.order_by(DayCorrection.seq)).all()


def _one(actor: Actor, condition: ColumnElement[bool]) -> Resolution:
    statement = select(Resolution).join(Resolution.meeting).where(condition, seen_by(actor))
    found = db.session.scalars(statement.options(*_parts())).unique().first()
    if found is None:
        raise NotFound
    return found


def _parts() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Resolution.meeting).joinedload(Meeting.table),
        joinedload(Resolution.item),
        joinedload(Resolution.successor),
        joinedload(Resolution.vote).selectinload(LiveVote.voters),
        joinedload(Resolution.vote).selectinload(LiveVote.ballots),
        joinedload(Resolution.vote).joinedload(LiveVote.hand_count),
        joinedload(Resolution.vote).joinedload(LiveVote.meeting),
        selectinload(Resolution.steps),
    )
