"""Writing in the room by forms: everything works without JavaScript."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotFound, RuleViolation
from kernel.numbers import asked_for
from kernel.sending import REFUSALS, refused
from roundtable.meetings.queries import meeting_to_attend_at, meeting_to_lead
from roundtable.meetings.speaking.routes import room_page, to_room
from roundtable.meetings.talk import services
from roundtable.meetings.talk.forms import HideForm, SayForm
from roundtable.meetings.talk.models import State
from roundtable.meetings.talk.queries import lines_for, message_in

talk = Blueprint(
    "meetings_talk", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/live/gespraech"
)


@talk.get("")
@access(SIGNED_IN)
def show(slug: str, nr: str) -> ResponseReturnValue:
    """The whole talk, page by page, the newest first."""
    meeting = meeting_to_attend_at(actor(), slug, nr)
    lines = lines_for(actor(), meeting, clock.now(), asked_for("vor"))
    return render_template("roundtable/meetings/talk.html", meeting=meeting, lines=lines)


@talk.post("")
@access(SIGNED_IN)
def say(slug: str, nr: str) -> ResponseReturnValue:
    """Write something; the form's key makes it one message, however often it is sent."""
    meeting = meeting_to_attend_at(actor(), slug, nr)
    form = SayForm.of_request()
    if not form.sent_well():
        return room_page(meeting, saying=form), 422
    try:
        services.say(actor=actor(), meeting=meeting, key=form.key, text=form.text.data or "")
    except REFUSALS as refusal:
        form.refuse(refusal)
        return refused(room_page(meeting, saying=form), refusal)
    return to_room(meeting, "gespraech-titel")


@talk.post("/<uuid:message_id>/zuruecknehmen")
@access(SIGNED_IN)
def take_back(slug: str, nr: str, message_id: UUID) -> ResponseReturnValue:
    """Take one's own message back."""
    meeting = meeting_to_attend_at(actor(), slug, nr)
    try:
        services.take_back(actor=actor(), meeting=meeting, message_id=message_id)
    except RuleViolation as refusal:
        return room_page(meeting, messages=[str(refusal.message)]), refusal.status
    return to_room(meeting, "gespraech-titel")


@talk.route("/<uuid:message_id>/verbergen", methods=["GET", "POST"])
@access(SIGNED_IN)
def hide(slug: str, nr: str, message_id: UUID) -> ResponseReturnValue:
    """Hide a message, with a reason that the room reads."""
    meeting = meeting_to_lead(actor(), slug, nr)
    message, form = message_in(meeting, message_id), HideForm.of_request()
    if message.state is State.ZURUECKGENOMMEN:
        raise NotFound
    if not form.sent_well():
        status = 422 if form.errors else 200
        facts = {"meeting": meeting, "message": message, "form": form}
        return render_template("roundtable/meetings/talk_hide.html", **facts), status
    services.hide(
        actor=actor(), meeting=meeting, message_id=message_id, reason=form.reason.data or ""
    )
    return to_room(meeting, "gespraech-titel")
