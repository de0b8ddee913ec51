"""Who changes messages in the room; who reads them follows from the seat (`roundtable.meetings.permissions`)."""

from datetime import datetime

from kernel.actors import Actor
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_lead, can_read_nonpublic
from roundtable.meetings.rules.states import UNDER_WAY
from roundtable.meetings.rules.talk import Hindrance, hindrance
from roundtable.meetings.talk.models import State, TalkMessage


def hindrance_for(actor: Actor, meeting: Meeting, at: datetime) -> Hindrance | None:
    """What keeps somebody with a seat from writing now; None for nothing."""
    item = meeting.called
    return hindrance(
        meeting.status,
        item_is_public=item is None or item.public,
        is_member=can_read_nonpublic(actor, meeting, at),
    )


def can_take_back(actor: Actor, message: TalkMessage, meeting: Meeting) -> bool:
    """The author, while the meeting is under way; what the chair hid stays as it is."""
    own = actor.person_id is not None and actor.person_id == message.author_id
    return own and message.state is State.SICHTBAR and meeting.status in UNDER_WAY


def can_hide(actor: Actor, meeting: Meeting, at: datetime) -> bool:
    """The chair, also after the close."""
    return can_lead(actor, meeting, at)
