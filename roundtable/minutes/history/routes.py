"""Pages of earlier states of an item's text: a list, each state read-only, and the way back to it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock, limits
from kernel.access import SIGNED_IN, access, actor
from kernel.i18n import _
from kernel.ids import id_in, new_id
from kernel.sending import REFUSALS, refused
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meeting_for
from roundtable.minutes.blocks import html_of, parts_of, typed_html
from roundtable.minutes.errors import REASONS
from roundtable.minutes.history.forms import PutBackForm
from roundtable.minutes.history.queries import (
    MOST,
    Earlier,
    doc_to_write,
    earlier_of,
    moments_of,
)
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.permissions import closed
from roundtable.minutes.queries import doc_to_read
from roundtable.minutes.routes import say_saved
from roundtable.minutes.rules.changes import passages
from roundtable.minutes.rules.history import put_back
from roundtable.minutes.services.writing import write_form

#: replaying a log takes a while
RATE = "60/minute"

blueprint = Blueprint(
    "minutes_history",
    __name__,
    url_prefix="/runde-tische/<slug>/sitzungen/<nr>/mitschrift/<uuid:item_id>/staende",
)


@blueprint.get("")
@access(SIGNED_IN)
def index(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """When somebody wrote, newest first."""
    meeting = meeting_for(actor(), slug, nr)
    doc = doc_to_write(actor(), meeting, item_id)
    return render_template(
        "roundtable/minutes/history/index.html",
        meeting=meeting,
        item=doc.item,
        epoch=doc.epoch,
        moments=moments_of(doc),
        most=MOST,
    )


@blueprint.route("/<int:epoch>/<int:seq>", methods=["GET", "POST"])
@access(SIGNED_IN)
def show(slug: str, nr: str, item_id: UUID, epoch: int, seq: int) -> ResponseReturnValue:
    """What stood there then, and what stands there otherwise now; sent, it stands there again."""
    meeting = meeting_for(actor(), slug, nr)
    if request.method == "POST" and (why := _became_closed(meeting, item_id)):
        flash(why, "warning")
        return redirect(url_for("minutes.item", slug=slug, nr=nr, item_id=item_id), 303)
    doc = doc_to_write(actor(), meeting, item_id)
    limits.check(RATE, "minutes-history", limits.whose(actor()))
    earlier = earlier_of(doc, epoch, seq)
    form = PutBackForm.of_request(seq=earlier.now.seq, update_id=str(new_id()))
    if form.sent_well():
        try:
            _put_back(doc, earlier, form)
            address = url_for("minutes.item", slug=slug, nr=nr, item_id=item_id)
            return redirect(address, 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_page(meeting, doc, earlier, form), refusal)
    return _page(meeting, doc, earlier, form), 422 if form.errors else 200


def _became_closed(meeting: Meeting, item_id: UUID) -> str:
    """Why a reader may not write here any more, such as a lock that came while they looked; empty for nothing."""
    doc = doc_to_read(actor(), meeting, item_id)
    why = closed(actor(), doc, clock.now())
    return f"{_('Der Stand ist nicht eingesetzt.')} {REASONS[why.value]}" if why else ""


def _put_back(doc: MinutesDoc, earlier: Earlier, form: PutBackForm) -> None:
    text = put_back(earlier.text, earlier.now.text)
    merged = write_form(
        actor=actor(),
        doc=doc,
        epoch=earlier.now.epoch,
        seq=form.seq.data or 0,
        text=text,
        update_id=id_in(form.update_id.data) or new_id(),
    )
    say_saved(text, merged)


def _page(meeting: Meeting, doc: MinutesDoc, earlier: Earlier, form: PutBackForm) -> str:
    return render_template(
        "roundtable/minutes/history/show.html",
        meeting=meeting,
        item=doc.item,
        earlier=earlier,
        passages=passages(earlier.text, earlier.now.text),
        pieces=parts_of(meeting.id, {doc.item_id: earlier.text})[doc.item_id],
        html_of=html_of,
        typed_html=typed_html,
        form=form,
    )
