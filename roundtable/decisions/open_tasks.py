"""What meetings ask of tasks: which are still open, as lines of an agenda that name nobody."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from kernel.i18n import _, date_text
from kernel.markdown import escaped
from roundtable.decisions.rules.tasks import ENDS
from roundtable.decisions.task_models import Task
from roundtable.decisions.task_queries import address_of_task, owners_without_names, with_parts
from roundtable.meetings.models import Meeting
from roundtable.meetings.open_tasks import OpenTask
from roundtable.tables.models import RoundTable


def open_tasks_of(table_id: UUID) -> Sequence[OpenTask]:
    """Tasks that are neither done, handed on nor dropped, what is due first."""
    statement = (
        select(Task)
        .join(Task.meeting)
        .where(Meeting.table_id == table_id, Task.state.not_in(ENDS))
        .order_by(Task.due, Task.id)
        .options(*with_parts())
    )
    tasks = db.session.scalars(statement).unique().all()
    owners = owners_without_names(db.session.get_one(RoundTable, table_id), tasks)
    return [
        OpenTask(task.item_id, _line(task, owners[task.id]), public=task.released_at is not None)
        for task in tasks
    ]


def _line(task: Task, owner: str) -> str:
    words = _("%(who)s, bis %(day)s", who=escaped(owner), day=date_text(task.due))
    return f"[{escaped(task.title)}]({address_of_task(task)}): {words}"
