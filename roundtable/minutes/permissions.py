"""Who may do what with the live text of an agenda item; everything follows from the seat and the meeting's state.

Guests and visitors have none of it: a live text hands over what was deleted, too.
"""

from datetime import datetime
from enum import StrEnum

from kernel.actors import Actor
from roundtable.meetings.permissions import can_prepare, can_read_nonpublic
from roundtable.meetings.rules.states import ItemState, State
from roundtable.minutes.models import MinutesDoc

#: states in which chair and secretary write
PREPARED = frozenset({State.EINGELADEN, State.LAUFEND, State.UNTERBROCHEN, State.GESCHLOSSEN})
#: states in which members write, too
SHARED = frozenset({State.LAUFEND, State.UNTERBROCHEN})


class Closed(StrEnum):
    """Why somebody who reads the text cannot write in it now."""

    NOT_BEGUN = "not_begun"
    #: the meeting is closed, chair and secretary go over the text
    EDITED = "edited"
    OVER = "over"
    LOCKED = "locked"


def can_read(actor: Actor, doc: MinutesDoc, at: datetime) -> bool:
    """Members of the table."""
    return can_read_nonpublic(actor, doc.meeting, at)


def can_write(actor: Actor, doc: MinutesDoc, at: datetime) -> bool:
    """Chair and secretary from the invitation on; members while the meeting runs and the item is not locked."""
    return can_read(actor, doc, at) and closed(actor, doc, at) is None


def can_lock(actor: Actor, doc: MinutesDoc, at: datetime) -> bool:
    """Chair and secretary, while members could write."""
    return doc.meeting.status in SHARED and can_prepare(actor, doc.meeting, at)


def closed(actor: Actor, doc: MinutesDoc, at: datetime) -> Closed | None:
    """What keeps this member from writing; None for nothing."""
    return closed_to(doc, prepares=can_prepare(actor, doc.meeting, at))


def closed_to(doc: MinutesDoc, *, prepares: bool) -> Closed | None:
    """The same for one of those who prepare the meeting, or for the other members."""
    state = doc.meeting.status
    if state not in PREPARED or doc.item.status is ItemState.ABGESETZT:
        return Closed.OVER
    if prepares:
        return None
    if state not in SHARED:
        return Closed.NOT_BEGUN if state is State.EINGELADEN else Closed.EDITED
    return Closed.LOCKED if doc.lock_reason else None
