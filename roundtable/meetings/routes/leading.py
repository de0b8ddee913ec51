"""What chair and secretary do with a meeting: plan, invite, attendance, begin, close, cancel."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.app import settings_of
from kernel.clock import BERLIN
from kernel.errors import NotFound, RuleViolation
from kernel.i18n import _
from kernel.ids import id_in
from kernel.sending import REFUSALS, refused, sent_once
from roundtable.meetings import queries, services
from roundtable.meetings.carrying import offers_for
from roundtable.meetings.closing import ending_of
from roundtable.meetings.content import differs, in_order
from roundtable.meetings.forms import (
    MeetingForm,
    PresenceForm,
    ReasonForm,
    new_meeting_form,
    plan_form,
    start_form,
)
from roundtable.meetings.models import Meeting
from roundtable.meetings.onward import ways_of
from roundtable.meetings.permissions import can_lead, can_plan
from roundtable.meetings.rules.notice import kept, latest_on
from roundtable.meetings.rules.states import ATTENDED, UNDER_WAY, ItemState
from roundtable.meetings.wording import (
    ANSWERED,
    NEEDS,
    item_mark,
    item_steps,
    mark_of,
    quorum_in_words,
)
from roundtable.tables.queries import table_for

leading = Blueprint("meetings_lead", __name__, url_prefix="/runde-tische/<slug>/sitzungen")
Deed = Callable[[Meeting], object]


@leading.route("/neu", methods=["GET", "POST"])
@access(SIGNED_IN)
def plan(slug: str) -> ResponseReturnValue:
    """Set a date."""
    table = table_for(actor(), slug)
    if not can_plan(actor(), table, clock.now()):
        raise NotFound
    form = new_meeting_form(table.place, offers_for(table.id))
    if form.sent_well() and (draft := form.draft()):
        try:
            nr = sent_once(
                f"meeting:{slug}",
                lambda: (
                    services.plan_meeting(
                        actor=actor(), table=table, draft=draft, carried=form.chosen()
                    ).nr
                ),
            )
            flash(_("Der Termin steht. Jetzt fehlt noch die Tagesordnung."), "success")
            return redirect(url_for("meetings_lead.desk", slug=slug, nr=nr), 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_plan_page(form, slug, table.name), refusal)
    return _plan_page(form, slug, table.name), 422 if form.errors else 200


@leading.route("/<nr>/planung", methods=["GET", "POST"])
@access(SIGNED_IN)
def replan(slug: str, nr: str) -> ResponseReturnValue:
    """Change date, place and ways in."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    form = plan_form(meeting)
    if form.sent_well() and (draft := form.draft()):
        based_on = form.version.data or 0
        try:
            services.replan_meeting(actor=actor(), meeting=meeting, draft=draft, based_on=based_on)
            flash(_("Die Änderungen sind gespeichert."), "success")
            return _to_desk(meeting)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_plan_page(form, slug, meeting.table.name, meeting), refusal)
    return _plan_page(form, slug, meeting.table.name, meeting), 422 if form.errors else 200


@leading.get("/<nr>/leitung")
@access(SIGNED_IN)
def desk(slug: str, nr: str) -> ResponseReturnValue:
    """What is the next step, who comes, what is missing."""
    return _desk_page(queries.meeting_to_prepare(actor(), slug, nr))


@leading.route("/<nr>/einladen", methods=["GET", "POST"])
@access(SIGNED_IN)
def invite(slug: str, nr: str) -> ResponseReturnValue:
    """Look at what will be sent, then send it."""
    meeting = queries.meeting_to_lead(actor(), slug, nr)
    form = ReasonForm.of_request()
    if form.sent_well():
        reason = form.reason.data or ""
        try:
            sent_once(f"invite:{meeting.id}", lambda: _invite(meeting, reason))
            flash(_("Die Einladung ist verschickt."), "success")
            return _to_desk(meeting)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_invite_page(form, meeting), refusal)
    return _invite_page(form, meeting), 422 if form.errors else 200


@leading.route("/<nr>/absagen", methods=["GET", "POST"])
@access(SIGNED_IN)
def cancel(slug: str, nr: str) -> ResponseReturnValue:
    """Call the meeting off, with a reason that everybody reads."""
    meeting = queries.meeting_to_lead(actor(), slug, nr)
    form = ReasonForm.of_request()
    if form.sent_well():
        reason = form.reason.data or ""
        try:
            services.cancel_meeting(actor=actor(), meeting=meeting, reason=reason)
            flash(_("Die Sitzung ist abgesagt."), "success")
            return _to_desk(meeting)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_cancel_page(form, meeting), refusal)
    return _cancel_page(form, meeting), 422 if form.errors else 200


@leading.post("/<nr>/vertretung/<uuid:seat_id>")
@access(SIGNED_IN)
def confirm(slug: str, nr: str, seat_id: UUID) -> ResponseReturnValue:
    """Let somebody newly named stand in."""
    meeting = queries.meeting_to_lead(actor(), slug, nr)
    services.confirm_deputy(actor=actor(), meeting=meeting, seat_id=seat_id)
    return _to_desk(meeting, "wer-kommt")


@leading.route("/<nr>/anwesenheit", methods=["GET", "POST"])
@access(SIGNED_IN)
def attendance(slug: str, nr: str) -> ResponseReturnValue:
    """Who is there, and whether the table may decide."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    form = PresenceForm.of_request()
    if not form.sent_well() or (seat_id := id_in(form.seat.data)) is None:
        return _attendance_page(meeting)
    try:
        services.note_presence(
            actor=actor(),
            meeting=meeting,
            seat_id=seat_id,
            inward=form.inward.data == "1",
            deputy_name=form.deputy.data or "",
            deputy_id=id_in(form.account.data),
        )
    except RuleViolation as refusal:
        return _attendance_page(meeting, refusal.message), refusal.status
    address = url_for("meetings_lead.attendance", slug=slug, nr=nr)
    return redirect(f"{address}#sitz-{seat_id}", 303)


@leading.post("/<nr>/beginnen")
@access(SIGNED_IN)
def start(slug: str, nr: str) -> ResponseReturnValue:
    """Begin."""

    def begin(meeting: Meeting) -> object:
        form = start_form(meeting, clock.now())
        confirmed = bool(form.agenda_confirmed.data)
        meant = bool(form.early_meant and form.early_meant.data)
        return services.start_meeting(
            actor=actor(), meeting=meeting, agenda_confirmed=confirmed, early_meant=meant
        )

    return _step(slug, nr, begin)


@leading.post("/<nr>/unterbrechen")
@access(SIGNED_IN)
def interrupt(slug: str, nr: str) -> ResponseReturnValue:
    """Pause."""
    return _step(slug, nr, lambda m: services.interrupt_meeting(actor=actor(), meeting=m))


@leading.post("/<nr>/fortsetzen")
@access(SIGNED_IN)
def resume(slug: str, nr: str) -> ResponseReturnValue:
    """Go on."""
    return _step(slug, nr, lambda m: services.resume_meeting(actor=actor(), meeting=m))


@leading.post("/<nr>/beenden")
@access(SIGNED_IN)
def close(slug: str, nr: str) -> ResponseReturnValue:
    """End the meeting."""
    return _step(slug, nr, lambda m: services.close_meeting(actor=actor(), meeting=m))


@leading.post("/<nr>/punkte/<uuid:item_id>/stand")
@access(SIGNED_IN)
def turn(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Call an item, or say what became of it."""
    to = ItemState.__members__.get(request.form.get("stand", "").upper())
    if to is None:
        raise NotFound
    return _step(
        slug,
        nr,
        lambda m: services.turn_item(actor=actor(), meeting=m, item_id=item_id, to=to),
        goal=f"punkt-{item_id}",
    )


def _step(slug: str, nr: str, deed: Deed, goal: str = "stand") -> ResponseReturnValue:
    """Do one step of the chair and show the meeting as it stands then; or why not."""
    meeting = queries.meeting_to_lead(actor(), slug, nr)
    try:
        deed(meeting)
    except RuleViolation as refusal:
        return _desk_page(meeting, refusal), refusal.status
    return _to_desk(meeting, goal)


def _invite(meeting: Meeting, reason: str) -> str:
    def link_to(secret: str) -> str:
        here = url_for("meetings_answers.by_link", schluessel=secret)
        return f"{settings_of(current_app).public_url}{here}"

    sent = services.invite(actor=actor(), meeting=meeting, reason=reason, link_to=link_to)
    return str(sent.version)


def _to_desk(meeting: Meeting, goal: str | None = None) -> ResponseReturnValue:
    slug, nr = meeting.table.slug, meeting.nr
    return redirect(url_for("meetings_lead.desk", slug=slug, nr=nr, _anchor=goal), 303)


def _plan_page(form: MeetingForm, slug: str, name: str, meeting: Meeting | None = None) -> str:
    return render_template(
        "roundtable/meetings/plan.html", form=form, slug=slug, table_name=name, meeting=meeting
    )


def _desk_page(meeting: Meeting, refusal: RuleViolation | None = None) -> str:
    form = start_form(meeting, clock.now())
    if refusal is not None:
        form.refuse(refusal)
    return render_template(
        "roundtable/meetings/desk.html",
        meeting=meeting,
        items=list(in_order(meeting, also_dropped=bool(meeting.started_at))),
        lines=queries.seat_lines(actor(), meeting),
        may_lead=can_lead(actor(), meeting, clock.now()),
        differs=differs(meeting),
        ending=ending_of(meeting) if meeting.status in UNDER_WAY else None,
        ways=ways_of(actor(), meeting) if meeting.closed_at else [],
        mark=mark_of(meeting.state),
        form=form,
        answered=ANSWERED,
        needs=NEEDS,
        item_mark=item_mark,
        item_steps=item_steps,
    )


def _invite_page(form: ReasonForm, meeting: Meeting) -> str:
    today, day = (at.astimezone(BERLIN).date() for at in (clock.now(), meeting.starts_at))
    days = meeting.table.notice_days
    return render_template(
        "roundtable/meetings/invite.html",
        form=form,
        meeting=meeting,
        items=list(in_order(meeting)),
        in_time=kept(today, day, days),
        latest=latest_on(day, days),
    )


def _cancel_page(form: ReasonForm, meeting: Meeting) -> str:
    return render_template("roundtable/meetings/cancel.html", form=form, meeting=meeting)


def _attendance_page(meeting: Meeting, message: str = "") -> str:
    lines = queries.seat_lines(actor(), meeting)
    there = {line.seat.id for line in lines if line.present}
    found = queries.quorum_of(meeting, [line.seat for line in lines], there)
    groups = {group.key: group.title for group in meeting.table.groups}
    return render_template(
        "roundtable/meetings/attendance.html",
        meeting=meeting,
        lines=lines,
        people_come_and_go=meeting.status in ATTENDED,
        quorum=found,
        quorum_text=quorum_in_words(found, groups),
        messages=[message] if message else [],
        answered=ANSWERED,
    )
