"""Tasks: a table's list, one with its history, and where a meeting gives one."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.sending import REFUSALS, refused, sent_once
from kernel.way import way
from roundtable.decisions import services
from roundtable.decisions import task_queries as queries
from roundtable.decisions.forms import TaskForm, TaskStepForm, task_form, task_step_form
from roundtable.decisions.resolution_queries import resolutions_of
from roundtable.decisions.rules.tasks import State, steps_of
from roundtable.decisions.task_models import Task
from roundtable.decisions.task_permissions import can_move_task
from roundtable.decisions.wording import mark_of_task
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meeting_to_prepare, seat_lines
from roundtable.tables.queries import table_for

tasks = Blueprint("tasks", __name__, url_prefix="/runde-tische/<slug>")


@tasks.get("/auftraege/")
@access(PUBLIC)
def index(slug: str) -> ResponseReturnValue:
    """The table's tasks, as far as the reader reads them."""
    table = table_for(actor(), slug)
    found = queries.tasks_of_table(actor(), table)
    return render_template(
        "roundtable/decisions/tasks.html",
        table=table,
        tasks=found,
        owners=queries.owners_of(actor(), table, found),
        mark_of_task=mark_of_task,
    )


@tasks.route("/sitzungen/<nr>/auftraege/neu", methods=["GET", "POST"])
@access(SIGNED_IN)
def give(slug: str, nr: str) -> ResponseReturnValue:
    """Give a task."""
    meeting = meeting_to_prepare(actor(), slug, nr)
    seats = [
        (str(line.seat.id), f"{line.seat.label} {line.name}")
        for line in seat_lines(actor(), meeting)
    ]
    form = task_form(meeting, resolutions_of(meeting), seats)
    if form.sent_well():
        try:
            task_id = sent_once(f"task:{meeting.id}", lambda: _given(meeting, form))
            flash(_("Der Auftrag ist vergeben."), "success")
            return redirect(url_for(".show", slug=slug, nr=nr, task_id=task_id), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_form_page(form, meeting), refusal)
    return _form_page(form, meeting), 422 if form.errors else 200


@tasks.get("/sitzungen/<nr>/auftraege/<uuid:task_id>")
@access(PUBLIC)
def show(slug: str, nr: str, task_id: UUID) -> ResponseReturnValue:
    """One task with its history."""
    task = queries.task_for(actor(), slug, nr, task_id)
    return _page(task, task_step_form(task))


@tasks.post("/sitzungen/<nr>/auftraege/<uuid:task_id>")
@access(SIGNED_IN)
def move(slug: str, nr: str, task_id: UUID) -> ResponseReturnValue:
    """Say how far it is."""
    task = queries.task_for(actor(), slug, nr, task_id)
    if not can_move_task(actor(), task, clock.now()):
        raise NotFound
    form = task_step_form(task)
    if not form.sent_well():
        return _page(task, form), 422
    to, note = State(form.state.data), form.note.data or ""
    try:
        services.move_task(actor=actor(), task=task, to=to, note=note)
    except REFUSALS as refusal:
        form.refuse(refusal)
        return refused(_page(task, form), refusal)
    flash(_("Der Stand ist gespeichert."), "success")
    return redirect(url_for(".show", slug=slug, nr=nr, task_id=task_id), 303)


def _given(meeting: Meeting, form: TaskForm) -> str:
    return str(services.give_task(actor=actor(), meeting=meeting, draft=form.draft()).id)


def _form_page(form: TaskForm, meeting: Meeting) -> str:
    return render_template("roundtable/decisions/task_form.html", form=form, meeting=meeting)


def _page(task: Task, form: TaskStepForm) -> str:
    may_move = can_move_task(actor(), task, clock.now())
    resolution = task.resolution
    return render_template(
        "roundtable/decisions/task.html",
        task=task,
        meeting=task.meeting,
        owner=queries.owners_of(actor(), task.meeting.table, [task])[task.id],
        mark=mark_of_task(task.state),
        mark_of_task=mark_of_task,
        form=form if may_move and steps_of(task.state) else None,
        resolution=resolution if resolution and (resolution.released_at or may_move) else None,
        way=way(actor(), task.subject),
    )
