"""The administration looks at what everybody would read, releases it or gives it back, corrects it, withdraws it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotFound
from kernel.i18n import _, moment_text
from kernel.sending import REFUSALS, refused
from roundtable.minutes.printing import as_html, differences
from roundtable.minutes.rules.states import State, end_of_undo
from roundtable.minutes.workflow import queries, services
from roundtable.minutes.workflow.forms import ReleaseForm, ReturnForm, WithdrawalForm
from roundtable.minutes.workflow.queries import File
from roundtable.minutes.workflow.routes.members import stand_page
from roundtable.minutes.workflow.showing import readable_resolutions

office = Blueprint(
    "protocols_office", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/protokoll"
)


@office.route("/freigeben", methods=["GET", "POST"])
@access(SIGNED_IN)
def release(slug: str, nr: str) -> ResponseReturnValue:
    """Look at exactly what everybody will read, then release it."""
    file = queries.file_to_release(actor(), slug, nr)
    form = ReleaseForm.of_request(reason=_reason(file))
    if form.sent_well():
        try:
            services.release_minutes(
                actor=actor(),
                meeting=file.meeting,
                number=form.number.data or 0,
                seen_sha256=form.sha256.data or "",
                reason=form.reason.data or "",
            )
            flash(_("Das Protokoll ist öffentlich. Alle Sitze bekommen eine Mail."), "success")
            return redirect(url_for("protocols.stand", slug=slug, nr=nr), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_release_page(file, form), refusal)
    return _release_page(file, form), 422 if form.errors else 200


@office.route("/zurueckgeben", methods=["GET", "POST"])
@access(SIGNED_IN)
def give_back(slug: str, nr: str) -> ResponseReturnValue:
    """Say what must be written otherwise before everybody reads it."""
    file = queries.file_of_office(actor(), slug, nr)
    if request.method != "POST" and file.minutes.state is not State.GENEHMIGT:
        raise NotFound
    form = ReturnForm.of_request(number=file.minutes.number)
    if form.sent_well():
        try:
            services.return_minutes(
                actor=actor(),
                meeting=file.meeting,
                number=form.number.data or 0,
                reason=form.reason.data or "",
            )
            flash(
                _("Das Protokoll ist zurückgegeben. Alle Mitglieder bekommen eine Mail."), "success"
            )
            return redirect(url_for("protocols.stand", slug=slug, nr=nr), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_return_page(file, form), refusal)
    return _return_page(file, form), 422 if form.errors else 200


@office.route("/zurueckziehen", methods=["GET", "POST"])
@access(SIGNED_IN)
def withdraw(slug: str, nr: str) -> ResponseReturnValue:
    """Close what is public, with a reason that everybody reads."""
    file = queries.file_of_office(actor(), slug, nr)
    if request.method != "POST" and file.minutes.state not in queries.PUBLIC:
        raise NotFound
    form = WithdrawalForm.of_request()
    if form.sent_well():
        try:
            reason = form.reason.data or ""
            done = services.withdraw_minutes(actor=actor(), meeting=file.meeting, reason=reason)
            until = moment_text(end_of_undo(done.at))
            flash(
                _(
                    "Das Protokoll ist zurückgezogen. Bis %(when)s können Sie das rückgängig machen.",
                    when=until,
                ),
                "success",
            )
            return redirect(url_for("protocols.stand", slug=slug, nr=nr), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_withdraw_page(file, form), refusal)
    return _withdraw_page(file, form), 422 if form.errors else 200


@office.post("/wiederherstellen")
@access(SIGNED_IN)
def restore(slug: str, nr: str) -> ResponseReturnValue:
    """Take a withdrawal back."""
    file = queries.file_of_office(actor(), slug, nr)
    try:
        services.restore_minutes(actor=actor(), meeting=file.meeting)
    except REFUSALS as refusal:
        return refused(stand_page(file, refusal), refusal)
    flash(_("Das Protokoll ist wieder öffentlich."), "success")
    return redirect(url_for("protocols.stand", slug=slug, nr=nr), 303)


def _release_page(file: File, form: ReleaseForm) -> str:
    """What would be released now; the form carries the fingerprint of this very text."""
    preview = services.preview_of(file.meeting, file.minutes)
    form.number.process_data(preview.number)
    form.sha256.process_data(preview.sha256)
    newest = file.newest
    before = services.known_so_far(file.meeting, file.minutes, preview)
    return render_template(
        "roundtable/minutes/workflow/release.html",
        meeting=file.meeting,
        preview=preview,
        minutes=as_html(preview.content),
        linked=readable_resolutions(preview.content.items),
        form=form,
        is_own=newest is not None and newest.submitted_by == actor().person_id,
        proposed=_proposed(file),
        changes=differences(before, preview.content) if before else [],
        version=file.minutes.number,
    )


def _proposed(file: File) -> str:
    """Why the newest version was written, where the public reads nothing of it yet; empty for the first."""
    newest, last = file.newest, services.last_publication(file.minutes)
    if newest is None or (last is not None and newest.public_sha256 == last.sha256):
        return ""
    return newest.reason if last is None or newest.number != last.version_number else ""


def _reason(file: File) -> str:
    """What to say of a correction: what the table said, and the office may say it otherwise."""
    return _proposed(file) if file.minutes.state in queries.PUBLIC else ""


def _return_page(file: File, form: ReturnForm) -> str:
    return render_template(
        "roundtable/minutes/workflow/return.html",
        meeting=file.meeting,
        form=form,
        names=services.preview_of(file.meeting, file.minutes).names,
    )


def _withdraw_page(file: File, form: WithdrawalForm) -> str:
    return render_template(
        "roundtable/minutes/workflow/withdraw.html", meeting=file.meeting, form=form
    )
