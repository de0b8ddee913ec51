"""Second looks: signing for answers of others, and evaluations of proposals."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.people.queries import names_of
from accounts.roles import EVALUATION, SECOND_LOOK
from kernel.access import access, actor
from kernel.errors import NotPermitted, RuleViolation
from kernel.i18n import _
from kernel.sending import sent_once
from participation.consultations.forms.answers import ChosenForm, EvaluationForm, chosen_form
from participation.consultations.permissions import can_evaluate
from participation.consultations.proposal_wording import FEASIBLE, STATUSES
from participation.consultations.queries import answers as queries
from participation.consultations.queries.proposals import proposal_for
from participation.consultations.services import answers as services
from participation.consultations.services.evaluations import evaluate_proposal

blueprint = Blueprint("office_cosigning", __name__, url_prefix="/verwaltung")
FOLDER = "participation/consultations/office"


@blueprint.route("/mitzeichnen/", methods=["GET", "POST"])
@access(SECOND_LOOK)
def cosign() -> ResponseReturnValue:
    """All drafts that wait for this person; the ticked ones are signed together."""
    answers = queries.answers_to_cosign(actor())
    form, status = chosen_form(answers), 422
    if form.sent_well():
        try:
            sent_once("cosign", lambda: _cosign(form))
            flash(_("Sie haben mitgezeichnet."), "success")
            return redirect(url_for(".cosign"), 303)
        except RuleViolation as violation:
            form.refuse(violation)
            status = violation.status
    page = render_template(
        f"{FOLDER}/cosign.html",
        form=form,
        answers=answers,
        names=names_of({answer.drafted_by for answer in answers}),
        statuses=STATUSES,
    )
    return page, status if form.errors else 200


@blueprint.route("/mitzeichnen/<uuid:answer_id>/zurueckgeben", methods=["GET", "POST"])
@access(SECOND_LOOK)
def give_back(answer_id: UUID) -> ResponseReturnValue:
    """Hand a draft back, saying what should change."""
    form = ChosenForm.of_request()
    if request.method == "POST":
        try:
            sent_once(f"return:{answer_id}", lambda: _return(answer_id, form))
            flash(_("Der Entwurf ist zurückgegeben."), "success")
            return redirect(url_for(".cosign"), 303)
        except RuleViolation as violation:
            form.refuse(violation)
    answer = queries.answer_to_cosign(actor(), answer_id)
    page = render_template(f"{FOLDER}/return_answer.html", form=form, answer=answer)
    return page, 422 if form.errors else 200


@blueprint.route("/pruefung/<slug>/<int:number>", methods=["GET", "POST"])
@access(EVALUATION)
def evaluate(slug: str, number: int) -> ResponseReturnValue:
    """Say whether a proposal is feasible; the office alone reads it."""
    proposal = proposal_for(actor(), slug, number)
    if not can_evaluate(actor(), proposal.format):
        raise NotPermitted
    found = queries.evaluations_for(actor(), [proposal])[proposal.id]
    own = next((row for row in found if row.person_id == actor().person_id), None)
    form = EvaluationForm.of_request(
        feasible=own.feasible.value if own else None,
        cost=own.cost_cents if own else None,
        notes=own.notes if own else "",
    )
    if form.sent_well():
        try:
            evaluate_proposal(actor=actor(), proposal=proposal, findings=form.findings())
            flash(_("Ihre Prüfung ist gespeichert."), "success")
            return redirect(url_for("proposals.show", slug=slug, number=number), 303)
        except RuleViolation as violation:
            form.refuse(violation)
    page = render_template(
        f"{FOLDER}/evaluate.html",
        form=form,
        proposal=proposal,
        others=[row for row in found if row is not own],
        names=names_of({row.person_id for row in found}),
        words=FEASIBLE,
    )
    return page, 422 if form.errors else 200


def _return(answer_id: UUID, form: ChosenForm) -> str:
    answer = queries.answer_to_cosign(actor(), answer_id)
    services.return_answer(actor=actor(), answer=answer, comment=form.comment.data or "")
    return str(answer_id)


def _cosign(form: ChosenForm) -> str:
    answers = services.all_seen(queries.answers_to_cosign(actor()), form.seen())
    comment = form.comment.data or ""
    services.cosign_answers(actor=actor(), answers=answers, comment=comment, seen=form.seen())
    return str(len(answers))
