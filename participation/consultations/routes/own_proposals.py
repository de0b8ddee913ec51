"""What the author can do with a published proposal: change it, add files, take it back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock, files
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import RuleViolation
from kernel.files import Kept, takes_files, uploads
from kernel.forms import Form
from kernel.i18n import _
from kernel.markdown import markup, render
from kernel.sending import REFUSALS, refused, sent_once
from participation.consultations import proposal_judge
from participation.consultations.forms.proposals import (
    FileForm,
    ProposalForm,
    WithdrawForm,
    proposal_form,
)
from participation.consultations.models.proposals import Proposal
from participation.consultations.queries.proposals import proposal_for, proposals_by_numbers
from participation.consultations.queries.site import districts
from participation.consultations.services.attachments import attach_files, remove_file
from participation.consultations.services.proposals import (
    ProposalChangedMeanwhile,
    draft_of,
    edit_proposal,
    withdraw_proposal,
)

blueprint = Blueprint("own_proposals", __name__, url_prefix="/beteiligung/<slug>/vorschlaege")
FOLDER = "participation/consultations/proposals"


@blueprint.route("/<int:number>/bearbeiten", methods=["GET", "POST"])
@access(SIGNED_IN)
def edit(slug: str, number: int) -> ResponseReturnValue:
    """Write a new version."""
    proposal = _own(slug, number, "edit")
    form = proposal_form(proposal.format, districts(), _prefill(proposal))
    if form.sent_well():
        try:
            sent_once(f"edit:{proposal.id}", lambda: _edit(proposal, form))
            flash(_("Die neue Fassung ist veröffentlicht."), "success")
            return _to(proposal)
        except ProposalChangedMeanwhile as change:
            return _both_texts(proposal, form, change)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_page("edit", proposal, form), refusal)
    return _page("edit", proposal, form), _status()


@blueprint.route("/<int:number>/zurueckziehen", methods=["GET", "POST"])
@access(SIGNED_IN)
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    """Take the proposal back, for a public reason."""
    proposal, form = _own(slug, number, proposal_judge.WITHDRAW), WithdrawForm.of_request()
    if form.sent_well():
        try:
            sent_once(f"withdraw:{proposal.id}", lambda: _withdraw(proposal, form))
            flash(_("Ihr Vorschlag ist zurückgezogen. Alle können ihn nachlesen."), "success")
            return _to(proposal)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_page("withdraw", proposal, form), refusal)
    return _page("withdraw", proposal, form), _status()


@blueprint.get("/<int:number>/dateien")
@access(SIGNED_IN)
def attachments(slug: str, number: int) -> ResponseReturnValue:
    """The files of the proposal, and a form for one more."""
    return _files_page(_own(slug, number, "edit"), FileForm())


@blueprint.post("/<int:number>/dateien")
@access(SIGNED_IN)
@takes_files
def attach(slug: str, number: int) -> ResponseReturnValue:
    """Add a file."""
    proposal, form = _own(slug, number, "edit"), FileForm.of_request()
    try:
        attach_files(actor=actor(), proposal=proposal, kept=_kept())
    except RuleViolation as violation:
        return _files_page(proposal, form, violation), 422
    flash(_("Die Datei ist angehängt."), "success")
    return redirect(url_for(".attachments", slug=slug, number=number), 303)


@blueprint.post("/<int:number>/dateien/<uuid:file_id>/entfernen")
@access(SIGNED_IN)
def detach(slug: str, number: int, file_id: UUID) -> ResponseReturnValue:
    """Remove a file."""
    proposal = _own(slug, number, "edit")
    remove_file(actor=actor(), proposal=proposal, file_id=file_id)
    flash(_("Die Datei ist entfernt."), "success")
    return redirect(url_for(".attachments", slug=slug, number=number), 303)


def _kept() -> list[Kept]:
    kept = [files.keep(upload) for upload in uploads("files")]
    if not kept:
        raise RuleViolation(_("Bitte wählen Sie eine Datei."), field="files")
    return kept


def _own(slug: str, number: int, action: str) -> Proposal:
    proposal = proposal_for(actor(), slug, number)
    if request.method == "GET":  # a form that was already sent gets its first answer again
        proposal_judge.permit(actor(), action, proposal, clock.now())
    return proposal


def _prefill(proposal: Proposal) -> dict[str, object]:
    draft = draft_of(proposal)
    names = ("title", "text", "category_key", "place", "district_key")
    return {name: getattr(draft, name) or "" for name in names} | {"version": proposal.version}


def _edit(proposal: Proposal, form: ProposalForm) -> str:
    edit_proposal(actor=actor(), proposal=proposal, based_on=form.based_on(), draft=form.draft())
    return str(proposal.version)


def _withdraw(proposal: Proposal, form: WithdrawForm) -> str:
    other = proposals_by_numbers(proposal.format, [form.duplicate_number.data or 0])
    withdraw_proposal(
        actor=actor(),
        proposal=proposal,
        reason=form.chosen(),
        note=form.note.data or "",
        duplicate_of=other[0] if other else None,
    )
    return str(proposal.number)


def _page(name: str, proposal: Proposal, form: Form, **more: object) -> str:
    return render_template(f"{FOLDER}/{name}.html", proposal=proposal, form=form, **more)


def _both_texts(
    proposal: Proposal, form: ProposalForm, change: ProposalChangedMeanwhile
) -> ResponseReturnValue:
    """Their stored text beside yours; sent again, the form is based on what is shown now."""
    form.version.data = str(proposal.version)
    form.refuse(change)
    yours = markup(render(form.text.data or "").html)
    return _page("edit", proposal, form, yours=yours), change.status


def _files_page(proposal: Proposal, form: FileForm, violation: RuleViolation | None = None) -> str:
    attached = files.files_of([proposal.subject])[proposal.subject]
    return render_template(
        f"{FOLDER}/files.html",
        proposal=proposal,
        form=form,
        attached=attached,
        full=len(attached) >= files.MAX_FILES,
        messages=[violation.message] if violation else [],
        page_has_errors=bool(violation),
    )


def _to(proposal: Proposal) -> ResponseReturnValue:
    address = url_for("proposals.show", slug=proposal.format.slug, number=proposal.number)
    return redirect(address, 303)


def _status() -> int:
    return 422 if request.method == "POST" else 200
