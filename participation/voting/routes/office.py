"""The election office: freeze the rules, give up, publish the result."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.roles import OFFICE
from kernel.access import access, actor
from kernel.errors import NotPermitted, RuleViolation
from participation.voting import electorate, queries, services, wording
from participation.voting.forms import ReasonForm
from participation.voting.models import Vote
from participation.voting.permissions import can_manage, can_prepare

office = Blueprint("votes_office", __name__, url_prefix="/verwaltung/abstimmungen")


@office.get("/")
@access(OFFICE)
def index() -> ResponseReturnValue:
    """All votes with their states."""
    if not can_prepare(actor()):
        raise NotPermitted
    page = request.args.get("seite", 1, type=int)
    votes = queries.votes_for(actor(), page=page)
    return render_template(
        "participation/voting/office_index.html",
        votes=votes[: queries.PAGE],
        page=page,
        more=len(votes) > queries.PAGE,
        mark_of=wording.mark_of,
    )


@office.get("/<slug>/")
@access(OFFICE)
def manage(slug: str) -> ResponseReturnValue:
    """One vote: what is the next step, and what must not change any more."""
    return _page(_vote(slug))


@office.post("/<slug>/regelkarte")
@access(OFFICE)
def announce(slug: str) -> ResponseReturnValue:
    """Freeze the rule card."""
    return _step(slug, lambda vote: services.announce_vote(actor=actor(), vote=vote))


@office.post("/<slug>/abbrechen")
@access(OFFICE)
def abandon(slug: str) -> ResponseReturnValue:
    """Give the vote up, in public."""
    form = ReasonForm.of_request()
    if not form.sent_well():
        return _page(_vote(slug), form=form), RuleViolation.status
    reason = form.reason.data or ""
    return _step(
        slug, lambda vote: services.abandon_vote(actor=actor(), vote=vote, reason=reason), form
    )


@office.post("/<slug>/veroeffentlichen")
@access(OFFICE)
def publish(slug: str) -> ResponseReturnValue:
    """Make the result public."""
    return _step(slug, lambda vote: services.publish_result(actor=actor(), vote=vote))


def _step(
    slug: str, deed: Callable[[Vote], object], form: ReasonForm | None = None
) -> ResponseReturnValue:
    """Do one step of the office, and show the vote as it stands then; or why not."""
    vote = _vote(slug)
    try:
        deed(vote)
    except RuleViolation as refusal:
        if form is not None and refusal.field:
            form.refuse(refusal)
            return _page(vote, form=form), refusal.status
        return _page(vote, refusal.message), refusal.status
    return redirect(url_for(".manage", slug=slug), 303)


def _vote(slug: str) -> Vote:
    vote = queries.vote_for(actor(), slug)
    if not can_manage(actor(), vote):
        raise NotPermitted
    return vote


def _page(vote: Vote, message: str = "", form: ReasonForm | None = None) -> str:
    return render_template(
        "participation/voting/office_manage.html",
        vote=vote,
        mark=wording.mark_of(vote),
        rule=wording.rule_in_words(vote),
        rule_name=wording.name_of_rule(vote.rule),
        electorate=electorate.named(vote.electorate),
        form=form or ReasonForm(),
        messages=[message] if message else [],
        page_has_errors=bool(message or form),
    )
