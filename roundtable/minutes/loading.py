"""From stored rows to a text: the newest snapshot that fits, then the updates behind it."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from kernel.database import db
from roundtable.minutes.models import MinutesDoc, MinutesSnapshot, MinutesUpdate
from roundtable.minutes.ydoc import LogIsDamaged, SharedText


def stored_text(doc_id: UUID, epoch: int, seq: int, *, client: int | None = None) -> SharedText:
    """The text after update `seq`, as a copy of its own; a snapshot that says something else is passed over."""
    for snapshot in db.session.scalars(_snapshots(doc_id, epoch, seq)):
        shared = _unpacked(snapshot, client)
        if shared is not None:
            follow(shared, doc_id, epoch, after=snapshot.seq, upto=seq)
            return shared
    return replayed_text(doc_id, epoch, seq, client=client)


def replayed_text(doc_id: UUID, epoch: int, seq: int, *, client: int | None = None) -> SharedText:
    """The text after update `seq`, made of updates alone."""
    shared = SharedText(client)
    follow(shared, doc_id, epoch, after=0, upto=seq)
    return shared


def stored_texts(docs: Sequence[MinutesDoc]) -> dict[UUID, str]:
    """What stands in these documents, in two statements however many they are."""
    newest = {doc.id: doc for doc in docs}
    packed = {row.doc_id: row for row in db.session.scalars(_newest_snapshots(newest))}
    texts = {doc_id: _begun(packed.get(doc_id)) for doc_id in newest}
    behind = [
        and_(
            MinutesUpdate.doc_id == doc.id,
            MinutesUpdate.epoch == doc.epoch,
            MinutesUpdate.seq > texts[doc.id][1],
            MinutesUpdate.seq <= doc.seq,
        )
        for doc in docs
    ]
    statement = select(MinutesUpdate.doc_id, MinutesUpdate.data).where(or_(false(), *behind))
    for row in db.session.execute(statement.order_by(MinutesUpdate.doc_id, MinutesUpdate.seq)):
        texts[row.doc_id][0].replay(row.data)
    return {doc_id: shared.text for doc_id, (shared, _seq) in texts.items()}


def follow(shared: SharedText, doc_id: UUID, epoch: int, *, after: int, upto: int) -> None:
    """Bring the text from one update to a later one; LogIsDamaged where one is missing."""
    expected = after
    for expected, (seq, data) in enumerate(_updates(doc_id, epoch, after, upto), after + 1):
        if seq != expected:
            raise LogIsDamaged(f"update {expected} is missing")
        shared.replay(data)
    if expected != max(after, upto):
        raise LogIsDamaged(f"update {expected + 1} is missing")


def _updates(doc_id: UUID, epoch: int, after: int, upto: int) -> Iterator[tuple[int, bytes]]:
    if after >= upto:
        return
    statement = (
        select(MinutesUpdate.seq, MinutesUpdate.data)
        .where(MinutesUpdate.doc_id == doc_id, MinutesUpdate.epoch == epoch)
        .where(MinutesUpdate.seq > after, MinutesUpdate.seq <= upto)
        .order_by(MinutesUpdate.seq)
    )
    for row in db.session.execute(statement):
        yield row.seq, row.data


def _snapshots(doc_id: UUID, epoch: int, seq: int) -> Select[MinutesSnapshot]:
    return (
        select(MinutesSnapshot)
        .where(MinutesSnapshot.doc_id == doc_id, MinutesSnapshot.epoch == epoch)
        .where(MinutesSnapshot.seq <= seq)
        .order_by(MinutesSnapshot.seq.desc())
    )


def _newest_snapshots(docs: Mapping[UUID, MinutesDoc]) -> Select[MinutesSnapshot]:
    """The last snapshot of each document's epoch; one that lies ahead of what was read is none."""
    later = aliased(MinutesSnapshot)
    last = (
        select(func.max(later.seq))
        .where(later.doc_id == MinutesDoc.id, later.epoch == MinutesDoc.epoch)
        .where(later.seq <= MinutesDoc.seq)
        .scalar_subquery()
    )
    return (
        select(MinutesSnapshot)
        .join(MinutesDoc, MinutesDoc.id == MinutesSnapshot.doc_id)
        .where(MinutesDoc.id.in_(docs), MinutesSnapshot.epoch == MinutesDoc.epoch)
        .where(MinutesSnapshot.seq == last)
    )


def _begun(snapshot: MinutesSnapshot | None) -> tuple[SharedText, int]:
    """A text to go on from, and the number that it stands at; a snapshot that says something else is passed over."""
    unpacked = _unpacked(snapshot, None) if snapshot else None
    if snapshot is None or unpacked is None:
        return SharedText(), 0
    return unpacked, snapshot.seq


def _unpacked(snapshot: MinutesSnapshot, client: int | None) -> SharedText | None:
    shared = SharedText(client)
    try:
        shared.replay(zlib.decompress(snapshot.data))
    except (zlib.error, LogIsDamaged):
        return None
    return shared if shared.fingerprint == snapshot.text_sha256 else None
