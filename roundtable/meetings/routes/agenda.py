"""Chair and secretary write the agenda."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.ids import id_in
from kernel.sending import REFUSALS, refused, sent_once
from kernel.subjects import Subject
from roundtable.meetings import queries, services
from roundtable.meetings.carrying import Offer, in_words, offers_for
from roundtable.meetings.content import in_order
from roundtable.meetings.forms import ItemForm, item_form
from roundtable.meetings.linked import cards_of
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.states import PLANNED, UNDER_WAY, ItemState
from roundtable.meetings.suggestions import suggestions_for
from roundtable.meetings.wording import KINDS

agenda = Blueprint(
    "meetings_agenda", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/tagesordnung"
)
WAYS = {"hoch": -1, "runter": 1}


@agenda.get("/")
@access(SIGNED_IN)
def edit(slug: str, nr: str) -> ResponseReturnValue:
    """The agenda with everything one can do to it."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    return render_template(
        "roundtable/meetings/agenda.html",
        meeting=meeting,
        items=list(in_order(meeting)),
        is_open=meeting.status in PLANNED,
        may_tie=meeting.status in PLANNED | UNDER_WAY,
        kinds=KINDS,
        linked=cards_of(actor(), meeting.items),
        offers=_offers(meeting),
        in_words=in_words,
        suggested=suggestions_for(meeting) if meeting.status in PLANNED else [],
    )


@agenda.route("/neu", methods=["GET", "POST"])
@access(SIGNED_IN)
def add(slug: str, nr: str) -> ResponseReturnValue:
    """Write down one more item."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    form = item_form(meeting)
    if form.sent_well():
        try:
            sent_once(f"item:{meeting.id}", lambda: _added(meeting, form))
            flash(_("Der Punkt steht auf der Tagesordnung."), "success")
            return _to_agenda(slug, nr)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_page(form, meeting), refusal)
    return _page(form, meeting), 422 if form.errors else 200


@agenda.route("/<uuid:item_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def item(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Change one item."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    found = _item(meeting, item_id)
    form = item_form(meeting, found)
    if form.sent_well():
        try:
            _edited(meeting, found, form)
            flash(_("Die Änderungen sind gespeichert."), "success")
            return _to_agenda(slug, nr)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_page(form, meeting, found), refusal)
    return _page(form, meeting, found), 422 if form.errors else 200


@agenda.post("/<uuid:item_id>/schieben")
@access(SIGNED_IN)
def move(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """One place up or down."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    way = WAYS.get(request.form.get("richtung", ""))
    if way is None:
        raise NotFound
    services.move_item(actor=actor(), meeting=meeting, item_id=item_id, by=way)
    return _to_agenda(slug, nr, item_id)


@agenda.post("/<uuid:item_id>/absetzen")
@access(SIGNED_IN)
def drop(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Take an item off."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    services.drop_item(actor=actor(), meeting=meeting, item_id=item_id)
    flash(_("Der Punkt ist von der Tagesordnung genommen."), "success")
    return _to_agenda(slug, nr)


@agenda.post("/uebernehmen")
@access(SIGNED_IN)
def carry(slug: str, nr: str) -> ResponseReturnValue:
    """Take over an item that an earlier meeting left."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    chosen = id_in(request.form.get("punkt"))
    copies = services.carry_over(actor=actor(), meeting=meeting, chosen=[chosen] if chosen else [])
    if not copies:
        flash(_("Dieser Punkt wird nicht mehr angeboten."), "info")
        return _to_agenda(slug, nr)
    flash(_("Der Punkt steht auf der Tagesordnung."), "success")
    return _to_agenda(slug, nr, copies[0].id)


@agenda.post("/aussetzen")
@access(SIGNED_IN)
def suspend(slug: str, nr: str) -> ResponseReturnValue:
    """Leave it out this once."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    chosen = id_in(request.form.get("punkt"))
    if chosen is None:
        raise NotFound
    services.suspend_item(actor=actor(), meeting=meeting, item_id=chosen)
    flash(_("Der Punkt wird erst in der nächsten Sitzung wieder angeboten."), "success")
    return _to_agenda(slug, nr)


@agenda.post("/aufnehmen")
@access(SIGNED_IN)
def take_up(slug: str, nr: str) -> ResponseReturnValue:
    """Write the item that is suggested about something."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    kind, _colon, subject_id = request.form.get("worum", "").partition(":")
    subject = Subject(kind, subject_id)
    found = services.take_up(actor=actor(), meeting=meeting, subject=subject)
    flash(_("Der Punkt steht auf der Tagesordnung."), "success")
    return _to_agenda(slug, nr, found.id)


def _offers(meeting: Meeting) -> list[Offer]:
    if meeting.status not in PLANNED:
        return []
    return offers_for(meeting.table_id, into=meeting.id, before=meeting.starts_at)


def _added(meeting: Meeting, form: ItemForm) -> str:
    return str(services.add_item(actor=actor(), meeting=meeting, draft=form.draft()).id)


def _edited(meeting: Meeting, found: AgendaItem, form: ItemForm) -> None:
    services.edit_item(
        actor=actor(),
        meeting=meeting,
        item_id=found.id,
        draft=form.draft(),
        based_on=form.version.data or 0,
        confirmed=bool(form.confirmed and form.confirmed.data),
    )


def _item(meeting: Meeting, item_id: UUID) -> AgendaItem:
    found = next((one for one in meeting.items if one.id == item_id), None)
    if found is None or found.status is not ItemState.GEPLANT:
        raise NotFound
    return found


def _to_agenda(slug: str, nr: str, item_id: UUID | None = None) -> ResponseReturnValue:
    address = url_for("meetings_agenda.edit", slug=slug, nr=nr)
    return redirect(f"{address}#punkt-{item_id}" if item_id else address, 303)


def _page(form: ItemForm, meeting: Meeting, found: AgendaItem | None = None) -> str:
    return render_template(
        "roundtable/meetings/item.html",
        form=form,
        meeting=meeting,
        item=found,
        tied=cards_of(actor(), [found]).get(found.id, []) if found else [],
    )
