"""What the room says to somebody at the meeting who is on another page of it, such as the one of the minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kernel.actors import Actor
from kernel.database import db
from kernel.events import room_head
from kernel.i18n import _
from roundtable.meetings import telling
from roundtable.meetings.inserts import insert_for
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.permissions import can_attend, can_read_nonpublic
from roundtable.meetings.rules.states import State
from roundtable.meetings.speaking.room import room_for


@dataclass(frozen=True)
class Meanwhile:
    """The sentences of the room for one reader, by kind, as `announcer.js` knows the kinds; empty for nothing."""

    room_name: str
    #: the number of the last fact these sentences know of
    seq: int
    says: Mapping[str, str]
    #: the kinds that ask the reader to come and do something
    calls: frozenset[str]


def meanwhile(actor: Actor, meeting: Meeting, at: datetime) -> Meanwhile | None:
    """What to say now; None for who is not in the room. A constant number of statements."""
    if not can_attend(actor, meeting, at):
        return None
    name = telling.room_of(meeting.id)
    seq, room = room_head(db.session(), name), room_for(actor, meeting, at)
    insert = insert_for(actor, meeting)
    says = {
        "mine": room.mine,
        "vote": insert.says if insert else "",
        "meeting": state_in_words(meeting),
        "item": _called(meeting.called, reads_all=can_read_nonpublic(actor, meeting, at)),
    }
    calls = {"mine": room.is_my_turn, "vote": insert is not None and insert.calls}
    return Meanwhile(name, seq, says, frozenset(kind for kind, does in calls.items() if does))


def state_in_words(meeting: Meeting) -> str:
    """How the meeting as a whole is; what its end means to somebody stands in their own line."""
    if meeting.status is State.UNTERBROCHEN:
        return _("Die Sitzung ist unterbrochen.")
    return _("Die Sitzung läuft.") if meeting.status is State.LAUFEND else ""


def _called(item: AgendaItem | None, *, reads_all: bool) -> str:
    if item is None:
        return ""
    if item.public or reads_all:
        return _("TOP %(number)s %(title)s, aufgerufen", number=item.number, title=item.title)
    return _("TOP %(number)s – nichtöffentlich, aufgerufen", number=item.number)
