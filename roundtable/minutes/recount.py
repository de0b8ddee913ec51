"""Live documents, read again: their updates have no gap, and each snapshot says what its updates say."""

from collections.abc import Iterator

from sqlalchemy import select

from kernel.database import db
from roundtable.minutes.loading import replayed_text
from roundtable.minutes.models import MinutesDoc, MinutesSnapshot
from roundtable.minutes.ydoc import LogIsDamaged


def minutes_faults() -> Iterator[str]:
    """A sentence for each document whose rows do not make its text."""
    for doc in db.session.scalars(select(MinutesDoc).order_by(MinutesDoc.id)).all():
        yield from (f"Mitschrift {doc.id}: {fault}" for fault in _faults_of(doc))


def _faults_of(doc: MinutesDoc) -> Iterator[str]:
    snapshots = select(MinutesSnapshot).where(
        MinutesSnapshot.doc_id == doc.id, MinutesSnapshot.epoch == doc.epoch
    )
    try:
        replayed_text(doc.id, doc.epoch, doc.seq)
        for snapshot in db.session.scalars(snapshots).all():
            text = replayed_text(doc.id, doc.epoch, snapshot.seq)
            if text.fingerprint != snapshot.text_sha256:
                yield f"Die Zusammenfassung {snapshot.seq} sagt anderes als ihre Änderungen."
    except LogIsDamaged as fault:
        yield f"Die Änderungen ergeben keinen Text ({fault})."
