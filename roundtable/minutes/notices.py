"""What minutes do when something happens in a meeting; registered at start."""

from uuid import UUID

from kernel.database import db, insert_or_ignore
from kernel.events import EventRow, on
from kernel.live.beside import regularly
from kernel.live.rooms import watch
from roundtable.meetings.blocks import take_lines
from roundtable.meetings.rules.states import State as MeetingState
from roundtable.minutes.awareness import forget_gone
from roundtable.minutes.blocks import take_line
from roundtable.minutes.rules.states import State
from roundtable.minutes.services.opening import open_docs
from roundtable.minutes.telling import tell_rights
from roundtable.minutes.workflow.models import Minutes


def listen() -> None:
    """Hear what opens, closes and fills minutes, of rights that change, and of pages that are gone."""
    on("meeting.invited", inside=True)(begin)
    on("meeting.moved", inside=True)(edit)
    watch(tell_rights)
    take_lines(take_line)
    regularly(forget_gone)


def begin(row: EventRow) -> None:
    """Each item has its document from the same instant as its number; a supplement brings those of new items."""
    meeting_id = UUID(row.subject_id)
    insert_or_ignore(Minutes, meeting_id=meeting_id, state=State.MITSCHRIFT, number=0)
    open_docs(meeting_id=meeting_id)


def edit(row: EventRow) -> None:
    """With the meeting the common writing ends, in the same instant; chair and secretary go over the text."""
    if row.payload["state"] == MeetingState.GESCHLOSSEN:
        db.session.get_one(Minutes, UUID(row.subject_id)).state = State.REDAKTION
