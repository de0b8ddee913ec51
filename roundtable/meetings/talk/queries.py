"""Reading the talk; who calls has asked whether the actor is in the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import Select, func, select

from accounts.people.queries import names_of
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.permissions import can_read_nonpublic
from roundtable.meetings.rules.states import State as MeetingState
from roundtable.meetings.talk.errors import WHY_NOT
from roundtable.meetings.talk.models import State, TalkMessage
from roundtable.meetings.talk.permissions import can_hide, can_take_back, hindrance_for

#: how many stand on a page; older ones on the next
SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One message as somebody reads it."""

    id: UUID
    seq: int
    name: str
    at: datetime
    #: the number of the item that was called; empty between two
    item: str
    state: State
    #: None where the actor does not read the text
    html: Markup | None
    reason: str
    own: bool
    may_take_back: bool
    may_hide: bool


@dataclass(frozen=True)
class Lines:
    """Some messages, the newest first, and how it goes on."""

    shown: Sequence[Line]
    #: how many the actor could read in all
    count: int
    #: before which number the older ones stand; None for none
    older: int | None


def lines_for(actor: Actor, meeting: Meeting, at: datetime, before: int | None = None) -> Lines:
    """What the actor reads of the talk, of the messages before this number; a constant number of statements."""
    readable = _readable(actor, meeting, at)
    statement = readable.order_by(TalkMessage.seq.desc()).limit(SHOWN + 1)
    if before is not None:
        statement = statement.where(TalkMessage.seq < before)
    found = db.session.scalars(statement).all()
    messages = found[:SHOWN]
    reading = _Reading(
        actor=actor,
        meeting=meeting,
        names=names_of([message.author_id for message in messages]),
        numbers={item.id: item.number or "" for item in meeting.items},
        hides=can_hide(actor, meeting, at),
    )
    return Lines(
        shown=[_line(reading, message) for message in messages],
        count=db.session.scalar(select(func.count()).select_from(readable.subquery())) or 0,
        older=messages[-1].seq if len(found) > SHOWN else None,
    )


@dataclass(frozen=True)
class _Reading:
    """What is asked once for all lines."""

    actor: Actor
    meeting: Meeting
    names: Mapping[UUID, str]
    numbers: Mapping[UUID, str]
    hides: bool


def _line(reading: _Reading, message: TalkMessage) -> Line:
    visible = message.state is State.SICHTBAR
    own = reading.actor.person_id == message.author_id
    reads = visible or (message.state is State.VERBORGEN and (own or reading.hides))
    return Line(
        id=message.id,
        seq=message.seq,
        name=reading.names[message.author_id],
        at=message.at,
        item=reading.numbers.get(message.item_id, "") if message.item_id else "",
        state=message.state,
        html=message.html if reads else None,
        reason=message.hidden_reason,
        own=own,
        may_take_back=can_take_back(reading.actor, message, reading.meeting),
        may_hide=reading.hides and visible,
    )


def why_not_write(actor: Actor, meeting: Meeting, at: datetime) -> str:
    """What keeps somebody with a seat from writing now, in words; empty for nothing."""
    why = hindrance_for(actor, meeting, at)
    return str(WHY_NOT[why].message) if why else ""


def message_in(meeting: Meeting, message_id: UUID) -> TalkMessage:
    """A message of this meeting, or NotFound."""
    message = db.session.get(TalkMessage, message_id)
    if message is None or message.meeting_id != meeting.id:
        raise NotFound
    return message


def served(before: datetime) -> Sequence[Meeting]:
    """Meetings whose talk has served: the minutes are public, or the end lies before this instant."""
    over = func.coalesce(Meeting.closed_at, Meeting.ends_at) < before
    talked = select(TalkMessage.meeting_id).distinct()
    statement = select(Meeting).where(
        Meeting.id.in_(talked), over | (Meeting.state == MeetingState.ABGESCHLOSSEN.value)
    )
    return db.session.scalars(statement).all()


def _readable(actor: Actor, meeting: Meeting, at: datetime) -> Select[TalkMessage]:
    statement = select(TalkMessage).where(TalkMessage.meeting_id == meeting.id)
    if can_read_nonpublic(actor, meeting, at):
        return statement
    public = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id, AgendaItem.public)
    open_to_all = TalkMessage.item_id.is_(None) | TalkMessage.item_id.in_(public)
    return statement.where(TalkMessage.members_only.is_(False), open_to_all)
