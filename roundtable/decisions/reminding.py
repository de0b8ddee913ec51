"""Timed work: who has a task is reminded of it, the chair of resolutions that the table wanted to look at again.

Each mail has a key of its own, so that a repeat, a second worker or a kill writes it once. A mail names the address of
a page and the title that its reader knows anyway.
"""

from collections.abc import Iterable
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.people.letters import write_to
from kernel import clock
from kernel.app import settings_of
from kernel.clock import BERLIN
from kernel.database import db
from kernel.i18n import date_text
from roundtable.decisions import mail_texts
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.rules import resolutions as standing
from roundtable.decisions.rules.reminders import SOON, reminder_for, writes_now
from roundtable.decisions.rules.tasks import ENDS
from roundtable.decisions.task_models import Task
from roundtable.decisions.task_queries import address_of_task, with_parts
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import seats_of
from roundtable.tables.rules.seats import Role


def remind() -> int:
    """Write what is due to be written now; how many mails are new."""
    at = clock.now()
    there = at.astimezone(BERLIN)
    if not writes_now(there):
        return 0
    today = there.date()
    tasks = sum(_of_task(task, today, at) for task in tasks_due(today))
    return tasks + sum(_of_resolution(one, at) for one in resolutions_to_review(today))


def tasks_due(today: date) -> Iterable[Task]:
    """Open tasks that fall due within the next days, with who has them."""
    statement = (
        select(Task)
        .where(Task.due >= today, Task.due <= today + SOON, Task.state.not_in(ENDS))
        .order_by(Task.due, Task.id)
        .options(*with_parts())
    )
    return db.session.scalars(statement).unique().all()


def resolutions_to_review(today: date) -> Iterable[Resolution]:
    """Resolutions whose day has come and that still hold."""
    statement = (
        select(Resolution)
        .where(Resolution.review_on <= today, Resolution.state.in_(standing.HOLDING))
        .order_by(Resolution.review_on, Resolution.id)
        .options(joinedload(Resolution.meeting).joinedload(Meeting.table))
    )
    return db.session.scalars(statement).unique().all()


def _of_task(task: Task, today: date, at: datetime) -> int:
    seat, reminder = task.seat, reminder_for(task.due, today)
    if reminder is None or seat is None or seat.person_id is None or not seat.interval.holds(at):
        return 0
    if seat.role is Role.GUEST and task.released_at is None:
        return 0  # the page is closed to them
    return write_to(
        [seat.person_id],
        occurrence=f"task_reminder:{task.id}:{reminder}",
        subject=mail_texts.subject_of_reminder(task, reminder),
        text=mail_texts.text_of_reminder(task, _whole(address_of_task(task))),
    )


def _of_resolution(one: Resolution, at: datetime) -> int:
    chairs = [seat for seat in seats_of(one.meeting.table_id, at) if seat.role is Role.CHAIR]
    return write_to(
        [seat.person_id for seat in chairs if seat.person_id],
        occurrence=f"review:{one.id}:{one.review_on}",
        subject=mail_texts.subject_of_review(one),
        text=mail_texts.text_of_review(one, date_text(one.decided_at), _whole(one.address)),
    )


def _whole(address: str) -> str:
    return f"{settings_of(current_app).public_url}{address}"
