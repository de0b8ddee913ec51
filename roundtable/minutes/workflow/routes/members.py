"""Minutes after the meeting, for members: how far they are, every version, wishes, consent, corrections."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.sending import REFUSALS, refused, sent_once
from roundtable.meetings.queries import seats_of
from roundtable.minutes.blocks import html_of as block_html
from roundtable.minutes.printing import oddities
from roundtable.minutes.rules.changes import changed_items
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.public import Item
from roundtable.minutes.rules.states import State, end_of_undo
from roundtable.minutes.workflow import queries, services
from roundtable.minutes.workflow.drafting import Fault, draft_of
from roundtable.minutes.workflow.errors import MinutesFaulty
from roundtable.minutes.workflow.forms import (
    ConsentForm,
    CorrectionForm,
    DecisionForm,
    WishForm,
    correction_form,
    item_of,
    wish_form,
)
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import MinutesReturn, MinutesVersion, Withdrawal
from roundtable.minutes.workflow.permissions import (
    can_agree,
    can_correct,
    can_keep,
    can_read_versions,
    can_release,
)
from roundtable.minutes.workflow.queries import File, WishLine
from roundtable.minutes.workflow.showing import (
    became,
    readable,
    readable_resolutions,
    shown_parts,
    with_names,
)
from roundtable.minutes.workflow.wording import (
    STEPS,
    WAYS,
    mark_of_minutes,
    mark_of_objection,
    step_of,
    turn_of,
)
from roundtable.tables.seating import seated

members = Blueprint(
    "protocols", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/protokoll"
)


@members.get("/stand")
@access(SIGNED_IN)
def stand(slug: str, nr: str) -> ResponseReturnValue:
    """Which of the four steps, whose turn it is, until when; and everything that may be done now."""
    return stand_page(_file(slug, nr))


@members.get("/fassung/<int:number>")
@access(SIGNED_IN)
def version(slug: str, nr: str, number: int) -> ResponseReturnValue:
    """What a version says, and what it says otherwise than the one before."""
    file = queries.file_to_read(actor(), slug, nr)
    found = file.version(number)
    content = readable(content_of(found))
    before = readable(content_of(file.version(number - 1))) if number > 1 else None
    return render_template(
        "roundtable/minutes/workflow/version.html",
        meeting=file.meeting,
        version=found,
        public_number=queries.public_numbers(file.meeting).get(number),
        content=content,
        changes=changed_items(before, content) if before else [],
        is_newest=found is file.newest,
        may_wish=found is file.newest and _hears_wishes(file),
        may_correct=found is file.newest and _may_correct(file),
        annex=_annex(file, number),
        item_ids={item.number: item.id for item in file.meeting.items},
        shown_parts=shown_parts,
        became=became,
        linked=readable_resolutions(content.items),
        with_names=with_names,
    )


@members.route("/vorlegen", methods=["GET", "POST"])
@access(SIGNED_IN)
def submit(slug: str, nr: str) -> ResponseReturnValue:
    """Look at what will be frozen and at what is missing, then lay it before the table."""
    file = queries.file_to_keep(actor(), slug, nr)
    if request.method != "POST":
        return _submit_page(file)
    try:
        services.submit_minutes(actor=actor(), meeting=file.meeting)
        flash(
            _("Das Protokoll liegt dem Tisch vor. Alle Mitglieder bekommen eine Mail."), "success"
        )
        return _to_stand(slug, nr)
    except MinutesFaulty as refusal:
        return refused(_submit_page(file, refusal, refusal.faults), refusal)
    except REFUSALS as refusal:
        return refused(_submit_page(file, refusal), refusal)


@members.route("/einwenden", methods=["GET", "POST"])
@access(SIGNED_IN)
def wish(slug: str, nr: str) -> ResponseReturnValue:
    """Wish for a change."""
    file = queries.file_to_read(actor(), slug, nr)
    newest = file.newest
    if newest is None:
        raise NotFound
    form = wish_form(file.meeting, content_of(newest), newest.number)
    if form.sent_well():
        try:
            sent_once(f"wish:{file.meeting.id}", lambda: _file_wish(file, form))
            flash(_("Ihr Änderungswunsch ist gespeichert."), "success")
            return _to_stand(slug, nr)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_wish_page(file, form), refusal)
    return _wish_page(file, form), 422 if form.errors else 200


@members.route("/aenderungswuensche/<uuid:objection_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def decide(slug: str, nr: str, objection_id: UUID) -> ResponseReturnValue:
    """Accept or reject a wish."""
    file = queries.file_to_keep(actor(), slug, nr)
    line = next((w for w in queries.wishes_of(file.meeting) if w.wish.id == objection_id), None)
    if line is None:
        raise NotFound
    form = DecisionForm.of_request()
    if form.sent_well():
        try:
            services.decide_objection(
                actor=actor(),
                meeting=file.meeting,
                objection_id=objection_id,
                accept=form.decision.data == "ja",
                answer=form.answer.data or "",
            )
            flash(_("Ihre Entscheidung ist gespeichert."), "success")
            return _to_stand(slug, nr)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_decide_page(file, line, form), refusal)
    return _decide_page(file, line, form), 422 if form.errors else 200


@members.post("/zustimmen")
@access(SIGNED_IN)
def agree(slug: str, nr: str) -> ResponseReturnValue:
    """Agree with the version that was read."""
    file = queries.file_to_read(actor(), slug, nr)
    form = ConsentForm.of_request()
    if not form.sent_well():
        return stand_page(file), 422
    try:
        services.agree(actor=actor(), meeting=file.meeting, number=form.number.data or 0)
    except REFUSALS as refusal:
        return refused(stand_page(file, refusal), refusal)
    flash(_("Ihre Zustimmung ist gespeichert."), "success")
    return _to_stand(slug, nr)


@members.route("/berichtigen/<uuid:item_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def correct(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Write an item of public minutes anew; the administration releases it."""
    file = queries.file_to_correct(actor(), slug, nr)
    newest = file.newest
    number = next((i.number for i in file.meeting.items if i.id == item_id), None)
    if newest is None or number is None:
        raise NotFound
    item = item_of(content_of(newest), number)
    form = correction_form(item, newest.number)
    if form.sent_well():
        try:
            frozen = services.propose_correction(
                actor=actor(),
                meeting=file.meeting,
                number=form.number.data or 0,
                texts={number: form.written.data or ""},
                reason=form.reason.data or "",
            )
            flash(_corrected(file, frozen), "success")
            return _to_stand(slug, nr)
        except MinutesFaulty as refusal:
            for fault in refusal.faults:
                form.form_errors.append(fault.message)
            return refused(_correct_page(file, form, item), refusal)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_correct_page(file, form, item), refusal)
    return _correct_page(file, form, item), 422 if form.errors else 200


def _corrected(file: File, frozen: MinutesVersion) -> str:
    """What became of a correction: what is not public nobody has to release."""
    last = queries.published_of([file.meeting.id])[file.meeting.id][-1]
    if last.sha256 == frozen.public_sha256:
        return _("Die Berichtigung ist gespeichert. Öffentlich ändert sich dadurch nichts.")
    return _("Die Berichtigung liegt der Verwaltung zur Freigabe vor.")


def _file(slug: str, nr: str) -> File:
    """For members, and for the administration, which reads the steps alone."""
    file = queries.file_of(actor(), slug, nr)
    at = clock.now()
    if not (can_read_versions(actor(), file.meeting, at) or can_release(actor(), file.meeting)):
        raise NotFound
    return file


def _file_wish(file: File, form: WishForm) -> str:
    filed = services.file_objection(actor=actor(), meeting=file.meeting, wish=form.wish())
    return str(filed.id)


def _hears_wishes(file: File) -> bool:
    until = file.minutes.objections_until
    lies = file.minutes.state is State.VORGELEGT
    return lies and until is not None and clock.now() < until


def _may_correct(file: File) -> bool:
    is_public = file.minutes.state in queries.PUBLIC
    return is_public and can_correct(actor(), file.meeting, clock.now())


def _annex(file: File, number: int) -> Sequence[WishLine]:
    """Rejected wishes belong to the version that was approved in spite of them."""
    if file.minutes.approved_at is None:
        return []
    wishes = queries.wishes_of(file.meeting)
    return [w for w in wishes if w.wish.number == number and w.wish.state is Standing.ABGELEHNT]


def _to_stand(slug: str, nr: str) -> ResponseReturnValue:
    return redirect(url_for("protocols.stand", slug=slug, nr=nr), 303)


def stand_page(file: File, refusal: Refusal | None = None) -> str:
    """How far the minutes are, also after a step that was refused."""
    at, meeting = clock.now(), file.meeting
    reads = can_read_versions(actor(), meeting, at)
    wishes = queries.wishes_of(meeting) if reads else []
    waiting = sum(line.wish.state is Standing.OFFEN for line in wishes)
    agreed = queries.consents_of(file.newest) if reads and file.newest else set()
    person_id = actor().person_id
    own = seated(meeting.table_id, person_id, at) if person_id else None
    voting = [s for s in seats_of(meeting.table_id, at) if s.votes and s.person_id]
    withdrawn = _withdrawn(file)
    return render_template(
        "roundtable/minutes/workflow/stand.html",
        meeting=meeting,
        minutes=file.minutes,
        file=file,
        messages=[refusal.message] if refusal else [],
        steps=STEPS,
        step=step_of(file.minutes.state) + 1,
        mark=mark_of_minutes(file.minutes.state),
        mark_of=mark_of_objection,
        turn=turn_of(file.minutes, waiting, at, is_corrected=_waits_for_release(file)),
        ways=WAYS,
        reads=reads,
        public_numbers=queries.public_numbers(meeting) if reads else {},
        returned=_returned(file),
        withdrawn=withdrawn,
        undo_until=_undo_until(withdrawn),
        keeps=can_keep(actor(), meeting, at),
        releases=can_release(actor(), meeting),
        corrected=_is_corrected(file),
        corrects=_may_correct(file),
        hears_wishes=_hears_wishes(file),
        may_agree=can_agree(actor(), meeting, at) and own is not None and own.id not in agreed,
        agreed=sum(seat.id in agreed for seat in voting),
        voting=len(voting),
        wishes=wishes,
        with_names=with_names,
    )


def _is_corrected(file: File) -> bool:
    """Whether the administration would publish something else than what everybody reads."""
    if file.minutes.state not in queries.PUBLIC or not can_release(actor(), file.meeting):
        return False
    return not services.preview_of(file.meeting, file.minutes).is_public


def _waits_for_release(file: File) -> bool:
    """Whether the table wrote something else than what everybody reads."""
    newest = file.newest
    if newest is None or file.minutes.state not in queries.PUBLIC:
        return False
    last = services.last_publication(file.minutes)
    return (
        last is not None
        and newest.number != last.version_number
        and newest.public_sha256 != last.sha256
    )


def _returned(file: File) -> MinutesReturn | None:
    """Why the secretary writes again, where the administration wants it."""
    if file.minutes.state is not State.UEBERARBEITUNG:
        return None
    return queries.return_of(file.meeting, file.minutes.number)


def _withdrawn(file: File) -> Withdrawal | None:
    """Why the public reads them no more."""
    if file.minutes.state is not State.DEPUBLIZIERT:
        return None
    return queries.last_withdrawal(file.meeting)


def _undo_until(withdrawn: Withdrawal | None) -> datetime | None:
    """Until when that may be taken back; None when it is over."""
    until = end_of_undo(withdrawn.at) if withdrawn else None
    return until if until and clock.now() < until else None


def _submit_page(
    file: File, refusal: Refusal | None = None, faults: Sequence[Fault] | None = None
) -> str:
    draft = draft_of(file.meeting)
    return render_template(
        "roundtable/minutes/workflow/submit.html",
        meeting=file.meeting,
        minutes=file.minutes,
        content=readable(draft.content),
        faults=draft.faults if faults is None else faults,
        mended=draft.mended,
        oddities=oddities(draft.content),
        messages=[refusal.message] if refusal else [],
        days=file.meeting.table.objection_days,
        may_submit=file.minutes.state in {State.REDAKTION, State.UEBERARBEITUNG},
        item_ids={item.number: item.id for item in file.meeting.items},
        shown_parts=shown_parts,
        became=became,
        linked=readable_resolutions(draft.content.items),
        with_names=with_names,
    )


def _wish_page(file: File, form: WishForm) -> str:
    return render_template(
        "roundtable/minutes/workflow/wish.html",
        meeting=file.meeting,
        form=form,
        until=file.minutes.objections_until if _hears_wishes(file) else None,
        number=file.newest.number if file.newest else 0,
    )


def _decide_page(file: File, line: WishLine, form: DecisionForm) -> str:
    return render_template(
        "roundtable/minutes/workflow/decide.html",
        meeting=file.meeting,
        form=form,
        line=line,
        mark=mark_of_objection(line.wish.state),
        is_open=line.wish.state is Standing.OFFEN,
    )


def _correct_page(file: File, form: CorrectionForm, item: Item) -> str:
    return render_template(
        "roundtable/minutes/workflow/correct.html",
        meeting=file.meeting,
        form=form,
        number=item.number,
        fixed=item.facts,
        html_of=block_html,
    )
