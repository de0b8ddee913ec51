"""What other rooms may know of tasks: a card each, and the judge. A task is the last stop of a way."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.database import looked_up
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, SubjectKind, Verdict
from roundtable.decisions.task_models import KIND, Task
from roundtable.decisions.task_permissions import can_move_task, can_see_task
from roundtable.decisions.task_queries import address_of_task, tasks_by_ids
from roundtable.decisions.wording import mark_of_task


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of those that the actor reads; a constant number of statements."""
    return {str(task.id): _card(task) for task in tasks_by_ids(actor, ids)}


def judge(actor: Actor, action: str, task_id: str, at: datetime) -> Verdict:
    """Everybody sees what was released, the table's members all; who has it says how far it is."""
    task = looked_up(Task, UUID(task_id))
    if task is None or not can_see_task(actor, task, at):
        return INVISIBLE
    if action == "see":
        return ALLOWED
    return Verdict(action == "move" and can_move_task(actor, task, at))


def audience(task_id: str) -> tuple[str, ...]:
    """Everybody once it is released, before that the table."""
    task = looked_up(Task, UUID(task_id))
    if task is None:
        return ()
    return ("public",) if task.released_at else (f"table:{task.meeting.table_id}",)


def _card(task: Task) -> Card:
    return Card(
        subject=task.subject,
        title=task.title,
        url=address_of_task(task),
        word=_("Auftrag"),
        status=mark_of_task(task.state).word,
        at=task.steps[0].at,
    )


TASK = SubjectKind(KIND, describe, judge, audience=audience, icon="check")
