"""The system adds a line to a text in which people write: as an edit of its own, behind everything else."""

import secrets
from uuid import UUID

from sqlalchemy import select

from kernel.database import db, transactional
from roundtable.minutes.loading import stored_text
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.rules.blocks import with_line
from roundtable.minutes.services.desk import Stamp, is_claimed, locked_docs, put_update
from roundtable.minutes.ydoc import SharedText

#: of two who write at the same place, the one with the higher client id comes behind: these are above nearly all
HIGHEST, SPAN = 2**32, 2**20


@transactional
def add_line(*, doc_id: UUID, mark: str, update_id: UUID) -> tuple[int, int, bytes] | None:
    """Put the line of this mark at the end; epoch, number and bytes of the edit, or None where nothing was to do.

    The same id writes once, also after somebody has deleted the line. What people type meanwhile at the end of the
    text stays whole: the line lands behind it. Copies in memory follow the log at their next use.
    """
    doc = locked_docs([doc_id]).get(doc_id)
    if doc is None or _is_written(doc_id, update_id):
        return None
    shared = _a_copy(doc)
    update = shared.become(with_line(shared.text, mark))
    if update is None:
        return None
    doc.seq += 1
    put_update(doc, doc.seq, update, Stamp(update_id, None, "system"))
    db.session.flush()
    return doc.epoch, doc.seq, update


def _is_written(doc_id: UUID, update_id: UUID) -> bool:
    statement = select(MinutesUpdate.seq).where(
        MinutesUpdate.doc_id == doc_id, MinutesUpdate.update_id == update_id
    )
    return db.session.scalar(statement) is not None


def _a_copy(doc: MinutesDoc) -> SharedText:
    """The text as it is stored now, under a client id that is the system's."""
    while True:
        client = HIGHEST - 1 - secrets.randbelow(SPAN)
        if is_claimed(doc, client, None):
            return stored_text(doc.id, doc.epoch, doc.seq, client=client)
