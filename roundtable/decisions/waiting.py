"""What waits for people at a table: their open tasks, and for the chair resolutions to look at again."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from kernel import clock
from kernel.actors import Actor
from kernel.clock import BERLIN
from kernel.database import db
from kernel.i18n import _
from kernel.waiting import Waiting
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.rules.resolutions import HOLDING
from roundtable.decisions.rules.tasks import ENDS
from roundtable.decisions.task_models import Task
from roundtable.decisions.task_queries import address_of_task
from roundtable.meetings.models import Meeting
from roundtable.tables.models import Seat
from roundtable.tables.rules.seats import Role
from roundtable.tables.seating import in_force

#: resolutions wait for the chair from so many days before their day
AHEAD = timedelta(days=14)


def own_tasks(actor: Actor) -> Iterable[Waiting]:
    """The open tasks of the seats that the actor holds now."""
    if actor.person_id is None:
        return
    statement = (
        select(Task)
        .join(Task.seat)
        .where(Seat.person_id == actor.person_id, in_force(clock.now()))
        .where(or_(Seat.role != Role.GUEST, Task.released_at.is_not(None)))
        .where(Task.state.not_in(ENDS))
        .options(joinedload(Task.meeting).joinedload(Meeting.table))
    )
    for task in db.session.scalars(statement).unique():
        text = _("Auftrag: %(title)s", title=task.title)
        yield Waiting(text, address_of_task(task), until=end_of(task.due))


def to_review(actor: Actor) -> Iterable[Waiting]:
    """The resolutions that tables wanted to look at again soon, for who leads them."""
    if actor.person_id is None:
        return
    led = select(Seat.table_id).where(
        Seat.person_id == actor.person_id, Seat.role == Role.CHAIR, in_force(clock.now())
    )
    until = clock.now().astimezone(BERLIN).date() + AHEAD
    statement = (
        select(Resolution)
        .join(Resolution.meeting)
        .where(Meeting.table_id.in_(led), Resolution.review_on <= until)
        .where(Resolution.state.in_(HOLDING))
    )
    for one in db.session.scalars(statement):
        text = _(
            "Wiedervorlage: Beschluss %(number)s, %(title)s", number=one.number, title=one.title
        )
        yield Waiting(text, one.address, until=end_of(one.review_on) if one.review_on else None)


def end_of(day: date) -> datetime:
    """The last instant of a day in Berlin."""
    return datetime.combine(day, time(23, 59), BERLIN)
