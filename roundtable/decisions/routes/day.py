"""Ergebnis des Tages: the chair looks and releases; after that everybody reads."""

import json
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.errors import NotFound, RuleViolation
from kernel.i18n import _
from roundtable.decisions import services
from roundtable.decisions.day import address_of_day, content_of_day
from roundtable.decisions.resolution_models import DayResult
from roundtable.decisions.resolution_queries import day_result_of, resolutions_of
from roundtable.decisions.wording import RULES, in_one_line, mark_of_outcome
from roundtable.meetings.models import Meeting
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
        is_closed=meeting.status in {State.GESCHLOSSEN, State.ABGESCHLOSSEN},
        is_provisional=meeting.status is not State.ABGESCHLOSSEN,
        rule_of=lambda key: RULES[Rule(key)],
        mark_of=lambda key: mark_of_outcome(Outcome(key)),
        dict_of=dict,
        day_of=date.fromisoformat,
        in_one_line=in_one_line,
    )
