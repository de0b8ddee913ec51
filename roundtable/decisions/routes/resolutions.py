"""Resolutions: the list, one with its way, and where chair and administration say how far it is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.sending import REFUSALS, refused
from kernel.way import way
from roundtable.decisions import resolution_queries as queries
from roundtable.decisions import services, tally
from roundtable.decisions.forms import StandingForm, resolution_filter, standing_form
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.resolution_permissions import can_follow_up
from roundtable.decisions.rules.resolutions import State
from roundtable.decisions.task_queries import owners_of, tasks_of_resolution
from roundtable.decisions.wording import (
    RULES,
    in_one_line,
    mark_of_resolution,
    mark_of_task,
    votes_given,
)
from roundtable.meetings.onward import ways_of
from roundtable.meetings.queries import address_of
from roundtable.meetings.rules.states import State as MeetingState

resolutions = Blueprint("resolutions", __name__, url_prefix="/beschluesse")


@resolutions.get("/")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """All resolutions the reader may read, by table and state; unknown words filter nothing."""
    form = resolution_filter(queries.tables_with_resolutions(actor()))
    table, chosen = form.chosen()
    number = request.args.get("seite", 1, type=int)
    page = queries.listed_resolutions(actor(), table=table, state=chosen, number=number)
    return render_template(
        "roundtable/decisions/resolutions.html",
        page_of_rows=page,
        form=form,
        mark_of_resolution=mark_of_resolution,
        url_of=lambda n: url_for(".index", gremium=table, status=chosen or "", seite=n),
    )


@resolutions.get("/<meeting>/<int:running>")
@access(PUBLIC)
def show(meeting: str, running: int) -> ResponseReturnValue:
    """Number and wording first; then how it was decided, how far it is, its way, how to cite it."""
    found = queries.resolution_for(actor(), meeting, running)
    tasks, figures = tasks_of_resolution(actor(), found), tally.figures(found.vote)
    return render_template(
        "roundtable/decisions/resolution.html",
        tasks=tasks,
        owners=owners_of(actor(), found.meeting.table, tasks),
        mark_of_task=mark_of_task,
        resolution=found,
        meeting=found.meeting,
        meeting_url=address_of(found.meeting),
        mark=mark_of_resolution(found.state),
        mark_of_resolution=mark_of_resolution,
        rule=RULES[found.vote.rule],
        figures=in_one_line(figures),
        given=votes_given(figures, len(found.vote.voters)),
        onward=[way for way in ways_of(actor(), found.meeting) if not way.stands_in_room],
        leanings=tally.leanings_of(found.vote),
        hands=found.vote.hand_count,
        corrections=queries.corrections_about(found),
        way=way(actor(), found.subject),
        is_provisional=found.meeting.status is not MeetingState.ABGESCHLOSSEN,
        may_follow_up=can_follow_up(actor(), found, clock.now()),
    )


@resolutions.route("/<meeting>/<int:running>/stand", methods=["GET", "POST"])
@access(SIGNED_IN)
def standing(meeting: str, running: int) -> ResponseReturnValue:
    """Say how far it is and when the table looks at it again."""
    found = queries.resolution_for(actor(), meeting, running)
    if not can_follow_up(actor(), found, clock.now()):
        raise NotFound
    form = standing_form(found)
    if form.sent_well():
        try:
            _move(found, form)
            flash(_("Der Stand ist gespeichert."), "success")
            return redirect(found.address, 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_standing_page(form, found), refusal)
    return _standing_page(form, found), 422 if form.errors else 200


def _move(found: Resolution, form: StandingForm) -> None:
    services.move_resolution(
        actor=actor(),
        resolution=found,
        to=State(form.state.data) if form.state.data else None,
        based_on=form.version.data or 0,
        note=form.note.data or "",
        successor=form.successor.data or "",
        review_on=form.review_on.data,
    )


def _standing_page(form: StandingForm, found: Resolution) -> str:
    return render_template(
        "roundtable/decisions/standing.html",
        form=form,
        resolution=found,
        mark=mark_of_resolution(found.state),
    )
