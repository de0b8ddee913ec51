"""What minutes do when something happens in a meeting; registered at start."""

from uuid import UUID

from kernel.events import EventRow, on
from kernel.live.beside import regularly
from kernel.live.rooms import watch
from roundtable.minutes.awareness import forget_gone
from roundtable.minutes.services.opening import open_docs
from roundtable.minutes.telling import tell_rights


def listen() -> None:
    """Hear of invitations, of rights that change, and of pages that are gone."""
    on("meeting.invited", inside=True)(begin)
    watch(tell_rights)
    regularly(forget_gone)


def begin(row: EventRow) -> None:
    """Each item has its document from the same instant as its number; a supplement brings those of new items."""
    open_docs(meeting_id=UUID(row.subject_id))
