"""Writing a proposal: write first, look at it once more, register on sending. No step loses a word."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from accounts.drafts import port as drafts
from accounts.drafts.queries import saved_payload
from accounts.drafts.services import forget_saved, save
from kernel import clock, limits
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.clock import BERLIN
from kernel.errors import NotPermitted
from kernel.markdown import markup, render
from kernel.sending import REFUSALS, refused, sent_once
from kernel.subjects import Verdict
from participation.consultations import proposal_judge
from participation.consultations.forms.proposals import ProposalForm, proposal_form
from participation.consultations.models.formats import Format
from participation.consultations.permissions import may_after_sign_in
from participation.consultations.proposal_drafts import FORM, payload_of, published_text
from participation.consultations.queries.formats import format_for
from participation.consultations.queries.site import districts
from participation.consultations.services.proposals import propose, rendered_proposal
from participation.consultations.similar import similar_to

blueprint = Blueprint("proposal_writing", __name__, url_prefix="/beteiligung/<slug>/vorschlaege")
SENT_PER_HOUR = "30/hour"
SAVED_PER_MINUTE = "60/minute"


@blueprint.get("/neu")
@access(PUBLIC)
def write(slug: str) -> ResponseReturnValue:
    """The empty form, or with the words that were kept or saved."""
    format_ = format_for(actor(), slug)
    kept = drafts.kept_payload(FORM) or saved_payload(actor(), FORM, slug)
    return _form_page(format_, proposal_form(format_, districts(), kept))


@blueprint.post("/neu")
@access(PUBLIC)
def send(slug: str) -> ResponseReturnValue:
    """Show what was written once more; sent from there it is published, or leads a visitor to the registration."""
    format_ = format_for(actor(), slug)
    form = proposal_form(format_, districts())
    step = request.form.get("schritt")
    if step == "aendern" or not form.validate():
        return _form_page(format_, form), 422 if form.errors else 200
    try:
        return _send(format_, form) if step == "absenden" else _check_page(format_, form)
    except REFUSALS as refusal:
        form.refuse(refusal)
        return refused(_form_page(format_, form), refusal)


@blueprint.post("/entwurf")
@access(SIGNED_IN)
def keep(slug: str) -> ResponseReturnValue:
    """Save what is not sent yet; answers the time at which it is stored for good."""
    limits.check(SAVED_PER_MINUTE, "save-proposal", limits.whose(actor()))
    format_ = format_for(actor(), slug)
    words = proposal_form(format_, districts()).words()
    at = save(actor=actor(), form=FORM, subject=slug, payload=words)
    return jsonify(at=at.astimezone(BERLIN).strftime("%-H:%M"))


def _send(format_: Format, form: ProposalForm) -> ResponseReturnValue:
    if not actor().signed_in:  # what would be refused afterwards is refused now
        _ensure_possible(format_)
        rendered_proposal(form.draft())
        return drafts.ask_to_sign_in(
            form=FORM,
            payload=payload_of(format_.slug, form.words()),
            return_address=url_for(".write", slug=format_.slug),
        )
    number = sent_once(f"propose:{format_.slug}", lambda: _publish(format_, form))
    flash(published_text(), "success")
    return redirect(url_for("proposals.show", slug=format_.slug, number=number), 303)


def _publish(format_: Format, form: ProposalForm) -> str:
    """The proposal's number; its drafts end in the same transaction, and a repeated click counts as no other try."""
    limits.check(SENT_PER_HOUR, "propose", limits.whose(actor()))
    proposal = propose(actor=actor(), format_=format_, draft=form.draft())
    forget_saved(actor=actor(), form=FORM, subject=format_.slug)
    drafts.forget_kept_of_request(FORM)
    return str(proposal.number)


def _verdict(format_: Format) -> Verdict:
    """Whether a proposal could be sent now."""
    verdict = may_after_sign_in(actor(), "propose", format_, clock.now())
    if verdict and actor().signed_in:
        verdict = proposal_judge.within_limit(actor(), format_)
    return verdict


def _ensure_possible(format_: Format) -> None:
    verdict = _verdict(format_)
    if not verdict:
        raise NotPermitted(verdict.reason)


def _form_page(format_: Format, form: ProposalForm) -> str:
    return render_template(
        "participation/consultations/proposals/write.html",
        format=format_,
        form=form,
        verdict=_verdict(format_),
        similar=similar_to(actor(), form.title.data or "", within=format_) if form.errors else [],
    )


def _check_page(format_: Format, form: ProposalForm) -> str:
    _ensure_possible(format_)
    return render_template(
        "participation/consultations/proposals/check.html",
        format=format_,
        form=form,
        html=markup(render(form.text.data or "").html),
        topic=_chosen(form.category_key),
        district=_chosen(form.district_key),
        similar=similar_to(actor(), form.title.data or "", within=format_),
    )


def _chosen(field: SelectField) -> str:
    """The words of the chosen entry; nothing where none was chosen."""
    words = (str(label) for value, label, *_rest in field.iter_choices() if value == field.data)
    return next(words, "") if field.data else ""
