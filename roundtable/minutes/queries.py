"""Reading live documents. Who may join one is asked before: a difference hands over deleted text too."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from kernel.errors import NotFound
from roundtable.minutes.held import held
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.ydoc import NOTHING, Code, Refused


@dataclass(frozen=True, slots=True)
class DocState:
    """What a device needs in order to agree with the server; all of it is committed."""

    epoch: int
    seq: int
    state_vector: bytes
    #: what the device lacks
    diff: bytes
    text: str
    #: SHA-256 of the text
    sha256: str


def doc_of_item(item_id: UUID) -> MinutesDoc:
    """The document of this agenda item; NotFound before it is opened."""
    found = db.session.scalar(select(MinutesDoc).where(MinutesDoc.item_id == item_id))
    if found is None:
        raise NotFound
    return found


def state_of(
    doc_id: UUID, *, epoch: int | None = None, state_vector: bytes = NOTHING
) -> DocState | Refused:
    """The document as it is stored now, with the difference to the device's state."""
    doc = db.session.get(MinutesDoc, doc_id, populate_existing=True)
    if doc is None:
        return Refused(Code.NOT_FOUND)
    if epoch not in {None, doc.epoch}:
        return Refused(Code.RESYNC, "epoch")
    copy = held(doc_id)
    with copy.lock:  # after the first statement: who holds a lock never waits for a connection
        shared = copy.at(doc.epoch, doc.seq)
        diff = shared.diff(state_vector)
        if isinstance(diff, Refused):
            return diff
        return DocState(
            doc.epoch,
            copy.seq,
            shared.state_vector(),
            diff,
            shared.text,
            shared.fingerprint,
        )
