"""Reading live documents. `doc_for` asks who may: a difference hands over deleted text, too."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.meetings.content import in_order
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.permissions import can_read_nonpublic
from roundtable.minutes.held import held
from roundtable.minutes.loading import stored_texts
from roundtable.minutes.models import MinutesClient, MinutesDoc
from roundtable.minutes.permissions import Closed, can_read, closed_to, role_in, stage_of
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


@dataclass(frozen=True, slots=True)
class Line:
    """An item with what is written of it, and what keeps the reader from writing."""

    doc: MinutesDoc
    text: str
    closed: Closed | None


def lines_for(actor: Actor, meeting: Meeting) -> list[Line]:
    """The live texts in the order of the agenda; NotFound for who is no member, and before there are any."""
    at = clock.now()
    if not can_read_nonpublic(actor, meeting, at):
        raise NotFound
    statement = select(MinutesDoc).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    found = db.session.scalars(statement.options(selectinload(MinutesDoc.meeting)))
    docs = {doc.item_id: doc for doc in found}
    if not docs:
        raise NotFound
    texts = stored_texts(list(docs.values()))
    role, stage = role_in(actor, meeting, at), stage_of(meeting.id)
    listed = [docs[item.id] for item in in_order(meeting) if item.id in docs]
    return [Line(doc, texts[doc.id], closed_to(doc, role, stage)) for doc in listed]


def doc_to_read(actor: Actor, meeting: Meeting, item_id: UUID) -> MinutesDoc:
    """The document of an item of this meeting, or NotFound where it is closed to the actor."""
    doc = doc_for(actor, doc_of_item(item_id).id)
    if doc.item.meeting_id != meeting.id:
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
