"""The office answers proposals: drafts for one or many, and their publication together."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.people.queries import names_of
from accounts.roles import OFFICE, SECOND_LOOK
from kernel import clock
from kernel.access import access, actor
from kernel.errors import RuleViolation
from kernel.i18n import _, plural
from kernel.markdown import markup, render
from kernel.sending import sent_once
from participation.consultations.forms.answers import (
    AnswersForm,
    ChosenForm,
    answers_form,
    chosen_form,
    pick_form,
    prefill_of,
)
from participation.consultations.models.answers import Answer, AnswerState, Evaluation
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import Proposal
from participation.consultations.office_judge import possible_cosigners
from participation.consultations.proposal_wording import ANSWER_STATES, FEASIBLE, STATUSES, mark_of
from participation.consultations.queries import answers as queries
from participation.consultations.queries.formats import format_to_manage
from participation.consultations.queries.proposals import proposals_by_numbers
from participation.consultations.rules.waiting import answer_owed_since, days_open
from participation.consultations.services import answers as services
from participation.consultations.wording import visible_to

blueprint = Blueprint("office_answers", __name__, url_prefix="/verwaltung/antworten")
FOLDER = "participation/consultations/office"
MOST_AT_ONCE = 50


@blueprint.get("/")
@access(SECOND_LOOK)
def index() -> ResponseReturnValue:
    """What waits: answers by format, those underway, and signatures as the second person."""
    return render_template(
        f"{FOLDER}/answers.html",
        formats=queries.waiting_by_format(actor()),
        underway=queries.underway_by_format(actor()),
        states=ANSWER_STATES,
        to_cosign=len(queries.answers_to_cosign(actor())),
    )


@blueprint.get("/<slug>/")
@access(OFFICE)
def desk(slug: str) -> ResponseReturnValue:
    """The proposals of a format: those without answer with their age, answers underway, answered ones."""
    format_ = format_to_manage(actor(), slug)
    waiting, underway = queries.unanswered(format_), queries.open_answers(format_)
    answered = queries.answered(format_)
    evaluations = queries.evaluations_for(actor(), waiting)
    return render_template(
        f"{FOLDER}/desk.html",
        format=format_,
        waiting=pick_form(waiting),
        waiting_hints={str(p.number): _glance(p, evaluations[p.id]) for p in waiting},
        underway=underway,
        names=names_of({answer.cosigner_id for answer in underway}),
        ready=sum(answer.state is AnswerState.MITGEZEICHNET for answer in underway),
        answered=pick_form(answered, "weiter-"),
        answered_hints={str(p.number): mark_of(p).word for p in answered},
        states=ANSWER_STATES,
        statuses=STATUSES,
        visible=visible_to(format_),
    )


@blueprint.route("/<slug>/schreiben", methods=["GET", "POST"])
@access(OFFICE)
def write(slug: str) -> ResponseReturnValue:
    """Answer the chosen proposals, with one text for all or one for each; look at them, hand them on."""
    format_ = format_to_manage(actor(), slug)
    proposals = _chosen_proposals(format_)
    if not proposals:
        flash(_("Bitte wählen Sie zuerst Vorschläge aus."), "warning")
        return redirect(url_for(".desk", slug=slug), 303)
    form = answers_form(proposals, _cosigners(format_))
    if request.form.get("schritt") == "aendern" or not form.sent_well():
        return _form_page(format_, form)
    try:
        if request.form.get("schritt") != "abgeben":
            return _check_page(format_, form)
        sent_once(f"answers:{slug}", lambda: _draft(form))
    except RuleViolation as violation:
        form.refuse(violation)
        return _form_page(format_, form, violation.status)
    flash(_("Die Entwürfe warten auf die Mitzeichnung."), "success")
    return redirect(url_for(".desk", slug=slug), 303)


@blueprint.route("/entwurf/<uuid:answer_id>", methods=["GET", "POST"])
@access(OFFICE)
def redraft(answer_id: UUID) -> ResponseReturnValue:
    """Change an unpublished answer; the second person looks at it again."""
    answer = queries.answer_to_manage(actor(), answer_id, even_public=request.method == "POST")
    format_ = answer.proposal.format
    form = answers_form([answer.proposal], _cosigners(format_), prefill_of(answer))
    if not form.sent_well():
        return _form_page(format_, form, answer=answer)
    try:
        sent_once(f"redraft:{answer_id}", lambda: _redraft(answer, form))
    except services.AnswerChangedMeanwhile as change:
        form.version.data = str(answer.version)  # sent again, it is based on what is shown now
        form.refuse(change)
        return _form_page(format_, form, change.status, answer=answer, changed=True)
    except RuleViolation as violation:
        form.refuse(violation)
        return _form_page(format_, form, violation.status, answer=answer)
    flash(_("Der Entwurf wartet auf die Mitzeichnung."), "success")
    return redirect(url_for(".desk", slug=format_.slug), 303)


@blueprint.post("/entwurf/<uuid:answer_id>/verwerfen")
@access(OFFICE)
def discard(answer_id: UUID) -> ResponseReturnValue:
    """Throw an unpublished answer away."""
    slug = sent_once(f"discard:{answer_id}", lambda: _discard(answer_id))
    flash(_("Der Entwurf ist verworfen."), "success")
    return redirect(url_for(".desk", slug=slug), 303)


@blueprint.route("/<slug>/veroeffentlichen", methods=["GET", "POST"])
@access(OFFICE)
def publish(slug: str) -> ResponseReturnValue:
    """See all signed answers as the public will, and publish the chosen ones together."""
    format_ = format_to_manage(actor(), slug)
    ready = queries.signed_answers(format_)
    form, status = chosen_form(ready), 422
    if form.sent_well():
        try:
            sent_once(f"publish-answers:{slug}", lambda: _publish(format_, form))
            flash(_("Die Antworten sind veröffentlicht."), "success")
            return redirect(url_for(".desk", slug=slug), 303)
        except RuleViolation as violation:
            form.refuse(violation)
            status = violation.status
    page = render_template(
        f"{FOLDER}/publish_answers.html",
        format=format_,
        form=form,
        answers=ready,
        names=names_of({answer.cosigner_id for answer in ready}),
        statuses=STATUSES,
        visible=visible_to(format_),
    )
    return page, status if form.errors else 200


def _glance(proposal: Proposal, evaluations: Sequence[Evaluation]) -> str:
    """What the office needs to see of a proposal in a list: age, support, what evaluators say."""
    signed = plural("%(num)d Unterstützung", "%(num)d Unterstützungen", proposal.signatures)
    found = [str(FEASIBLE[evaluation.feasible]) for evaluation in evaluations]
    return " · ".join([mark_of(proposal).word, _age(proposal), signed, *found])


def _age(proposal: Proposal) -> str:
    """For how many days the office owes an answer, in words."""
    at = clock.now()
    since = answer_owed_since(
        proposal.format.phases,
        at,
        answered_at=proposal.answered_at,
        threshold_reached_at=proposal.threshold_reached_at,
    )
    if since is None:
        return _("Antwort noch nicht fällig")
    return plural("seit %(num)d Tag offen", "seit %(num)d Tagen offen", days_open(since, at))


def _chosen_proposals(format_: Format) -> Sequence[Proposal]:
    """The proposals named in the address, at most fifty."""
    numbers = request.args.getlist("nr", type=int)[:MOST_AT_ONCE]
    return proposals_by_numbers(format_, numbers)


def _cosigners(format_: Format) -> dict[UUID, str]:
    return names_of(possible_cosigners(actor(), format_))


def _draft(form: AnswersForm) -> str:
    made = services.draft_answers(
        actor=actor(), drafts=form.drafts(), cosigner_id=form.cosigner_id()
    )
    return str(len(made))


def _discard(answer_id: UUID) -> str:
    answer = queries.answer_to_manage(actor(), answer_id)
    slug = answer.proposal.format.slug
    services.discard_answer(actor=actor(), answer=answer)
    return slug


def _redraft(answer: Answer, form: AnswersForm) -> str:
    services.redraft_answer(
        actor=actor(),
        answer=answer,
        based_on=form.based_on(),
        draft=form.drafts()[0][1],
        cosigner_id=form.cosigner_id(),
    )
    return str(answer.id)


def _publish(format_: Format, form: ChosenForm) -> str:
    answers = services.all_seen(queries.signed_answers(format_), form.seen())
    services.publish_answers(actor=actor(), answers=answers, seen=form.seen())
    return str(len(answers))


def _form_page(
    format_: Format,
    form: AnswersForm,
    status: int = 0,
    answer: Answer | None = None,
    *,
    changed: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        f"{FOLDER}/write_answers.html",
        format=format_,
        form=form,
        answer=answer,
        changed=changed,
        statuses=STATUSES,
        visible=visible_to(format_),
    )
    return page, status or (422 if form.errors else 200)


def _check_page(format_: Format, form: AnswersForm) -> ResponseReturnValue:
    drafts = [
        (proposal, draft, markup(render(draft.text).html)) for proposal, draft in form.drafts()
    ]
    return render_template(
        f"{FOLDER}/check_answers.html",
        format=format_,
        form=form,
        drafts=drafts,
        cosigner=names_of([form.cosigner_id()])[form.cosigner_id()],
        statuses=STATUSES,
        visible=visible_to(format_),
    )
