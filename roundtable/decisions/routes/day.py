"""Ergebnis des Tages: the chair looks and releases; after that everybody reads."""

import json
from collections import defaultdict
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.actors import ANONYMOUS
from kernel.errors import NotFound, RuleViolation
from kernel.i18n import _
from kernel.sending import REFUSALS, refused, sent_once
from roundtable.decisions import services
from roundtable.decisions.day import address_of_day, content_of_day
from roundtable.decisions.forms import DayCorrectionForm, day_correction_form
from roundtable.decisions.resolution_models import DayCorrection, DayResult
from roundtable.decisions.resolution_queries import corrections_of, day_result_of, resolutions_of
from roundtable.decisions.services.correcting import released_votes
from roundtable.decisions.task_queries import owners_of, tasks_of_meeting
from roundtable.decisions.wording import RULES, in_one_line, mark_of_outcome, votes_given
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_lead
from roundtable.meetings.queries import meeting_for, meeting_to_lead
from roundtable.meetings.rules.results import Outcome, Rule
from roundtable.meetings.rules.states import State

day = Blueprint("day_results", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/ergebnis")


@day.get("")
@access(PUBLIC)
def show(slug: str, nr: str) -> ResponseReturnValue:
    """What was released, as it was frozen; no such page before."""
    meeting = meeting_for(actor(), slug, nr)
    result = day_result_of(meeting.id)
    if result is None:
        raise NotFound
    return _page(meeting, result)


@day.route("/freigeben", methods=["GET", "POST"])
@access(SIGNED_IN)
def release(slug: str, nr: str) -> ResponseReturnValue:
    """Look at what everybody will read, then release it."""
    meeting = meeting_to_lead(actor(), slug, nr)
    if request.method != "POST":
        return _page(meeting, None)
    try:
        services.release_day(actor=actor(), meeting=meeting)
    except RuleViolation as refusal:
        return _page(meeting, None, messages=(refusal.message,)), refusal.status
    flash(_("Das Ergebnis ist veröffentlicht. Alle Sitze bekommen eine Mail."), "success")
    return redirect(address_of_day(meeting), 303)


@day.route("/berichtigen", methods=["GET", "POST"])
@access(SIGNED_IN)
def correct(slug: str, nr: str) -> ResponseReturnValue:
    """Say beside the released result what is right."""
    meeting = meeting_to_lead(actor(), slug, nr)
    result = day_result_of(meeting.id)
    if result is None:
        raise NotFound
    form = day_correction_form(released_votes(result))
    if form.sent_well():
        try:
            sent_once(f"day-correction:{meeting.id}", lambda: _corrected(meeting, form))
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_correction_page(form, meeting), refusal)
        flash(_("Die Berichtigung ist veröffentlicht. Alle Sitze bekommen eine Mail."), "success")
        return redirect(address_of_day(meeting), 303)
    return _correction_page(form, meeting), 422 if form.errors else 200


def _corrected(meeting: Meeting, form: DayCorrectionForm) -> str:
    return str(services.correct_day(actor=actor(), meeting=meeting, draft=form.draft()).id)


def _by_vote(meeting: Meeting) -> dict[str, list[DayCorrection]]:
    """Corrections by the id of the vote they are about; "" for the result as a whole."""
    found: dict[str, list[DayCorrection]] = defaultdict(list)
    for one in corrections_of(meeting.id):
        found[str(one.vote_id or "")].append(one)
    return found


def _correction_page(form: DayCorrectionForm, meeting: Meeting) -> str:
    return render_template("roundtable/decisions/day_correction.html", form=form, meeting=meeting)


def _owners(meeting: Meeting) -> dict[str, str]:
    """Who does each task, as everybody may know today: the same words as in minutes and on the task's page."""
    tasks = tasks_of_meeting(meeting)
    named = owners_of(ANONYMOUS, meeting.table, tasks)
    return {str(task_id): owner for task_id, owner in named.items()}


def _page(meeting: Meeting, result: DayResult | None, messages: tuple[str, ...] = ()) -> str:
    content = json.loads(result.content) if result else content_of_day(meeting)
    kept_back = 0 if result else sum(1 for one in resolutions_of(meeting) if not one.public)
    return render_template(
        "roundtable/decisions/day.html",
        meeting=meeting,
        result=result,
        content=content,
        messages=messages,
        kept_back=kept_back,
        corrections_of=_by_vote(meeting) if result else {},
        may_correct=result is not None and can_lead(actor(), meeting, clock.now()),
        is_closed=meeting.status in {State.GESCHLOSSEN, State.ABGESCHLOSSEN},
        is_provisional=meeting.status is not State.ABGESCHLOSSEN,
        rule_of=lambda key: RULES[Rule(key)],
        mark_of=lambda key: mark_of_outcome(Outcome(key)),
        dict_of=dict,
        day_of=date.fromisoformat,
        in_one_line=in_one_line,
        votes_given=votes_given,
        owners=_owners(meeting) if content["tasks"] else {},
    )
