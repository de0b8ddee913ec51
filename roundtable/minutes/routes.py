"""Pages of live texts, all of them plain forms: what is typed is merged into what others wrote meanwhile."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock, limits
from kernel.access import SIGNED_IN, access, actor
from kernel.clock import BERLIN
from kernel.errors import RuleViolation
from kernel.i18n import _
from kernel.ids import id_in, new_id
from kernel.sending import REFUSALS, refused
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_prepare
from roundtable.meetings.queries import meeting_for
from roundtable.meetings.speaking.meanwhile import meanwhile
from roundtable.minutes import queries
from roundtable.minutes.blocks import html_of, parts_of, typed_html
from roundtable.minutes.errors import REASONS, DocRefused, sentence_of
from roundtable.minutes.forms import LockForm, WritingForm
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.permissions import Closed, can_lock, closed
from roundtable.minutes.rules.text import MOST_CHARACTERS, with_line_feeds
from roundtable.minutes.services.forms import Merged
from roundtable.minutes.services.locking import lock_doc, unlock_doc
from roundtable.minutes.services.writing import write_form
from roundtable.minutes.ydoc import Code, Refused

RATE = "30/minute"

blueprint = Blueprint(
    "minutes", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/mitschrift"
)


@blueprint.get("/")
@access(SIGNED_IN)
def index(slug: str, nr: str) -> ResponseReturnValue:
    """What is written of each item of the agenda."""
    meeting = meeting_for(actor(), slug, nr)
    lines = queries.lines_for(actor(), meeting)
    return render_template(
        "roundtable/minutes/index.html",
        meeting=meeting,
        lines=lines,
        parts_of=parts_of(meeting.id, {line.doc.item_id: line.text for line in lines}),
        html_of=html_of,
        typed_html=typed_html,
        may_prepare=can_prepare(actor(), meeting, clock.now()),
        reasons=REASONS,
    )


@blueprint.route("/<uuid:item_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def item(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """The text of one item, to read or to write."""
    meeting = meeting_for(actor(), slug, nr)
    doc = queries.doc_to_read(actor(), meeting, item_id)
    form = WritingForm.of_request(**_shown(doc))
    if form.sent_well():
        try:
            say_saved(form.written.data or "", _write(doc, form))
            return _to_item(meeting, item_id)
        except DocRefused as refusal:
            if refusal.code == Code.NOT_FOUND:
                raise
            form.refuse(RuleViolation(refusal.message, field="written"))
            return refused(_page(meeting, doc, form), refusal)
    return _page(meeting, doc, form), 422 if form.errors else 200


@blueprint.post("/<uuid:item_id>/sperren")
@access(SIGNED_IN)
def lock(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Let chair and secretary alone write on an item."""
    meeting = meeting_for(actor(), slug, nr)
    doc = queries.doc_to_read(actor(), meeting, item_id)
    form = LockForm.of_request()
    if form.sent_well():
        try:
            lock_doc(actor=actor(), doc=doc, reason=form.reason.data or "")
            flash(_("Der Punkt ist gesperrt."), "success")
            return _to_item(meeting, item_id)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_page(meeting, doc, WritingForm(None, **_shown(doc)), form), refusal)
    return _page(meeting, doc, WritingForm(None, **_shown(doc)), form), 422


@blueprint.post("/<uuid:item_id>/entsperren")
@access(SIGNED_IN)
def unlock(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Let all members write on it again."""
    meeting = meeting_for(actor(), slug, nr)
    unlock_doc(actor=actor(), doc=queries.doc_to_read(actor(), meeting, item_id))
    flash(_("Am Punkt können wieder alle mitschreiben."), "success")
    return _to_item(meeting, item_id)


def _shown(doc: MinutesDoc) -> dict[str, Any]:
    """The text as it is stored now, and its number."""
    state = queries.state_of(doc.id)
    if isinstance(state, Refused):
        raise DocRefused(state)
    return {
        "written": state.text,
        "epoch": state.epoch,
        "seq": state.seq,
        "update_id": str(new_id()),
    }


def _write(doc: MinutesDoc, form: WritingForm) -> Merged:
    limits.check(RATE, "minutes-form", limits.whose(actor()))  # comparing texts takes a while
    return write_form(
        actor=actor(),
        doc=doc,
        epoch=form.epoch.data or 0,
        seq=form.seq.data or 0,
        text=form.written.data or "",
        update_id=id_in(form.update_id.data) or new_id(),
    )


def say_saved(typed: str, merged: Merged) -> None:
    """What became of a text that was sent."""
    at = clock.now().astimezone(BERLIN).strftime("%H:%M:%S")
    if with_line_feeds(typed) == merged.text:
        flash(_("Gespeichert um %(at)s Uhr.", at=at), "success")
        return
    words = _(
        "Gespeichert um %(at)s Uhr. Andere haben inzwischen auch geschrieben. Unten steht beides.",
        at=at,
    )
    flash(words, "success")


def _to_item(meeting: Meeting, item_id: UUID) -> ResponseReturnValue:
    address = url_for("minutes.item", slug=meeting.table.slug, nr=meeting.nr, item_id=item_id)
    return redirect(address, 303)


def _page(
    meeting: Meeting, doc: MinutesDoc, form: WritingForm, lock_form: LockForm | None = None
) -> str:
    at = clock.now()
    why = closed(actor(), doc, at)
    return render_template(
        "roundtable/minutes/item.html",
        meeting=meeting,
        doc=doc,
        item=doc.item,
        in_room="raum" in request.args,
        pieces=parts_of(meeting.id, {doc.item_id: form.written.data or ""})[doc.item_id],
        html_of=html_of,
        typed_html=typed_html,
        form=form,
        why=REASONS[why.value] if why else "",
        now=meanwhile(actor(), meeting, at) if meeting.closed_at is None else None,
        may_prepare=can_prepare(actor(), meeting, at),
        may_lock=can_lock(actor(), doc, at),
        lock_form=lock_form or LockForm(None),
        most=MOST_CHARACTERS,
        too_long=sentence_of(Refused(Code.INVALID, "text_limit")),
        no_picture=sentence_of(Refused(Code.INVALID, "data_url")),
        reasons={each.value: REASONS[each.value] for each in Closed},
    )
