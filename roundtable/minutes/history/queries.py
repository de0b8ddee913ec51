"""Reading earlier states. Who may write a text may look at them: they hold what was deleted, too."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from accounts.people.queries import names_of
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from kernel.i18n import _
from roundtable.meetings.models import Meeting
from roundtable.minutes import queries
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.loading import stored_text
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.permissions import can_write
from roundtable.minutes.queries import DocState
from roundtable.minutes.rules.history import Edit, states
from roundtable.minutes.ydoc import Refused

#: more of them nobody looks through
MOST = 100


@dataclass(frozen=True, slots=True)
class Moment:
    """A state in the list, and who led to it."""

    seq: int
    at: datetime
    names: tuple[str, ...]
    edits: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood there after an edit, beside what stands there now."""

    at: datetime
    text: str
    now: DocState


def doc_to_write(actor: Actor, meeting: Meeting, item_id: UUID) -> MinutesDoc:
    """The document of an item of this meeting, or NotFound where the actor may not write in it now."""
    doc = queries.doc_to_read(actor, meeting, item_id)
    if not can_write(actor, doc, clock.now()):
        raise NotFound
    return doc


def moments_of(doc: MinutesDoc) -> list[Moment]:
    """The newest states first, at most a hundred; two statements."""
    edit = MinutesUpdate
    statement = (
        select(edit.seq, edit.at, edit.person_id, edit.origin)
        .where(edit.doc_id == doc.id, edit.epoch == doc.epoch)
        .order_by(edit.seq)
    )
    rows = db.session.execute(statement)
    found = states(Edit(row.seq, row.at, row.person_id, row.origin == "form") for row in rows)
    found = found[-MOST:]
    names = names_of({by for state in found for by in state.by if by})
    return [
        Moment(
            state.seq,
            state.at,
            tuple(names[by] if by else _("aus der Sitzung") for by in state.by),
            state.edits,
        )
        for state in reversed(found)
    ]


def earlier_of(doc: MinutesDoc, epoch: int, seq: int) -> Earlier:
    """The state after this edit; NotFound where the document has none, or its history has ended since."""
    if epoch != doc.epoch or not 1 <= seq <= doc.seq:
        raise NotFound
    row = db.session.get(MinutesUpdate, (doc.id, epoch, seq))
    if row is None:
        raise NotFound
    now = queries.state_of(doc.id, epoch=epoch)
    if isinstance(now, Refused):
        raise DocRefused(now)
    return Earlier(row.at, stored_text(doc.id, epoch, seq).text, now)
