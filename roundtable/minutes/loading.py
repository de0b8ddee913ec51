"""From stored rows to a text: the newest snapshot that fits, then the updates behind it."""

import zlib
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Select, select

from kernel.database import db
from roundtable.minutes.models import MinutesSnapshot, MinutesUpdate
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


def _unpacked(snapshot: MinutesSnapshot, client: int | None) -> SharedText | None:
    shared = SharedText(client)
    try:
        shared.replay(zlib.decompress(snapshot.data))
    except (zlib.error, LogIsDamaged):
        return None
    return shared if shared.fingerprint == snapshot.text_sha256 else None
