"""The office invites people to half-public and internal formats."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.people.queries import person_with
from accounts.roles import OFFICE
from kernel.access import access, actor
from kernel.errors import RuleViolation
from kernel.i18n import _
from kernel.sending import sent_once
from participation.consultations.forms.results import InvitationForm
from participation.consultations.models.formats import Format
from participation.consultations.queries.formats import format_to_manage
from participation.consultations.queries.members import members_of
from participation.consultations.services.members import add_member, remove_member
from participation.consultations.wording import VISIBILITIES, visible_to

blueprint = Blueprint("office_people", __name__, url_prefix="/verwaltung/formate")


@blueprint.route("/<slug>/mitglieder", methods=["GET", "POST"])
@access(OFFICE)
def members(slug: str) -> ResponseReturnValue:
    """Who is invited; an address of an account invites somebody."""
    format_, form = format_to_manage(actor(), slug), InvitationForm.of_request()
    if form.sent_well():
        try:
            sent_once(f"invite:{slug}", lambda: _invite(format_, form.email.data or ""))
            flash(_("Die Person ist eingeladen."), "success")
            return redirect(url_for(".members", slug=slug))
        except RuleViolation as violation:
            form.refuse(violation)
    page = render_template(
        "participation/consultations/office/members.html",
        form=form,
        format=format_,
        members=members_of(actor(), format_),
        meaning=VISIBILITIES[format_.visibility],
        visible=visible_to(format_),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/<slug>/mitglieder/<uuid:person_id>/entfernen")
@access(OFFICE)
def remove(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    format_ = format_to_manage(actor(), slug)
    remove_member(actor=actor(), format_=format_, person_id=person_id)
    flash(_("Die Einladung ist zurückgenommen."), "success")
    return redirect(url_for(".members", slug=slug))


def _invite(format_: Format, email: str) -> str:
    person = person_with(email)
    if person is None:
        raise RuleViolation(_("Mit dieser Adresse gibt es kein Konto."), field="email")
    add_member(actor=actor(), format_=format_, person_id=person.id)
    return str(person.id)
