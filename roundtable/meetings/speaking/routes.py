"""The live room of a meeting for its seats: a page with forms, which scripts keep up to date."""

from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.database import db
from kernel.errors import NotFound, RuleViolation
from kernel.events import room_head
from kernel.forms import Form
from kernel.ids import id_in, new_id
from kernel.markdown import markup
from roundtable.meetings import queries, telling
from roundtable.meetings import services as meeting_services
from roundtable.meetings.content import in_order
from roundtable.meetings.inserts import Insert, insert_for, sheet_for
from roundtable.meetings.models import Meeting
from roundtable.meetings.onward import ways_of
from roundtable.meetings.permissions import can_lead, can_prepare, can_read_nonpublic
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.states import ATTENDED, ItemState
from roundtable.meetings.speaking import services
from roundtable.meetings.speaking.errors import OBSTACLES
from roundtable.meetings.speaking.forms import (
    AttendForm,
    EnterForm,
    MoveForm,
    attend_form,
    enter_form,
    move_form,
)
from roundtable.meetings.speaking.meanwhile import meanwhile, state_in_words
from roundtable.meetings.speaking.room import Room, room_for
from roundtable.meetings.speaking.wording import KINDS
from roundtable.meetings.talk.forms import SayForm
from roundtable.meetings.talk.queries import lines_for, why_not_write
from roundtable.meetings.texts import papers_html
from roundtable.meetings.wording import clock_text, item_mark, item_steps, mark_of

live = Blueprint("meetings_live", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/live")
Deed = Callable[..., object]
#: what of the room takes the focus after a step: what concerns oneself, or the list
MINE, LIST = "raum-ich", "redeliste-titel"
#: what can be done with one contribution, by the last part of its address
DEEDS: dict[str, Deed] = {
    "zurueckziehen": services.withdraw,
    "aufrufen": services.call_next,
    "sprechen": services.start_speech,
    "pausieren": services.pause_speech,
    "beenden": services.end_speech,
    "uebergehen": services.skip,
}


@live.get("")
@access(SIGNED_IN)
def show(slug: str, nr: str) -> ResponseReturnValue:
    """What is dealt with, who speaks, who waits, and what concerns the reader."""
    return room_page(_meeting(slug, nr))


@live.get("/jetzt")
@access(SIGNED_IN)
def now(slug: str, nr: str) -> ResponseReturnValue:
    """What the room says to this reader, for another page of the meeting."""
    said = meanwhile(actor(), _meeting(slug, nr), clock.now())
    if said is None:
        raise NotFound
    return jsonify(says=said.says, calls=sorted(said.calls))


@live.post("/melden")
@access(SIGNED_IN)
def ask(slug: str, nr: str) -> ResponseReturnValue:
    """Ask to speak; the form's id makes it one request, however often it is sent."""
    kind, entry_id = request.form.get("kind", ""), id_in(request.form.get("id"))
    if kind not in set(Kind) or entry_id is None:
        raise NotFound
    return _done(slug, nr, services.ask, MINE, entry_id=entry_id, kind=Kind(kind))


@live.post("/wortmeldungen/<uuid:entry_id>/<deed>")
@access(SIGNED_IN)
def turn(slug: str, nr: str, entry_id: UUID, deed: str) -> ResponseReturnValue:
    """Take a request back, or lead the list: call, start, pause, end, pass over."""
    if deed not in DEEDS:
        raise NotFound
    goal = MINE if deed == "zurueckziehen" else LIST
    return _done(slug, nr, DEEDS[deed], goal, entry_id=entry_id)


@live.post("/eintragen")
@access(SIGNED_IN)
def enter(slug: str, nr: str) -> ResponseReturnValue:
    """Enter somebody who has no device."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    form = enter_form(_room(meeting))
    seat_id, entry_id = id_in(form.seat.data), id_in(form.id.data)
    if not form.sent_well() or seat_id is None or entry_id is None:
        return room_page(meeting, entering=form), 422
    how = {"entry_id": entry_id, "seat_id": seat_id, "kind": Kind(form.kind.data)}
    return _done(slug, nr, services.enter, LIST, **how)


@live.post("/anwesenheit")
@access(SIGNED_IN)
def attend(slug: str, nr: str) -> ResponseReturnValue:
    """Note that somebody comes, for themselves or instead of another, or goes."""
    meeting = queries.meeting_to_prepare(actor(), slug, nr)
    form = attend_form(queries.seat_lines(actor(), meeting))
    if not form.sent_well():
        return room_page(meeting, attending=form), 422
    try:
        how = asdict(form.chosen())
        meeting_services.note_presence(actor=actor(), meeting=meeting, **how)
    except RuleViolation as refusal:
        form.refuse(refusal)
        return room_page(meeting, attending=form), refusal.status
    return to_room(meeting, "raum-anwesenheit")


@live.post("/verschieben")
@access(SIGNED_IN)
def move(slug: str, nr: str) -> ResponseReturnValue:
    """Put somebody at another place, with a reason."""
    meeting = queries.meeting_to_lead(actor(), slug, nr)
    form = move_form(_room(meeting))
    entry_id = id_in(form.entry.data)
    if not form.sent_well() or entry_id is None:
        return room_page(meeting, moving=form), 422
    try:
        services.move(
            actor=actor(),
            meeting=meeting,
            entry_id=entry_id,
            position=form.position.data or 1,
            reason=form.reason.data or "",
        )
    except RuleViolation as refusal:
        form.refuse(refusal)
        return room_page(meeting, moving=form), refusal.status
    return to_room(meeting, LIST)


@live.post("/liste")
@access(SIGNED_IN)
def turn_list(slug: str, nr: str) -> ResponseReturnValue:
    """Close the list, or open it again."""
    closed = request.form.get("geschlossen") == "1"
    return _done(slug, nr, services.turn_list, LIST, closed=closed)


@live.post("/punkte/<uuid:item_id>")
@access(SIGNED_IN)
def turn_item(slug: str, nr: str, item_id: UUID) -> ResponseReturnValue:
    """Call an item, or say what became of it."""
    to = request.form.get("stand", "")
    if to not in set(ItemState):
        raise NotFound
    goal, to_state = "tagesordnung-titel", ItemState(to)
    return _done(slug, nr, meeting_services.turn_item, goal, item_id=item_id, to=to_state)


def _done(slug: str, nr: str, deed: Deed, goal: str, **how: object) -> ResponseReturnValue:
    """Do it and show the room as it is then; or why not."""
    meeting = _meeting(slug, nr)
    try:
        deed(actor=actor(), meeting=meeting, **how)
    except RuleViolation as refusal:
        return room_page(meeting, messages=[str(refusal.message)]), refusal.status
    return to_room(meeting, goal)


def _meeting(slug: str, nr: str) -> Meeting:
    return queries.meeting_to_attend_at(actor(), slug, nr)


def _room(meeting: Meeting) -> Room:
    return room_for(actor(), meeting, clock.now())


def _attending(meeting: Meeting, *, may_prepare: bool) -> AttendForm | None:
    if not may_prepare or meeting.status not in ATTENDED:
        return None
    return attend_form(queries.seat_lines(actor(), meeting))


def to_room(meeting: Meeting, goal: str) -> ResponseReturnValue:
    """The room as it is now; the focus stands on what was changed."""
    slug, nr = meeting.table.slug, meeting.nr
    return redirect(url_for("meetings_live.show", slug=slug, nr=nr, _anchor=goal), 303)


def room_page(
    meeting: Meeting,
    *,
    messages: list[str] | None = None,
    moving: MoveForm | None = None,
    entering: EnterForm | None = None,
    attending: AttendForm | None = None,
    saying: SayForm | None = None,
    voting: Form | None = None,
    insert: Insert | None = None,
) -> str:
    """The room; its number is read first, so that nothing which happens meanwhile is missed."""
    name, at = telling.room_of(meeting.id), clock.now()
    seq, room = room_head(db.session(), name), _room(meeting)
    may_prepare = can_prepare(actor(), meeting, at)
    return render_template(
        "roundtable/meetings/live.html",
        meeting=meeting,
        mark=mark_of(meeting.state),
        state_says=state_in_words(meeting),
        items=list(in_order(meeting, also_dropped=True)),
        item_mark=item_mark,
        item_steps=item_steps,
        reads_nonpublic=can_read_nonpublic(actor(), meeting, at),
        may_lead=can_lead(actor(), meeting, at),
        may_prepare=may_prepare,
        room=room,
        room_name=name,
        seq=seq,
        messages=messages or [],
        moving=moving or move_form(room),
        entering=entering or enter_form(room),
        attending=attending or _attending(meeting, may_prepare=may_prepare),
        saying=saying or SayForm.of_request(),
        talk=lines_for(actor(), meeting, at),
        no_writing=why_not_write(actor(), meeting, at),
        form=moving or entering or attending or saying or voting,
        new_id=new_id,
        kinds=KINDS,
        obstacles=OBSTACLES,
        clock_text=clock_text,
        papers_of=lambda text: markup(papers_html(text)),
        ways=ways_of(actor(), meeting),
        insert=insert or insert_for(actor(), meeting),
        sheet=sheet_for(actor(), meeting),
    )
