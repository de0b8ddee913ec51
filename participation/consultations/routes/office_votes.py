"""The office prepares the vote of a format out of its accepted proposals."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.roles import OFFICE
from kernel.access import access, actor
from kernel.errors import RuleViolation
from kernel.i18n import _
from kernel.sending import sent_once
from participation.consultations.forms.votes import FormatVoteForm, format_vote_form
from participation.consultations.models.formats import Format
from participation.consultations.queries.answers import eligible_proposals
from participation.consultations.queries.formats import format_to_manage
from participation.consultations.services.votes import prepare_format_vote
from participation.consultations.wording import visible_to
from participation.voting.permissions import can_prepare
from participation.voting.queries import votes_of

blueprint = Blueprint("office_votes", __name__, url_prefix="/verwaltung/formate")


@blueprint.route("/<slug>/abstimmung", methods=["GET", "POST"])
@access(OFFICE)
def prepare(slug: str) -> ResponseReturnValue:
    """Write down the vote; it stays the office's until its rule card is published."""
    format_ = format_to_manage(actor(), slug)
    eligible = eligible_proposals(format_)
    form = format_vote_form(format_, eligible)
    if form.sent_well():
        try:
            vote_slug = sent_once(f"prepare-vote:{slug}", lambda: _prepare(format_, form))
            flash(
                _("Die Abstimmung ist vorbereitet. Als Nächstes steht die Regelkarte."), "success"
            )
            return redirect(url_for("votes_office.manage", slug=vote_slug), 303)
        except RuleViolation as violation:
            form.refuse(violation)
    page = render_template(
        "participation/consultations/office/vote.html",
        format=format_,
        form=form,
        eligible=eligible,
        total_cents=sum(proposal.cost_cents or 0 for proposal in eligible),
        votes=votes_of(actor(), format_.subject.kind, format_.subject.id),
        may_prepare=can_prepare(actor()),
        visible=visible_to(format_),
    )
    return page, 422 if form.errors else 200


def _prepare(format_: Format, form: FormatVoteForm) -> str:
    earlier = len(votes_of(actor(), format_.subject.kind, format_.subject.id))
    slug = f"{format_.slug}-{earlier + 1}" if earlier else format_.slug
    vote = prepare_format_vote(
        actor=actor(), format_=format_, draft=form.draft(slug), numbers=form.chosen()
    )
    return vote.slug
