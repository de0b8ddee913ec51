"""The office publishes what came of a format."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.roles import OFFICE
from kernel.access import access, actor
from kernel.errors import RuleViolation
from kernel.i18n import _
from kernel.sending import sent_once
from participation.consultations.forms.results import FINAL, ResultForm
from participation.consultations.queries.formats import format_to_manage
from participation.consultations.services.results import publish_result
from participation.consultations.wording import visible_to

blueprint = Blueprint("office_results", __name__, url_prefix="/verwaltung/formate")


@blueprint.route("/<slug>/ergebnis", methods=["GET", "POST"])
@access(OFFICE)
def publish(slug: str) -> ResponseReturnValue:
    """Publish a result, for now or for good."""
    format_, form = format_to_manage(actor(), slug), ResultForm.of_request()

    def work() -> str:
        is_final, text = form.kind.data == FINAL, form.text.data or ""
        return str(publish_result(actor=actor(), format_=format_, text=text, is_final=is_final).id)

    if form.sent_well():
        try:
            sent_once(f"result:{slug}", work)
            flash(_("Das Ergebnis ist veröffentlicht."), "success")
            return redirect(url_for("formats.show", slug=slug))
        except RuleViolation as violation:
            form.refuse(violation)
    page = render_template(
        "participation/consultations/office/result.html",
        form=form,
        format=format_,
        visible=visible_to(format_),
    )
    return page, 422 if request.method == "POST" else 200
