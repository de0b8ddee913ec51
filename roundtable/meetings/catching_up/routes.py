""" "Was habe ich verpasst?": a page that reads and writes nothing; the browser, or the reader, says since when."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.numbers import asked_for
from roundtable.meetings.catching_up.forms import SinceForm, since_form
from roundtable.meetings.catching_up.queries import Since, arrived_at, missed_by
from roundtable.meetings.catching_up.wording import sentences
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meeting_to_attend_at

catching_up = Blueprint(
    "meetings_catching_up", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/live/verpasst"
)


@catching_up.get("")
@access(SIGNED_IN)
def show(slug: str, nr: str) -> ResponseReturnValue:
    """At most five lines since the number that the room's page says, or since a time that the reader chose."""
    meeting = meeting_to_attend_at(actor(), slug, nr)
    form = since_form()
    since = _since(meeting, form)
    lines = sentences(missed_by(actor(), meeting, since, clock.now()))
    return render_template(
        "roundtable/meetings/missed.html",
        meeting=meeting,
        form=form,
        lines=lines,
        since_last_look=since.seq is not None,
    )


def _since(meeting: Meeting, form: SinceForm) -> Since:
    seq = asked_for("nach")
    if seq is not None and "seit" not in request.args:
        return Since(seq=seq)
    if form.minutes:
        return Since(at=clock.now() - timedelta(minutes=form.minutes))
    if form.seit.data == "ankunft" and (arrival := arrived_at(actor(), meeting)):
        return Since(at=arrival)
    return Since()
