"""Whose move it is, and making it. What is stored says how far the script is, so a restarted process goes on there.

Several processes may try: a move is stored once under its id, and its time says when the next one is due.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import structlog
from flask import current_app
from sqlalchemy import select

from accounts.people.queries import actor_of
from demo.content import load
from demo.members.page import Page
from demo.members.script import Kind, Move, next_move, script, with_rest, with_words
from demo.members.switch import is_on, may_switch
from kernel import clock
from kernel.actors import Actor
from kernel.app import settings_of
from kernel.database import db, locked, transactional
from kernel.errors import Refusal
from kernel.live.listening import LISTENERS
from kernel.settings import Settings
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.states import State
from roundtable.meetings.talk.models import TalkMessage
from roundtable.meetings.talk.services import say
from roundtable.meetings.telling import ROOM, room_of
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.telling import PREFIX

LOOK_S = 1.0
NEVER = datetime.min.replace(tzinfo=UTC)
log = structlog.get_logger()


class Stage:
    """What this process keeps in mind: since when somebody looks, the members' open pages, what was passed over."""

    def __init__(self) -> None:
        self._looked_at = 0.0
        self._item_id: UUID | None = None
        self._ready_at: datetime | None = None
        self._pages: dict[tuple[str, UUID], Page] = {}
        self._passed: set[UUID] = set()

    def look(self, settings: Settings) -> None:
        """At most each second: go on where somebody has the room open."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_S:
            return
        self._looked_at = now
        if LISTENERS.rooms(f"{ROOM.prefix}:") or LISTENERS.rooms(PREFIX):
            self.go_on(settings, LISTENERS.has)
        else:
            self.leave()

    def go_on(self, settings: Settings, is_heard: Callable[[str], bool]) -> bool:
        """Make the next move if somebody is in one of the rooms and it is time for it; whether one was made."""
        meeting = running_meeting() if is_on(settings) else None
        item = meeting.called if meeting else None
        moves = script().get(item.title, ()) if item and item.public else ()
        if meeting is None or item is None or not moves or not any(map(is_heard, rooms_of(item))):
            self.leave()
            return False
        move, last = self.next_of(meeting.id, moves)
        if move is None or clock.now() < max(self._ready(item.id), last) + move.pause:
            return False
        return self._make(meeting, item, moves, move)

    def next_of(self, meeting_id: UUID, moves: Sequence[Move]) -> tuple[Move | None, datetime]:
        """The move that comes next, None at the end, and when the last one was made; two statements."""
        made = made_moves(meeting_id, moves)
        keys = {*made, *self._passed}
        numbers = [move.number for move in moves if move.key(meeting_id) in keys]
        return next_move(moves, numbers), max(made.values(), default=NEVER)

    def leave(self) -> None:
        """Nobody looks, or there is nothing to say: close the pages, and take a breath before it goes on."""
        self._item_id = self._ready_at = None
        self._pages.clear()

    def _ready(self, item_id: UUID) -> datetime:
        """Since when they could begin: somebody came in, or the item was called."""
        if self._ready_at is None or self._item_id != item_id:
            self._item_id, self._ready_at = item_id, clock.now()
        return self._ready_at

    def _make(self, meeting: Meeting, item: AgendaItem, moves: Sequence[Move], move: Move) -> bool:
        """Whether it is stored. What is refused is passed over, with the rest of its paragraph."""
        key, why = move.key(meeting.id), "its place is gone"
        try:
            actor = actor_of(_address_of(move.person))
            done = _say if move.kind is Kind.SAYS else self._type
            if done(actor, item.id, move, key):
                return True
        except Refusal as refusal:
            why = f"{refusal.code} {refusal.field}".strip()
        self._pages.clear()
        self._ready_at = clock.now()
        if key not in made_moves(meeting.id, moves):  # else another process was faster
            self._passed |= {each.key(meeting.id) for each in with_rest(moves, move)}
            log.info("scripted move passed over", item=move.item, number=move.number, why=why)
        return False

    def _type(self, actor: Actor, item_id: UUID, move: Move, key: UUID) -> bool:
        """Whether the words found their place."""
        doc_id = doc_of_item(item_id).id
        at = (move.person, doc_id)
        if at not in self._pages:
            self._pages[at] = Page(actor, doc_id)
        text = with_words(self._pages[at].read(), move)
        if text is None:
            return False
        self._pages[at].write(text, key)
        return True


#: of this process
STAGE = Stage()


def look() -> None:
    """Each second in the process that serves browsers."""
    settings = settings_of(current_app)
    if may_switch(settings):
        STAGE.look(settings)


def rooms_of(item: AgendaItem) -> list[str]:
    """Where somebody sees what is said or written to it: the room of its meeting, and its text."""
    doc = db.session.scalar(select(MinutesDoc).where(MinutesDoc.item_id == item.id))
    return [room_of(item.meeting_id), *([doc.room] if doc else [])]


def running_meeting() -> Meeting | None:
    """The meeting that the script is written for, while it runs."""
    title = next(shape.title for shape in load().meetings if shape.begins is None)
    statement = select(Meeting).where(Meeting.title == title, Meeting.state == State.LAUFEND)
    return db.session.scalar(statement.order_by(Meeting.starts_at).limit(1))


def made_moves(meeting_id: UUID, moves: Sequence[Move]) -> dict[UUID, datetime]:
    """Which of these moves are stored, and since when; two statements."""
    keys = [move.key(meeting_id) for move in moves]
    said = select(TalkMessage.key, TalkMessage.at).where(
        TalkMessage.meeting_id == meeting_id, TalkMessage.key.in_(keys)
    )
    docs = select(MinutesDoc.id).join(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    written = select(MinutesUpdate.update_id, MinutesUpdate.at).where(
        MinutesUpdate.doc_id.in_(docs), MinutesUpdate.update_id.in_(keys)
    )
    rows = [*db.session.execute(said), *db.session.execute(written)]
    return {row[0]: row[1] for row in rows}


@transactional
def _say(actor: Actor, item_id: UUID, move: Move, key: UUID) -> bool:
    """Whether the item was still called: to what the chair has called meanwhile, the words do not belong."""
    item = db.session.get_one(AgendaItem, item_id)
    meeting = locked(db.session.get_one(Meeting, item.meeting_id))
    if meeting.called is not item:
        return False
    say(actor=actor, meeting=meeting, key=key, text=move.text)
    return True


def _address_of(person: str) -> str:
    return next(each.email for each in load().people if each.key == person)
