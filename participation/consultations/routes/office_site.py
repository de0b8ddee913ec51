"""The office keeps the lists all formats share: districts and categories."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.roles import OFFICE
from kernel.access import access, actor
from kernel.errors import NotPermitted, RuleViolation
from kernel.forms import Form
from kernel.i18n import _
from kernel.sending import sent_once
from kernel.slugs import slug_of
from participation.consultations.forms.site import CategoryForm, DistrictForm
from participation.consultations.models.site import Source
from participation.consultations.permissions import can_create
from participation.consultations.queries.site import (
    categories,
    category_to_keep,
    district_to_keep,
    districts,
)
from participation.consultations.services.site import set_category, set_district
from participation.consultations.wording import SOURCES

blueprint = Blueprint("office_site", __name__, url_prefix="/verwaltung/bezirke-und-themen")


@blueprint.get("/")
@access(OFFICE)
def index() -> ResponseReturnValue:
    """Both lists, for whoever keeps them."""
    if not can_create(actor(), None):
        raise NotPermitted
    return render_template(
        "participation/consultations/office/site.html",
        districts=districts(),
        categories=categories(),
        sources=SOURCES,
    )


@blueprint.route("/bezirk", methods=["GET", "POST"])
@access(OFFICE)
def district() -> ResponseReturnValue:
    """Add a district, or change the one named by `?schluessel=`."""
    known = district_to_keep(actor(), request.args.get("schluessel"))
    form = DistrictForm.of_request(**DistrictForm.data_of(known))

    def work() -> str:
        name = form.name.data or ""
        key = known.key if known else slug_of(name, {row.key for row in districts()})
        return set_district(actor=actor(), key=key, name=name, rank=form.rank.data or 1).key

    return _sent(form, work) or _page(form, _("Bezirk"))


@blueprint.route("/thema", methods=["GET", "POST"])
@access(OFFICE)
def category() -> ResponseReturnValue:
    """Add a category, or change the one named by `?schluessel=`."""
    known = category_to_keep(actor(), request.args.get("schluessel"))
    form = CategoryForm.of_request(**CategoryForm.data_of(known))

    def work() -> str:
        title = form.title.data or ""
        key = known.key if known else slug_of(title, {row.key for row in categories()})
        return set_category(
            actor=actor(),
            key=key,
            source=Source(form.source.data),
            number=form.number.data or 1,
            title=title,
            summary=form.summary.data or "",
        ).key

    return _sent(form, work) or _page(form, _("Thema"))


def _sent(form: Form, work: Callable[[], str]) -> ResponseReturnValue | None:
    if not form.sent_well():
        return None
    try:
        sent_once(request.full_path, work)
    except RuleViolation as violation:
        form.refuse(violation)
        return None
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".index"))


def _page(form: Form, word: str) -> ResponseReturnValue:
    page = render_template(
        "participation/consultations/office/site_form.html", form=form, word=word
    )
    return page, 422 if request.method == "POST" else 200
