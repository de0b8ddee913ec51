"""What an item is about: found by words or by the address of its page, tied and untied."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import limits
from kernel.access import SIGNED_IN, access, actor
from kernel.addresses import card_at
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.sending import REFUSALS, refused
from kernel.subjects import Subject
from roundtable.meetings import linked, queries, services
from roundtable.meetings.errors import NothingToLink
from roundtable.meetings.forms import FindForm, LinkForm
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.states import ItemState

links = Blueprint(
    "meetings_links",
    __name__,
    url_prefix="/runde-tische/<slug>/sitzungen/<nr>/tagesordnung/<uuid:item_id>/bezug",
)
RATE = "120/minute"


@links.get("")
@access(SIGNED_IN)
def show(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """What is tied already, what words find, and a field for an address."""
    meeting, item = _item(slug, nr, item_id)
    return _page(meeting, item, LinkForm(None))


@links.post("")
@access(SIGNED_IN)
def tie(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Tie what was found, or what the address leads to."""
    meeting, item = _item(slug, nr, item_id)
    form = LinkForm.of_request()
    try:
        subject = _chosen(form)
        services.link_subject(actor=actor(), meeting=meeting, item_id=item_id, subject=subject)
        flash(_("Der Bezug ist gespeichert."), "success")
    except REFUSALS as refusal:
        form.refuse(refusal)
        return refused(_page(meeting, item, form), refusal)
    return _back(slug, nr, item_id)


@links.post("/loesen")
@access(SIGNED_IN)
def untie(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Take a tie away."""
    meeting, item = _item(slug, nr, item_id)
    form = LinkForm.of_request()
    try:
        subject = _named(form.subject.data or "")
        services.unlink_subject(actor=actor(), meeting=meeting, item_id=item_id, subject=subject)
        flash(_("Der Bezug ist entfernt."), "success")
    except REFUSALS as refusal:
        form.refuse(refusal)
        return refused(_page(meeting, item, form), refusal)
    return _back(slug, nr, item_id)


def _item(slug: str, nr: str, item_id: UUID) -> tuple[Meeting, AgendaItem]:
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    item = next((one for one in meeting.items if one.id == item_id), None)
    if item is None or item.status is ItemState.ABGESETZT:
        raise NotFound
    return meeting, item


def _chosen(form: LinkForm) -> Subject:
    if form.subject.data:
        return _named(form.subject.data)
    card = card_at(actor(), form.address.data or "")
    if card is None:
        raise NothingToLink
    return card.subject


def _named(text: str) -> Subject:
    kind, _colon, subject_id = text.partition(":")
    return Subject(kind, subject_id)


def _back(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".show", slug=slug, nr=nr, item_id=item_id), 303)


def _page(meeting: Meeting, item: AgendaItem, form: LinkForm) -> str:
    finding = FindForm(request.args)
    asked = finding.wort.data or "" if finding.validate() else ""
    if asked:
        limits.check(RATE, "search", limits.whose(actor()))
    tied = linked.cards_of(actor(), [item]).get(item.id, [])
    return render_template(
        "roundtable/meetings/links.html",
        meeting=meeting,
        item=item,
        form=form,
        tied=tied,
        asked=asked,
        finding=finding,
        found=[card for card in linked.found_by(actor(), asked) if card not in tied],
    )
