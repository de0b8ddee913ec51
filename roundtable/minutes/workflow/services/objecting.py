"""Members wish for changes, the secretary decides on each; with the first accepted one the text is open again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound, NotPermitted
from kernel.ids import new_id
from roundtable.meetings.models import Meeting
from roundtable.minutes.rules.objections import MOST_OPEN, names_a_place
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import Facts, State
from roundtable.minutes.rules.text import with_line_feeds
from roundtable.minutes.workflow import letters
from roundtable.minutes.workflow.errors import (
    AnotherVersion,
    DecidedOtherwise,
    NotInTheText,
    StepRefused,
    TooLateToObject,
    TooManyWishes,
    WhyIsMissing,
)
from roundtable.minutes.workflow.events import MinutesObjected, MinutesRevised, ObjectionDecided
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import Minutes, Objection
from roundtable.minutes.workflow.permissions import can_keep, can_object
from roundtable.minutes.workflow.services.approving import approve_if_agreed
from roundtable.minutes.workflow.services.holding import (
    count_objections,
    held,
    move,
    note,
    version_of,
)
from roundtable.minutes.workflow.showing import as_read
from roundtable.tables.models import Seat
from roundtable.tables.seating import seated


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be changed."""

    #: the version they have read
    number: int
    item_id: UUID
    quote: str
    replacement: str
    reason: str


@transactional
def file_objection(*, actor: Actor, meeting: Meeting, wish: Wish) -> Objection:
    """Wish for a change of the version that lies before the table, while there is time by the server's clock.

    TooManyWishes where as many of this seat wait for a decision as may; the minutes are held, so none slips through.
    """
    minutes = held(meeting)
    at = clock.now()
    seat = seated(meeting.table_id, actor.person_id, at) if actor.person_id else None
    if seat is None or not can_object(actor, meeting, at):
        raise NotPermitted
    _ensure_open(minutes, wish)
    if _open_of(meeting, wish, seat) >= MOST_OPEN:
        raise TooManyWishes
    _ensure_sound(meeting, minutes, wish)
    objection = Objection(
        id=new_id(),
        meeting_id=meeting.id,
        number=wish.number,
        item_id=wish.item_id,
        seat_id=seat.id,
        quote=with_line_feeds(wish.quote),
        replacement=with_line_feeds(wish.replacement),
        reason=wish.reason,
        filed_at=at,
    )
    db.session.add(objection)
    db.session.flush()
    letters.objected(meeting, objection)
    note(actor, meeting, MinutesObjected(str(objection.id), objection.number))
    return objection


@transactional
def decide_objection(
    *, actor: Actor, meeting: Meeting, objection_id: UUID, accept: bool, answer: str = ""
) -> Objection:
    """Accept a wish, which opens the text again, or reject it with a reason.

    The same decision again changes nothing.
    """
    minutes = held(meeting)
    if not can_keep(actor, meeting, clock.now()):
        raise NotPermitted
    objection = _of(meeting, objection_id)
    to = Standing.ANGENOMMEN if accept else Standing.ABGELEHNT
    if objection.state is not Standing.OFFEN:
        if objection.state is to:
            return objection
        raise DecidedOtherwise
    if minutes.state not in {State.VORGELEGT, State.UEBERARBEITUNG}:
        raise StepRefused
    if not accept and not answer.strip():
        raise WhyIsMissing("answer")
    objection.state, objection.answer = to, answer.strip()
    objection.decided_by, objection.decided_at = actor.person_id, clock.now()
    db.session.flush()
    letters.decided(meeting, objection)
    note(actor, meeting, ObjectionDecided(str(objection.id), to.value))
    _go_on(actor, meeting, minutes, accepted=accept)
    return objection


def _go_on(actor: Actor, meeting: Meeting, minutes: Minutes, *, accepted: bool) -> None:
    if minutes.state is State.UEBERARBEITUNG:
        return
    if accepted:
        move(minutes, State.UEBERARBEITUNG, Facts(accepted_objections=1))
        minutes.objections_until = None
        note(actor, meeting, MinutesRevised(minutes.number))
    else:
        approve_if_agreed(actor, meeting, minutes)


def _ensure_open(minutes: Minutes, wish: Wish) -> None:
    if minutes.state is not State.VORGELEGT:
        raise StepRefused
    if wish.number != minutes.number:
        raise AnotherVersion
    if minutes.objections_until is None or clock.now() >= minutes.objections_until:
        raise TooLateToObject


def _open_of(meeting: Meeting, wish: Wish, seat: Seat) -> int:
    return count_objections(meeting.id, Standing.OFFEN, wish.number, seat_id=seat.id)


def _ensure_sound(meeting: Meeting, minutes: Minutes, wish: Wish) -> None:
    version = version_of(minutes)
    number = next((item.number for item in meeting.items if item.id == wish.item_id), None)
    if version is None or number is None:
        raise NotFound
    texts = {item.number: item.text for item in content_of(version).items}
    text = texts.get(number, "")
    if not any(names_a_place(spelling, wish.quote) for spelling in (text, as_read(text))):
        raise NotInTheText
    if not wish.reason.strip():
        raise WhyIsMissing


def _of(meeting: Meeting, objection_id: UUID) -> Objection:
    statement = select(Objection).where(
        Objection.id == objection_id, Objection.meeting_id == meeting.id
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
