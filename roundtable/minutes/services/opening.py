"""A document is seeded once, by the server; a new epoch begins it anew without its history."""

from uuid import UUID

from sqlalchemy import delete, select

from kernel.database import db, insert_or_ignore, transactional
from kernel.errors import NotFound
from kernel.ids import new_id
from roundtable.meetings.models import AgendaItem
from roundtable.minutes.models import MinutesClient, MinutesDoc, MinutesSnapshot, MinutesUpdate
from roundtable.minutes.services.desk import Stamp, is_claimed, locked_docs, put_update
from roundtable.minutes.ydoc import SharedText


@transactional
def open_doc(*, item_id: UUID, text: str = "") -> MinutesDoc:
    """The document of an agenda item, begun with this text; a second opening changes nothing."""
    doc_id = new_id()
    begun = insert_or_ignore(MinutesDoc, id=doc_id, item_id=item_id, epoch=1, seq=0)
    doc = db.session.scalars(select(MinutesDoc).where(MinutesDoc.item_id == item_id)).one()
    if begun:
        _seed(doc, text)
    return doc


@transactional
def open_docs(*, meeting_id: UUID) -> None:
    """A document for each item of the agenda that has none; an item has one for ever."""
    for item_id in db.session.scalars(
        select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    ):
        open_doc(item_id=item_id)


@transactional
def new_epoch(*, doc_id: UUID, text: str) -> MinutesDoc:
    """Begin the document anew with this text: what devices still hold of the old one is refused from now on."""
    doc = _locked(doc_id)
    doc.epoch += 1
    doc.seq = 0
    db.session.flush()
    _seed(doc, text)
    return doc


@transactional
def forget_old_epochs(*, doc_id: UUID) -> None:
    """Delete updates, snapshots and client ids of all epochs but the current one."""
    doc = _locked(doc_id)
    for table in (MinutesUpdate, MinutesSnapshot, MinutesClient):
        db.session.execute(delete(table).where(table.doc_id == doc_id, table.epoch < doc.epoch))


def _locked(doc_id: UUID) -> MinutesDoc:
    doc = locked_docs([doc_id]).get(doc_id)
    if doc is None:
        raise NotFound
    return doc


def _seed(doc: MinutesDoc, text: str) -> None:
    fresh = SharedText()
    update = fresh.become(text)
    if update is not None and is_claimed(doc, fresh.client, None):
        put_update(doc, 1, update, Stamp(new_id(), None, "system"))
        doc.seq = 1
