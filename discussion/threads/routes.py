"""Pages of conversations, all of them plain forms.

A thread stands on the page of its subject; each has a page of its own too, where refused input comes back.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.drafts import port as drafts
from accounts.roles import MODERATION
from discussion.threads.forms import CommentForm, EditForm, ReasonForm
from discussion.threads.kept import DRAFT, address_after, ask_to_sign_in
from discussion.threads.permissions import can_edit, can_moderate
from discussion.threads.queries.comments import Found, comment_for, history_for
from discussion.threads.queries.pages import branch_page, reader_of, thread_page
from discussion.threads.queries.views import anchor_of
from discussion.threads.services.correcting import EditIsOver, edit_comment, undo_comment
from discussion.threads.services.moderating import hide_comment, restore_comment
from discussion.threads.services.posting import CommentTakesNoReplies, post_comment
from discussion.threads.services.reacting import react as give_voice
from discussion.threads.subject import address_of
from kernel import clock, limits
from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.errors import NotFound, Refusal, RuleViolation, TooFast
from kernel.forms import Form
from kernel.i18n import _
from kernel.kept import kept_for_readers
from kernel.security import local_address
from kernel.subjects import Subject, card_for

REACTIONS = "120/minute"

blueprint = Blueprint("threads", __name__)


@blueprint.get("/gespraech/<kind>/<subject_id>/")
@access(PUBLIC)
@kept_for_readers
def show(kind: str, subject_id: str) -> str:
    """A conversation on a page of its own."""
    kept = drafts.kept_payload(DRAFT) or {}
    return _thread(Subject(kind, subject_id), CommentForm.of_request(**kept))


@blueprint.post("/gespraech/<kind>/<subject_id>/")
@access(PUBLIC)
def post(kind: str, subject_id: str) -> ResponseReturnValue:
    """Begin a new branch of the conversation."""
    form, subject = CommentForm.of_request(), Subject(kind, subject_id)
    return _sent(form, lambda: _post(form, subject, None), lambda: _thread(subject, form))


@blueprint.get("/beitraege/<uuid:comment_id>")
@access(PUBLIC)
def comment(comment_id: UUID) -> str:
    """The permanent address of a comment: its branch, at the replies around it."""
    page = branch_page(actor(), comment_id)
    card = card_for(actor(), page.subject)
    return render_template("discussion/threads/comment.html", page=page, card=card)


@blueprint.route("/beitraege/<uuid:comment_id>/antwort", methods=["GET", "POST"])
@access(PUBLIC)
def reply(comment_id: UUID) -> ResponseReturnValue:
    """Answer a comment; where it is gone meanwhile, its conversation takes what was typed."""
    kept = drafts.kept_payload(DRAFT) or {}
    form = CommentForm.of_request(**kept)
    try:
        found = comment_for(actor(), comment_id)
    except NotFound:
        return _without_parent(form, kept)
    _reader, verdict = reader_of(actor(), found.about, clock.now())
    return _sent(
        form,
        lambda: _post(form, found.about, comment_id),
        lambda: _page("reply", found, form=form, verdict=verdict),
    )


@blueprint.route("/beitraege/<uuid:comment_id>/bearbeiten", methods=["GET", "POST"])
@access(SIGNED_IN)
def edit(comment_id: UUID) -> ResponseReturnValue:
    """Correct a comment of one's own."""
    found = comment_for(actor(), comment_id)
    said = found.comment
    form = EditForm.of_request(text=said.text, version=said.version)

    def deed() -> ResponseReturnValue:
        edit_comment(
            actor=actor(),
            comment_id=comment_id,
            text=form.text.data or "",
            based_on=form.version.data or 0,
            key=form.idempotency_key.data,
        )
        flash(_("Ihre Änderung ist gespeichert."), "success")
        return redirect(address_of(comment_id), 303)

    if request.method == "GET" and not can_edit(actor(), said, clock.now()):
        raise EditIsOver
    return _sent(form, deed, lambda: _page("edit", found, form=form))


@blueprint.get("/beitraege/<uuid:comment_id>/fassungen")
@access(PUBLIC)
def versions(comment_id: UUID) -> str:
    """What a comment said before it was edited."""
    history = history_for(actor(), comment_id)
    card = card_for(actor(), history.about)
    return render_template("discussion/threads/versions.html", history=history, card=card)


@blueprint.post("/beitraege/<uuid:comment_id>/rueckgaengig")
@access(SIGNED_IN)
def undo(comment_id: UUID) -> ResponseReturnValue:
    """Take back what was just posted."""
    key = request.form.get("idempotency_key")
    subject = undo_comment(actor=actor(), comment_id=comment_id, key=key)
    flash(_("Ihr Beitrag ist zurückgenommen. Der Text ist gelöscht."), "success")
    return redirect(card_for(actor(), subject).url, 303)


@blueprint.post("/beitraege/<uuid:comment_id>/reaktion")
@access(SIGNED_IN)
def react(comment_id: UUID) -> ResponseReturnValue:
    """Agree, disagree, or take one's voice back. Giving a voice twice is one voice, so no key is needed."""
    limits.check(REACTIONS, "react", limits.whose(actor()))
    value = request.form.get("value", type=int)
    give_voice(actor=actor(), comment_id=comment_id, value=value)
    here = local_address(request.form.get("zurueck"), f"/beitraege/{comment_id}")
    return redirect(f"{here.partition('#')[0]}#{anchor_of(comment_id)}", 303)


@blueprint.route("/beitraege/<uuid:comment_id>/verbergen", methods=["GET", "POST"])
@access(MODERATION)
def hide(comment_id: UUID) -> ResponseReturnValue:
    """Hide a comment with a reason."""
    return _decision(comment_id, hide_comment, _("Der Beitrag ist verborgen."))


@blueprint.route("/beitraege/<uuid:comment_id>/zeigen", methods=["GET", "POST"])
@access(MODERATION)
def restore(comment_id: UUID) -> ResponseReturnValue:
    """Show a hidden comment again."""
    return _decision(comment_id, restore_comment, _("Der Beitrag ist wieder sichtbar."))


def _without_parent(form: CommentForm, kept: dict[str, Any]) -> ResponseReturnValue:
    kind, colon, id_ = (form.about.data or ":".join(kept.get("subject", []))).partition(":")
    if not colon or not form.text.data:
        raise NotFound
    subject, gone = Subject(kind, id_), CommentTakesNoReplies()
    # the page of this form is gone with the comment
    form.back.data = card_for(actor(), subject).url
    form.refuse(gone)
    page = _thread(subject, form)
    return page, gone.status if request.method == "POST" else 200


def _decision(comment_id: UUID, decide: Callable[..., None], done: str) -> ResponseReturnValue:
    form, found = ReasonForm.of_request(), comment_for(actor(), comment_id)
    if not can_moderate(actor(), found.about, clock.now()):
        raise NotFound

    def deed() -> ResponseReturnValue:
        key, reason = form.idempotency_key.data, form.reason.data
        decide(actor=actor(), comment_id=comment_id, reason=reason, key=key)
        flash(done, "success")
        return redirect(address_of(comment_id), 303)

    hides = decide is hide_comment
    return _sent(form, deed, lambda: _page("decision", found, form=form, hides=hides))


def _post(form: CommentForm, subject: Subject, parent_id: UUID | None) -> ResponseReturnValue:
    if not actor().signed_in:
        return ask_to_sign_in(form, subject, parent_id, request.path)
    comment_id = post_comment(
        actor=actor(),
        subject=subject,
        text=form.text.data or "",
        parent_id=parent_id,
        key=form.idempotency_key.data,
    )
    drafts.forget_kept_of_request(DRAFT)
    flash(_("Ihr Beitrag ist veröffentlicht."), "success")
    return redirect(address_after(form.back.data, comment_id, parent_id), 303)


def _sent(
    form: Form, deed: Callable[[], ResponseReturnValue], page: Callable[[], str]
) -> ResponseReturnValue:
    """Do the deed of a form that holds; where a rule refuses, the page again, with the input and the reason."""
    if request.method == "GET":
        return page()
    if not form.sent_well():
        return page(), 422
    try:
        return deed()
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse(RuleViolation(refusal.message, field=refusal.field))
        waits = {"Retry-After": str(refusal.retry_in)} if isinstance(refusal, TooFast) else {}
        return page(), refusal.status, waits


def _thread(subject: Subject, form: CommentForm) -> str:
    order, cursor = request.args.get("reihenfolge"), request.args.get("nach")
    return render_template(
        "discussion/threads/show.html",
        page=thread_page(actor(), subject, order, cursor),
        card=card_for(actor(), subject),
        form=form,
    )


def _page(name: str, found: Found, **more: object) -> str:
    card = card_for(actor(), found.about)
    return render_template(f"discussion/threads/{name}.html", found=found, card=card, **more)
