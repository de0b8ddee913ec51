"""Reading live documents. `doc_for` asks who may: a difference hands over deleted text, too."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.minutes.held import held
from roundtable.minutes.models import MinutesClient, MinutesDoc
from roundtable.minutes.permissions import can_read
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


def doc_for(actor: Actor, doc_id: UUID) -> MinutesDoc:
    """The document as it is stored now, or NotFound where it is closed to the actor."""
    doc = db.session.get(MinutesDoc, doc_id, populate_existing=True)
    if doc is None or not can_read(actor, doc, clock.now()):
        raise NotFound
    return doc


def doc_of_item(item_id: UUID) -> MinutesDoc:
    """The document of this agenda item; NotFound before it is opened."""
    found = db.session.scalar(select(MinutesDoc).where(MinutesDoc.item_id == item_id))
    if found is None:
        raise NotFound
    return found


def is_own_page(actor: Actor, doc: MinutesDoc, client: int) -> bool:
    """Whether this client id is bound to the actor already."""
    found = db.session.get(MinutesClient, (doc.id, doc.epoch, client))
    return found is not None and found.person_id == actor.person_id


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
