"""Tasks: given in a meeting, moved by who has them, with a history that only grows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotFound, NotPermitted
from kernel.events import PUBLIC, record
from kernel.links import link
from roundtable.decisions.errors import (
    NoSuchItem,
    OwnerIsMissing,
    ReasonIsMissing,
    TaskStepRefused,
    TooLateForTasks,
)
from roundtable.decisions.events import TaskGiven, TaskMoved
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.resolution_queries import day_result_of
from roundtable.decisions.rules.tasks import State, needs_note, steps_of
from roundtable.decisions.task_models import Task, TaskStep
from roundtable.decisions.task_permissions import can_move_task, can_see_task
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.queries import seats_of
from roundtable.meetings.rules.states import UNDER_WAY
from roundtable.meetings.rules.states import State as MeetingState
from roundtable.meetings.services.holding import held_by_preparer, seats_alone


@dataclass(frozen=True)
class TaskDraft:
    """Who does what until when, as chair or secretary writes it."""

    title: str
    due: date
    #: a resolution of the meeting, or one of its items
    source_id: UUID
    seat_id: UUID | None = None
    organisation: str = ""


@transactional
def give_task(*, actor: Actor, meeting: Meeting, draft: TaskDraft) -> Task:
    """Give a task from the beginning of the meeting until its results are released."""
    held_by_preparer(actor, meeting)
    if meeting.status not in {*UNDER_WAY, MeetingState.GESCHLOSSEN} or day_result_of(meeting.id):
        raise TooLateForTasks
    item, resolution = _source(meeting, draft.source_id)
    if draft.seat_id is not None and draft.seat_id not in {
        seat.id for seat in seats_of(meeting.table_id, clock.now()) if seat.person_id
    }:
        raise OwnerIsMissing
    if draft.seat_id is None and not draft.organisation.strip():
        raise OwnerIsMissing
    highest = select(func.max(Task.running)).where(Task.meeting_id == meeting.id)
    task = Task(
        meeting_id=meeting.id,
        running=(db.session.scalar(highest) or 0) + 1,
        meeting=meeting,
        item_id=item.id,
        resolution_id=resolution.id if resolution else None,
        title=draft.title,
        seat_id=draft.seat_id,
        organisation="" if draft.seat_id else draft.organisation.strip(),
        due=draft.due,
        public=item.public,
        state=State.OFFEN,
    )
    db.session.add(task)
    db.session.flush()
    _step(actor, task, "")
    link("given", resolution.subject if resolution else item.subject, task.subject)
    event = TaskGiven(str(draft.due), str(draft.seat_id or ""))
    record(event, subject=task.subject, actor=actor, audience=seats_alone(meeting))
    return task


@transactional
def move_task(*, actor: Actor, task: Task, to: State, note: str = "") -> Task:
    """Say how far a task is; handing it on and dropping it need a note, which is as public as the task."""
    at = clock.now()
    if not can_see_task(actor, locked(task), at):
        raise NotFound
    if not can_move_task(actor, task, at):
        raise NotPermitted
    if to not in steps_of(task.state):
        raise TaskStepRefused
    if needs_note(to) and not note.strip():
        raise ReasonIsMissing(field="note")
    task.state = to
    _step(actor, task, note.strip())
    audience = PUBLIC if task.released_at else seats_alone(task.meeting)
    record(TaskMoved(to), subject=task.subject, actor=actor, audience=audience)
    return task


def _source(meeting: Meeting, source_id: UUID) -> tuple[AgendaItem, Resolution | None]:
    statement = select(Resolution).where(
        Resolution.id == source_id, Resolution.meeting_id == meeting.id
    )
    resolution = db.session.scalar(statement)
    item_id = resolution.item_id if resolution else source_id
    item = next((one for one in meeting.items if one.id == item_id), None)
    if item is None:
        raise NoSuchItem(field="source")
    return item, resolution


def _step(actor: Actor, task: Task, note: str) -> None:
    task.steps.append(
        TaskStep(
            task_id=task.id,
            seq=len(task.steps) + 1,
            state=task.state,
            note=note,
            at=clock.now(),
            actor_id=actor.person_id,
        )
    )
    db.session.flush()
