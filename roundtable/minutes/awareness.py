"""Who has a live text open and where they write: told to the others who have it open, kept in memory, never stored.

Every page that has joined through a socket may say where its caret is. Name and colour are ours; a page speaks for
itself alone. What is told is forgotten when the socket leaves the text, loses the right to it, or is silent for long.
"""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from accounts.people.models import Person
from kernel.access import SIGNED_IN
from kernel.database import db
from kernel.errors import NotFound, TooFast
from kernel.live import beside
from kernel.live.deeds import Answer, Caller, socket_event
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.telling import PREFIX, forget_writers, may_still_write

PER_SECOND = 5
FORGOTTEN_S = 30.0
COLOURS = 6

Client = Annotated[StrictInt, Field(ge=0, le=2**32 - 1)]
Clock = Annotated[StrictInt, Field(ge=0, le=2**53)]


class Caret(BaseModel):
    """Behind which letter the caret stands, by its author and number; None: at the beginning."""

    model_config = ConfigDict(extra="forbid")

    at: tuple[Client, Clock] | None
    typing: StrictBool


class Word(BaseModel):
    """What a page says of itself; None: it has no caret in the text."""

    model_config = ConfigDict(extra="forbid")

    doc: UUID
    a: Caret | None


@dataclass(slots=True)
class Page:
    """An open page, and the last it has said."""

    client: int
    person_id: UUID | None
    name: str = ""
    colour: int = 0
    caret: Caret | None = None
    said_at: float = 0.0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=PER_SECOND))

    def take_turn(self, now: float) -> None:
        """Count a word; TooFast beyond the pace."""
        if len(self.recent) == PER_SECOND and now - self.recent[0] < 1:
            raise TooFast(retry_in=1)
        self.recent.append(now)
        self.said_at = now

    def as_words(self) -> dict[str, object]:
        """What the others hear."""
        if self.caret is None:
            return {"cid": self.client, "gone": True}
        at = list(self.caret.at) if self.caret.at else None
        told = {"cid": self.client, "name": self.name, "colour": self.colour}
        return told | {"at": at, "typing": self.caret.typing}


#: by room and socket; of this process
_pages: dict[str, dict[str, Page]] = {}


@socket_event("y:aw", Word, SIGNED_IN)
def aware(caller: Caller, sent: Word) -> Answer:
    """Tell the others where the caller's caret is; who may not write has none."""
    room = f"{PREFIX}{sent.doc}"
    page = _pages.get(room, {}).get(caller.sid)
    if page is None or not beside.hears(caller.sid, room):
        raise NotFound
    page.take_turn(time.monotonic())
    caret = sent.a if may_still_write(room, page.person_id) else None
    if not page.name and caret:
        page.name = _name_of(page.person_id)
        page.colour = _colour_for(room, page)
    was_told, page.caret = page.caret, caret
    if was_told or caret:
        _tell(room, page, but=caller.sid)
    return {}


def open_page(caller: Caller, doc: MinutesDoc, client: int) -> list[dict[str, object]]:
    """Remember the page that has just joined; what the others have said of themselves."""
    pages = _pages.setdefault(doc.room, {})
    page = pages.get(caller.sid)
    if page is None or page.client != client:
        if page and page.caret:  # the page has begun anew
            page.caret = None
            _tell(doc.room, page, but=caller.sid)
        pages[caller.sid] = Page(client, caller.actor.person_id)
    others = (other for sid, other in list(pages.items()) if sid != caller.sid and other.caret)
    return [other.as_words() for other in others]


def forget_gone() -> None:
    """Forget pages that have left, and carets of pages that say nothing any more; the others are told."""
    now = time.monotonic()
    for room, pages in list(_pages.items()):
        for sid, page in list(pages.items()):
            has_left = not beside.hears(sid, room)
            if has_left:
                pages.pop(sid, None)
            is_shut = not may_still_write(room, page.person_id)
            if page.caret and (has_left or is_shut or now - page.said_at > FORGOTTEN_S):
                page.caret = None
                _tell(room, page)
        if not pages:
            _pages.pop(room, None)
            forget_writers(room)


def _tell(room: str, page: Page, *, but: str = "") -> None:
    words: dict[str, Any] = {"doc": room.removeprefix(PREFIX), "a": page.as_words()}
    beside.tell(room, "y:aw", words, but=but)


def _name_of(person_id: UUID | None) -> str:
    person = db.session.get(Person, person_id) if person_id else None
    return person.display_name if person else ""


def _colour_for(room: str, page: Page) -> int:
    """The same for all pages of a person, and one of their own while there are enough."""
    others = [other for other in _pages[room].values() if other.name and other is not page]
    for other in others:
        if other.person_id == page.person_id:
            return other.colour
    taken = {other.colour for other in others}
    free = (colour for colour in range(COLOURS) if colour not in taken)
    return next(free, len(taken) % COLOURS)
