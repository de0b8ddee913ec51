"""What minutes do when something happens in a meeting; registered at start."""

from uuid import UUID

from kernel.events import EventRow, on
from kernel.live.rooms import watch
from roundtable.meetings.blocks import take_lines
from roundtable.minutes.blocks import take_line
from roundtable.minutes.services.opening import open_docs
from roundtable.minutes.telling import tell_rights


def listen() -> None:
    """Hear of invitations, of rights that change, and of what leaves a line."""
    on("meeting.invited", inside=True)(begin)
    watch(tell_rights)
    take_lines(take_line)


def begin(row: EventRow) -> None:
    """Each item has its document from the same instant as its number; a supplement brings those of new items."""
    open_docs(meeting_id=UUID(row.subject_id))
