"""Who gives tasks and who says how far they are."""

from datetime import datetime

from kernel.actors import Actor
from roundtable.decisions.task_models import Task
from roundtable.meetings.permissions import can_prepare, can_read_nonpublic


def can_see_task(actor: Actor, task: Task, at: datetime) -> bool:
    """Everybody what was released, the members of the table all."""
    return task.released_at is not None or can_read_nonpublic(actor, task.meeting, at)


def can_move_task(actor: Actor, task: Task, at: datetime) -> bool:
    """Chair, secretary, and whoever holds the seat that has it."""
    if can_prepare(actor, task.meeting, at):
        return True
    seat = task.seat
    own = seat is not None and actor.person_id is not None and seat.person_id == actor.person_id
    return own and seat is not None and seat.interval.holds(at)
