"""What chair and secretary do with a vote: write, open, close, count, announce, abort."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotFound, RuleViolation
from kernel.i18n import _
from kernel.sending import REFUSALS, refused, sent_once
from roundtable.decisions import queries, services, tally
from roundtable.decisions.forms import (
    AbortForm,
    ConfirmForm,
    CountForm,
    VoteForm,
    count_form,
    vote_form,
)
from roundtable.decisions.models import LiveVote
from roundtable.decisions.permissions import can_lead_vote
from roundtable.decisions.rules.votes import Mode, State, is_thin
from roundtable.decisions.wording import (
    MODES,
    RULES,
    in_one_line,
    mark_of_outcome,
    mark_of_vote,
    turnout_words,
)
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meeting_to_prepare
from roundtable.meetings.rules.states import PLANNED, UNDER_WAY

leading = Blueprint(
    "live_votes_lead",
    __name__,
    url_prefix="/runde-tische/<slug>/sitzungen/<nr>/abstimmungen",
)
Deed = Callable[[LiveVote], object]


@leading.get("/")
@access(SIGNED_IN)
def index(slug: str, nr: str) -> ResponseReturnValue:
    """All votes of the meeting, and the way to one more."""
    meeting = meeting_to_prepare(actor(), slug, nr)
    return render_template(
        "roundtable/decisions/votes.html",
        meeting=meeting,
        votes=queries.votes_of(meeting),
        mark_of_vote=mark_of_vote,
        mark_of_outcome=mark_of_outcome,
        may_prepare=meeting.status in PLANNED | UNDER_WAY,
    )


@leading.route("/neu", methods=["GET", "POST"])
@access(SIGNED_IN)
def prepare(slug: str, nr: str) -> ResponseReturnValue:
    """Write one more question."""
    meeting = meeting_to_prepare(actor(), slug, nr)
    form = vote_form(meeting)
    if form.sent_well():
        try:
            vote_id = sent_once(f"live_vote:{meeting.id}", lambda: _prepared(meeting, form))
            flash(_("Die Abstimmung ist vorbereitet."), "success")
            return redirect(url_for(".show", slug=slug, nr=nr, vote_id=vote_id), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_form_page(form, meeting), refusal)
    return _form_page(form, meeting), 422 if form.errors else 200


@leading.route("/<uuid:vote_id>/aendern", methods=["GET", "POST"])
@access(SIGNED_IN)
def edit(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Change a question before it is opened."""
    vote = queries.vote_to_manage(actor(), slug, nr, vote_id)
    if vote.state is not State.VORBEREITET:
        raise NotFound
    form = vote_form(vote.meeting, vote)
    if form.sent_well():
        based_on = form.version.data or 0
        try:
            services.edit_vote(actor=actor(), vote=vote, draft=form.draft(), based_on=based_on)
            flash(_("Die Änderungen sind gespeichert."), "success")
            return _to(vote)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_form_page(form, vote.meeting, vote), refusal)
    return _form_page(form, vote.meeting, vote), 422 if form.errors else 200


@leading.get("/<uuid:vote_id>/")
@access(SIGNED_IN)
def show(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Where the vote stands, and its next step."""
    return _page(queries.vote_to_manage(actor(), slug, nr, vote_id))


@leading.post("/<uuid:vote_id>/eroeffnen")
@access(SIGNED_IN)
def open_(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Open."""
    return _step(slug, nr, vote_id, lambda v: services.open_vote(actor=actor(), vote=v))


@leading.post("/<uuid:vote_id>/schliessen")
@access(SIGNED_IN)
def close(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Close."""
    return _step(slug, nr, vote_id, lambda v: services.close_vote(actor=actor(), vote=v))


@leading.post("/<uuid:vote_id>/bekanntgeben")
@access(SIGNED_IN)
def announce(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Tell the result."""
    return _step(slug, nr, vote_id, lambda v: services.announce_vote(actor=actor(), vote=v))


@leading.post("/<uuid:vote_id>/auszaehlung")
@access(SIGNED_IN)
def count(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Enter hands or papers."""
    vote = queries.vote_to_manage(actor(), slug, nr, vote_id)
    form = count_form(vote)
    if not form.sent_well():
        return _page(vote, form), 422
    reason = (form.reason.data or "") if form.reason else ""
    try:
        services.enter_count(actor=actor(), vote=vote, counts=form.counts(), reason=reason)
    except REFUSALS as refusal:
        form.refuse(refusal)
        return refused(_page(vote, form), refusal)
    return _to(vote, "stand")


@leading.post("/<uuid:vote_id>/auszaehlung/bestaetigen")
@access(SIGNED_IN)
def confirm(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Stand by the numbers."""
    based_on = ConfirmForm.of_request().version.data or 0
    return _step(
        slug,
        nr,
        vote_id,
        lambda v: services.confirm_count(actor=actor(), vote=v, based_on=based_on),
    )


@leading.route("/<uuid:vote_id>/abbrechen", methods=["GET", "POST"])
@access(SIGNED_IN)
def abort(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """End it without a result."""
    vote = queries.vote_to_manage(actor(), slug, nr, vote_id)
    form = AbortForm.of_request()
    if form.sent_well():
        try:
            services.abort_vote(actor=actor(), vote=vote, reason=form.reason.data or "")
            flash(_("Die Abstimmung ist abgebrochen."), "success")
            return _to(vote)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_abort_page(form, vote), refusal)
    return _abort_page(form, vote), 422 if form.errors else 200


def _step(slug: str, nr: str, vote_id: UUID, deed: Deed) -> ResponseReturnValue:
    """Do one step of the chair and show the vote as it stands then; or why not."""
    vote = queries.vote_to_manage(actor(), slug, nr, vote_id)
    try:
        deed(vote)
    except RuleViolation as refusal:
        return _page(vote, message=refusal.message), refusal.status
    return _to(vote, "stand")


def _prepared(meeting: Meeting, form: VoteForm) -> str:
    return str(services.prepare_vote(actor=actor(), meeting=meeting, draft=form.draft()).id)


def _to(vote: LiveVote, goal: str | None = None) -> ResponseReturnValue:
    slug, nr = vote.meeting.table.slug, vote.meeting.nr
    return redirect(url_for(".show", slug=slug, nr=nr, vote_id=vote.id, _anchor=goal), 303)


def _page(vote: LiveVote, form: CountForm | None = None, message: str = "") -> str:
    is_closed = vote.state in {State.GESCHLOSSEN, State.BEKANNTGEGEBEN}
    return render_template(
        "roundtable/decisions/vote_desk.html",
        vote=vote,
        meeting=vote.meeting,
        mark=mark_of_vote(vote.state),
        outcome=mark_of_outcome(vote.outcome) if vote.outcome else None,
        rule=RULES[vote.rule],
        mode=MODES[vote.mode],
        may_lead=can_lead_vote(actor(), vote, clock.now()),
        turnout=turnout_words(len(vote.ballots), len(vote.voters)),
        is_thin=vote.mode is Mode.GERAET and is_thin(len(vote.ballots), len(vote.voters)),
        figures=tally.figures(vote) if is_closed else {},
        in_one_line=in_one_line,
        lines=tally.lines_of(vote) if vote.voters else [],
        leanings=tally.leanings_of(vote) if is_closed else {},
        form=form or count_form(vote),
        messages=[message] if message else [],
    )


def _form_page(form: VoteForm, meeting: Meeting, vote: LiveVote | None = None) -> str:
    return render_template(
        "roundtable/decisions/vote_form.html", form=form, meeting=meeting, vote=vote
    )


def _abort_page(form: AbortForm, vote: LiveVote) -> str:
    return render_template(
        "roundtable/decisions/vote_abort.html", form=form, vote=vote, meeting=vote.meeting
    )
