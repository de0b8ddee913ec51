"""A seat answers: by the mailed link without signing in, or signed in. Opening a page changes nothing."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.sending import REFUSALS, refused
from roundtable.meetings import queries, services
from roundtable.meetings.content import public_content
from roundtable.meetings.forms import RsvpForm, rsvp_form
from roundtable.meetings.models import Meeting, Rsvp
from roundtable.meetings.rules.states import State
from roundtable.meetings.services import RsvpDraft
from roundtable.meetings.wording import ANSWERED, public_line
from roundtable.tables.models import Seat
from roundtable.tables.seating import seated

answers = Blueprint("meetings_answers", __name__)
Deed = Callable[[RsvpDraft], Rsvp]


@answers.route("/rueckmeldung", methods=["GET", "POST"])
@access(PUBLIC)
def by_link() -> ResponseReturnValue:
    """The page behind the link in the mail; its key is no part of the path, because paths are logged."""
    token = request.args.get("schluessel", "")
    meeting, seat = queries.meeting_and_seat(token)
    here = url_for("meetings_answers.by_link", schluessel=token)
    return _answered(
        meeting, seat, here, lambda draft: services.answer_by_link(token=token, draft=draft)
    )


@answers.route("/runde-tische/<slug>/sitzungen/<nr>/rueckmeldung", methods=["GET", "POST"])
@access(SIGNED_IN)
def own(slug: str, nr: str) -> ResponseReturnValue:
    """The answer of the actor's own seat."""
    meeting = queries.meeting_for(actor(), slug, nr)
    person_id = actor().person_id
    seat = seated(meeting.table_id, person_id, clock.now()) if person_id else None
    if seat is None or meeting.announced is None:
        raise NotFound
    here = url_for("meetings_answers.own", slug=slug, nr=nr)
    return _answered(
        meeting,
        seat,
        here,
        lambda draft: services.answer_as(actor=actor(), meeting=meeting, draft=draft),
    )


def _answered(meeting: Meeting, seat: Seat, here: str, deed: Deed) -> ResponseReturnValue:
    rsvp = queries.rsvp_of(meeting, seat)
    form = rsvp_form(dict(queries.deputies_of(seat)), **_shown(rsvp))
    if form.sent_well():
        try:
            deed(form.draft())
            flash(_("Danke. Ihre Antwort ist gespeichert. Sie können sie hier ändern."), "success")
            return redirect(here, 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_page(form, meeting, rsvp), refusal)
    return _page(form, meeting, rsvp), 422 if form.errors else 200


def _shown(rsvp: Rsvp | None) -> dict[str, object]:
    """How the form shows the last answer."""
    if rsvp is None:
        return {}
    return {
        "answer": rsvp.answer,
        "deputy": str(rsvp.deputy_id) if rsvp.deputy_id else "",
        "deputy_name": "" if rsvp.deputy_id else rsvp.deputy_name,
        "needs": rsvp.needs,
        "needs_note": rsvp.needs_note,
    }


def _page(form: RsvpForm, meeting: Meeting, rsvp: Rsvp | None) -> str:
    content = public_content(meeting, meeting.invitations[-1])
    return render_template(
        "roundtable/meetings/rsvp.html",
        form=form,
        meeting=meeting,
        content=content,
        lines=[public_line(item) for item in content["items"]],
        rsvp=rsvp,
        answered=ANSWERED,
        is_open=meeting.status is State.EINGELADEN,
    )
