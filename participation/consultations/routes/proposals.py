"""Public pages of a proposal, and the one button for those who support it."""

from itertools import pairwise

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.people.queries import names_of
from discussion.threads.queries.pages import thread_page
from kernel import clock, files
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.actors import Actor
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.sending import sent_once
from participation.consultations import proposal_judge
from participation.consultations.models.proposals import Proposal
from participation.consultations.permissions import can_evaluate, can_manage, may_after_sign_in
from participation.consultations.proposal_way import way
from participation.consultations.proposal_wording import STATUSES, WITHDRAWALS, mark_of
from participation.consultations.queries.answers import outcomes_of, public_answers
from participation.consultations.queries.formats import format_for
from participation.consultations.queries.proposals import (
    proposal_for,
    signature_of,
    versions_of,
)
from participation.consultations.rules.word_diff import word_diff
from participation.consultations.services.signatures import sign, take_signature_back
from participation.consultations.similar import similar_to

blueprint = Blueprint("proposals", __name__, url_prefix="/beteiligung/<slug>/vorschlaege")


@blueprint.get("/<int:number>")
@access(PUBLIC)
def show(slug: str, number: int) -> ResponseReturnValue:
    """A proposal: what it wants, who supports it, what the office says, what became of it."""
    return proposal_page(actor(), proposal_for(actor(), slug, number))


@blueprint.get("/<int:number>/fassungen")
@access(PUBLIC)
def versions(slug: str, number: int) -> ResponseReturnValue:
    """All versions, the newest first, each with what changed."""
    proposal = proposal_for(actor(), slug, number)
    found = versions_of(proposal)
    changes = [
        (new, word_diff(old.title, new.title), word_diff(old.text, new.text))
        for old, new in pairwise(found)
    ]
    return render_template(
        "participation/consultations/proposals/versions.html",
        proposal=proposal,
        first=found[0],
        changes=changes[::-1],
    )


@blueprint.get("/aehnlich")
@access(PUBLIC)
def similar(slug: str) -> ResponseReturnValue:
    """A piece of a page: what resembles the title that is being typed. Only its reader sees it, nobody keeps it."""
    format_ = format_for(actor(), slug)
    found = similar_to(actor(), request.args.get("titel", "")[:200], within=format_)
    page = render_template("participation/consultations/proposals/_similar.html", similar=found)
    return page, {"Cache-Control": "no-store"}


@blueprint.post("/<int:number>/unterstuetzen")
@access(SIGNED_IN)
def support(slug: str, number: int) -> ResponseReturnValue:
    """Support the proposal."""
    proposal = proposal_for(actor(), slug, number)
    sent_once(f"sign:{proposal.id}", lambda: str(sign(actor=actor(), proposal=proposal)))
    flash(_("Sie unterstützen diesen Vorschlag."), "success")
    return redirect(url_for(".show", slug=slug, number=number), 303)


@blueprint.post("/<int:number>/unterstuetzung-zuruecknehmen")
@access(SIGNED_IN)
def take_back(slug: str, number: int) -> ResponseReturnValue:
    """Support the proposal no longer."""
    proposal = proposal_for(actor(), slug, number)
    sent_once(
        f"unsign:{proposal.id}",
        lambda: str(take_signature_back(actor=actor(), proposal=proposal)),
    )
    flash(_("Sie unterstützen diesen Vorschlag nicht mehr."), "success")
    return redirect(url_for(".show", slug=slug, number=number), 303)


def proposal_page(reader: Actor, proposal: Proposal, refusal: Refusal | None = None) -> str:
    """The page of a proposal as this reader sees it."""
    at = clock.now()
    answers, outcomes = public_answers(proposal), outcomes_of(proposal)
    return render_template(
        "participation/consultations/proposals/show.html",
        proposal=proposal,
        format=proposal.format,
        author=names_of([proposal.author_id]).get(proposal.author_id, ""),
        mark=mark_of(proposal),
        withdrawal=WITHDRAWALS[proposal.withdrawal] if proposal.withdrawal else "",
        attached=files.files_of([proposal.subject])[proposal.subject],
        answers=answers,
        outcomes=outcomes,
        statuses=STATUSES,
        stops=way(reader, proposal, answers, outcomes),
        signed=signature_of(reader, proposal),
        verdict=proposal_judge.may(reader, "sign", proposal, at),
        after_sign_in=may_after_sign_in(reader, "sign", proposal.format, at),
        may_edit=proposal_judge.may(reader, "edit", proposal, at),
        may_withdraw=proposal_judge.may(reader, proposal_judge.WITHDRAW, proposal, at),
        may_evaluate=can_evaluate(reader, proposal.format),
        may_answer=can_manage(reader, proposal.format),
        thread_page=thread_page(
            reader, proposal.subject, request.args.get("reihenfolge"), request.args.get("nach")
        ),
        messages=[refusal.message] if refusal else [],
    )
