"""Writing in the room, taking back, hiding, and deleting what has served; the same key is the same message.

A text is measured, guarded and rendered before the transaction begins: nobody waits for another's Markdown.
"""

from uuid import UUID

from sqlalchemy import delete, func, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotPermitted, TooFast
from kernel.i18n import _
from kernel.markdown import Rendered, render
from kernel.text import has_something_to_see
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules import talk
from roundtable.meetings.services.holding import tell_room
from roundtable.meetings.standing_in import acting_seat
from roundtable.meetings.talk.errors import (
    WHY_NOT,
    HidingNeedsReason,
    MessageIsEmpty,
    MessageIsTooLong,
    MessageStays,
    MessageTaken,
    TalkIsClosed,
)
from roundtable.meetings.talk.events import TalkForgotten, TalkHidden, TalkSaid, TalkTakenBack
from roundtable.meetings.talk.models import State, TalkMessage
from roundtable.meetings.talk.permissions import can_hide, can_take_back, hindrance_for
from roundtable.meetings.talk.queries import message_in

SHORTEST_REASON = 10
LONGEST_REASON = 200


def say(*, actor: Actor, meeting: Meeting, key: UUID, text: str) -> TalkMessage:
    """Write something for the room; it belongs to the item that is called. The same key again is the same message."""
    return _say(actor, meeting, key, _rendered(text))


@transactional
def take_back(*, actor: Actor, meeting: Meeting, message_id: UUID) -> TalkMessage:
    """Delete the text of one's own message while the meeting is under way; a repeat changes nothing."""
    message = message_in(locked(meeting), message_id)
    if message.author_id != actor.person_id or _seat_id(actor, meeting) is None:
        raise NotPermitted
    if message.state is State.ZURUECKGENOMMEN:
        return message
    if not can_take_back(actor, message, meeting):
        raise MessageStays if message.state is State.VERBORGEN else TalkIsClosed
    message.write("")
    message.state = State.ZURUECKGENOMMEN
    tell_room(actor, meeting, TalkTakenBack(str(message.id)))
    return message


@transactional
def hide(*, actor: Actor, meeting: Meeting, message_id: UUID, reason: str) -> TalkMessage:
    """Show the reason in place of a message; who hid it is kept. Hidden twice is hidden once."""
    if not can_hide(actor, locked(meeting), clock.now()):
        raise NotPermitted
    message, tidy = message_in(meeting, message_id), " ".join(reason.split())
    if not SHORTEST_REASON <= len(tidy) <= LONGEST_REASON:
        raise HidingNeedsReason
    if message.state is State.ZURUECKGENOMMEN:
        raise MessageStays
    if message.state is State.SICHTBAR:
        message.state, message.hidden_reason = State.VERBORGEN, tidy
        message.hidden_by, message.hidden_at = actor.person_id, clock.now()
        tell_room(actor, meeting, TalkHidden(str(message.id)))
    return message


@transactional
def forget(*, actor: Actor, meeting: Meeting) -> int:
    """Delete a meeting's whole talk, because it has served; how many messages there were. Work of the clock alone."""
    if not actor.is_system:
        raise NotPermitted
    of_meeting = TalkMessage.meeting_id == locked(meeting).id
    removal = delete(TalkMessage).where(of_meeting).returning(TalkMessage.id)
    gone = len(db.session.scalars(removal).all())
    if gone:
        tell_room(actor, meeting, TalkForgotten(gone))
    return gone


def _rendered(text: str) -> Rendered:
    if len(text) > talk.LONGEST:
        raise MessageIsTooLong
    rendered = render(text.strip())
    if not has_something_to_see(rendered.plain):
        raise MessageIsEmpty
    return rendered


@transactional
def _say(actor: Actor, meeting: Meeting, key: UUID, rendered: Rendered) -> TalkMessage:
    seat_id = _seat_id(actor, locked(meeting))
    if seat_id is None or actor.person_id is None:
        raise NotPermitted
    if known := _known(actor, meeting, key, rendered):
        return known
    item, now = meeting.called, clock.now()
    is_public = item is None or item.public
    if why := hindrance_for(actor, meeting, now):
        raise WHY_NOT[why]
    _keep_pace(actor, meeting)
    last = select(func.max(TalkMessage.seq)).where(TalkMessage.meeting_id == meeting.id)
    message = TalkMessage(
        meeting_id=meeting.id,
        seq=(db.session.scalar(last) or 0) + 1,
        key=key,
        item_id=item.id if item else None,
        members_only=not is_public,
        seat_id=seat_id,
        author_id=actor.person_id,
        at=now,
    )
    message.take(rendered)
    db.session.add(message)
    db.session.flush()
    tell_room(actor, meeting, TalkSaid(str(message.id), members=not is_public))
    return message


def _known(actor: Actor, meeting: Meeting, key: UUID, rendered: Rendered) -> TalkMessage | None:
    """The message of this key, where it was sent before; raises MessageTaken for another one's or another text."""
    statement = select(TalkMessage).where(
        TalkMessage.meeting_id == meeting.id, TalkMessage.key == key
    )
    known = db.session.scalar(statement)
    if known is None:
        return None
    same = known.state is State.ZURUECKGENOMMEN or known.text == rendered.text
    if known.author_id != actor.person_id or not same:
        raise MessageTaken
    return known


def _keep_pace(actor: Actor, meeting: Meeting) -> None:
    own = TalkMessage.author_id == actor.person_id
    newest = (
        select(TalkMessage.at)
        .where(TalkMessage.meeting_id == meeting.id, own)
        .order_by(TalkMessage.seq.desc())
        .limit(talk.AT_ONCE)
    )
    if wait := talk.wait_seconds(db.session.scalars(newest).all(), clock.now()):
        words = _("Sie schreiben sehr schnell. Bitte warten Sie %(wait)s Sekunden.", wait=wait)
        raise TooFast(words, retry_in=wait)


def _seat_id(actor: Actor, meeting: Meeting) -> UUID | None:
    seat = acting_seat(actor, meeting, clock.now())
    return seat.id if seat else None
