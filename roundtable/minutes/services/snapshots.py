"""Snapshots speed loading. One is made by replaying the updates, and compared before it is kept; updates stay."""

import zlib
from uuid import UUID

from sqlalchemy import func, select

from kernel.database import db, insert_or_ignore, transactional
from roundtable.minutes.loading import replayed_text
from roundtable.minutes.models import MinutesDoc, MinutesSnapshot
from roundtable.minutes.services.desk import locked_docs
from roundtable.minutes.ydoc import LogIsDamaged, SharedText

EVERY = 500


def keep_due() -> None:
    """Keep a snapshot of each document that 500 updates came to since its last; for the timed job."""
    newest = (
        select(func.max(MinutesSnapshot.seq))
        .where(MinutesSnapshot.doc_id == MinutesDoc.id, MinutesSnapshot.epoch == MinutesDoc.epoch)
        .scalar_subquery()
    )
    due = select(MinutesDoc.id).where(MinutesDoc.seq - func.coalesce(newest, 0) >= EVERY)
    for doc_id in db.session.scalars(due).all():
        snapshot_if_due(doc_id=doc_id)


def snapshot_if_due(*, doc_id: UUID, at_leave: bool = False) -> bool:
    """Keep a snapshot where 500 updates came since the last; `at_leave`, where any came. Whether one was kept.

    The work is done outside of the transaction that keeps it: writers do not wait.
    """
    doc = db.session.get(MinutesDoc, doc_id, populate_existing=True)
    if doc is None or doc.seq - _newest(doc) < (1 if at_leave else EVERY):
        return False
    epoch, seq = doc.epoch, doc.seq
    shared = replayed_text(doc_id, epoch, seq)
    whole, copy = shared.whole(), SharedText()
    copy.replay(whole)
    if copy.text != shared.text:
        raise LogIsDamaged("a snapshot says something else than its updates")
    packed = zlib.compress(whole)
    return _kept(
        MinutesSnapshot(
            doc_id=doc_id, epoch=epoch, seq=seq, data=packed, text_sha256=shared.fingerprint
        )
    )


@transactional
def _kept(snapshot: MinutesSnapshot) -> bool:
    """Keep it unless its epoch ended meanwhile."""
    doc = locked_docs([snapshot.doc_id]).get(snapshot.doc_id)
    if doc is None or doc.epoch != snapshot.epoch:
        return False
    return insert_or_ignore(
        MinutesSnapshot,
        doc_id=snapshot.doc_id,
        epoch=snapshot.epoch,
        seq=snapshot.seq,
        data=snapshot.data,
        text_sha256=snapshot.text_sha256,
    )


def _newest(doc: MinutesDoc) -> int:
    statement = select(func.max(MinutesSnapshot.seq)).where(
        MinutesSnapshot.doc_id == doc.id, MinutesSnapshot.epoch == doc.epoch
    )
    return db.session.scalar(statement) or 0
