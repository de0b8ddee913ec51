"""What people write in the room; through the services, each word at its moment."""

from datetime import datetime
from uuid import UUID

from kernel.ids import new_id
from roundtable.meetings.talk.models import TalkMessage
from roundtable.meetings.talk.queries import Line, lines_for
from roundtable.meetings.talk.services import say
from tests.factories.meetings import at
from tests.factories.speaking import Talk


def write(
    talk: Talk, who: str, text: str = "Ich bringe die Liste mit.", *, key: UUID | None = None
) -> TalkMessage:
    """Somebody writes."""
    with at(talk.now):
        return say(actor=talk.made.actor(who), meeting=talk.meeting, key=key or new_id(), text=text)


def read(talk: Talk, who: str, now: datetime | None = None) -> list[Line]:
    """What somebody reads, the newest first."""
    return list(lines_for(talk.made.actor(who), talk.meeting, now or talk.now).shown)


def texts(talk: Talk, who: str) -> list[str]:
    """The words of it, without markup; empty where the reader gets none."""
    return [line.html.striptags() if line.html else "" for line in read(talk, who)]
