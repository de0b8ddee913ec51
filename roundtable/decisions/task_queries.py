"""Reading tasks: everybody what was released, the members of a table all of its own."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from accounts.people.queries import names_of
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.task_models import Task
from roundtable.decisions.task_permissions import can_see_task
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_read_nonpublic
from roundtable.meetings.queries import address_of, meeting_for
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.permissions import is_member
from roundtable.tables.rules.names import PublicName, public_name
from roundtable.tables.seating import member_tables


def address_of_task(task: Task) -> str:
    """Its page; also known where no request runs."""
    return f"{address_of(task.meeting)}auftraege/{task.id}"


def tasks_by_ids(actor: Actor, ids: Collection[str]) -> Sequence[Task]:
    """Those of these tasks that the actor reads; a constant number of statements."""
    own = member_tables(actor, clock.now())
    statement = select(Task).join(Task.meeting).where(Task.id.in_([UUID(text) for text in ids]))
    seen = or_(Task.released_at.is_not(None), Meeting.table_id.in_(own))
    return db.session.scalars(statement.where(seen).options(*with_parts())).unique().all()


def tasks_of_meeting(meeting: Meeting) -> Sequence[Task]:
    """What a meeting gave, for its preparers and its release."""
    statement = select(Task).where(Task.meeting_id == meeting.id).options(*with_parts())
    return db.session.scalars(statement.order_by(Task.due, Task.id)).unique().all()


def tasks_of_table(actor: Actor, table: RoundTable) -> Sequence[Task]:
    """What the table's meetings gave, as far as the actor reads it, what is due first."""
    statement = select(Task).join(Task.meeting).where(Meeting.table_id == table.id)
    if not _is_inside(actor, table):
        statement = statement.where(Task.released_at.is_not(None))
    return (
        db.session.scalars(statement.order_by(Task.due, Task.id).options(*with_parts()))
        .unique()
        .all()
    )


def tasks_of_resolution(actor: Actor, resolution: Resolution) -> Sequence[Task]:
    """What carries out a resolution, as far as the actor reads it."""
    statement = select(Task).where(Task.resolution_id == resolution.id).options(*with_parts())
    found = db.session.scalars(statement.order_by(Task.due, Task.id)).unique().all()
    if can_read_nonpublic(actor, resolution.meeting, clock.now()):
        return found
    return [task for task in found if task.released_at is not None]


def task_for(actor: Actor, slug: str, nr: str, task_id: UUID) -> Task:
    """A task of this meeting, for who may see it."""
    meeting = meeting_for(actor, slug, nr)
    statement = select(Task).where(Task.id == task_id, Task.meeting_id == meeting.id)
    task = db.session.scalars(statement.options(*with_parts())).unique().first()
    if task is None or not can_see_task(actor, task, clock.now()):
        raise NotFound
    return task


def owners_of(actor: Actor, table: RoundTable, tasks: Collection[Task]) -> Mapping[UUID, str]:
    """Who does each task: members read names, others as much as the person agreed to."""
    inside = _is_inside(actor, table)
    seats = [task.seat for task in tasks if task.seat]
    told = [seat for seat in seats if inside or seat.public_name is PublicName.NAME]
    names = names_of([seat.person_id for seat in told if seat.person_id])
    groups = {group.key: group.title for group in table.groups}
    return {task.id: _owner(task, names, groups, inside=inside) for task in tasks}


def owners_without_names(table: RoundTable, tasks: Collection[Task]) -> Mapping[UUID, str]:
    """Who does each task, for what is frozen: nobody's name, for an agreement may end."""
    groups = {group.key: group.title for group in table.groups}
    return {task.id: _owner(task, {}, groups, inside=False) for task in tasks}


def _owner(
    task: Task, names: Mapping[UUID, str], groups: Mapping[str, str], *, inside: bool
) -> str:
    seat = task.seat
    if seat is None:
        return task.organisation
    name = names.get(seat.person_id, "") if seat.person_id else ""
    level = PublicName.NAME if inside else seat.public_name
    return public_name(
        level, name=name, organisation=seat.organisation, group=groups[seat.group_key]
    )


def _is_inside(actor: Actor, table: RoundTable) -> bool:
    return is_member(actor, table, clock.now())


def with_parts() -> tuple[ExecutableOption, ...]:
    """What pages and lines show of tasks."""
    return (
        joinedload(Task.meeting).joinedload(Meeting.table),
        joinedload(Task.item),
        joinedload(Task.resolution),
        joinedload(Task.seat).options(lazyload(Seat.deputies)),
        selectinload(Task.steps),
    )
