"""Edits from devices: checked one by one, stored together, acknowledged after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy import Row, select
from sqlalchemy.exc import DataError, IntegrityError

from kernel.database import db, transactional
from kernel.ids import new_id
from roundtable.minutes.models import MinutesClient, MinutesUpdate
from roundtable.minutes.rules.header import Header
from roundtable.minutes.services.desk import Gate, OpenDoc, Stamp, at_desk, is_claimed, locked_docs
from roundtable.minutes.ydoc import Code, Refused, checked

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NewUpdate:
    """What a device sends."""

    doc_id: UUID
    epoch: int
    #: the client id of the device's page
    client: int
    stamp: Stamp
    #: whatever came; only bytes are taken
    data: object


@dataclass(frozen=True, slots=True)
class Stored:
    """A committed update: its number, and the bytes to hand to the others; None where they have them already."""

    seq: int
    news: bytes | None


def store_updates(
    *, batch: Sequence[NewUpdate], gate: Gate = lambda _doc: None
) -> list[Stored | Refused]:
    """Store edits in one transaction; answers in order, given after the commit. The gate says who may write now.

    One bad edit does not harm the others. The same id again gets the same number; an edit that holds nothing new, the
    number of the newest. Raises when nothing could be stored at all.
    """
    return at_desk(
        [each.doc_id for each in batch],
        lambda opened: [_stored(opened.get(each.doc_id), each, gate) for each in batch],
    )


@transactional
def claim_client(*, doc_id: UUID, epoch: int, client: int, person_id: UUID) -> bool:
    """Bind a page's client id to its person when it joins; False where the id is another's or the epoch is over."""
    doc = locked_docs([doc_id]).get(doc_id)
    return doc is not None and doc.epoch == epoch and is_claimed(doc, client, person_id)


def _stored(doc: OpenDoc | None, update: NewUpdate, gate: Gate) -> Stored | Refused:
    if doc is None:
        return Refused(Code.NOT_FOUND)
    if answer := _known(doc, update, gate):
        return answer
    header = checked(update.data)  # what is large costs time; nobody without the right takes it
    if isinstance(header, Refused):
        return header
    try:
        with db.session.begin_nested():
            answer = _applied_and_put(doc, update, header)
    except (IntegrityError, DataError):
        doc.copy.forget()
        return failed()
    except BaseException:
        doc.copy.forget()
        raise
    return answer


def _known(doc: OpenDoc, update: NewUpdate, gate: Gate) -> Stored | Refused | None:
    """The answer that needs no look into the edit; None where there is none.

    What is stored stays acknowledged, whatever has ended since.
    """
    earlier = _earlier(doc, update.stamp)
    if earlier and (earlier.data, earlier.person_id) == (update.data, update.stamp.person_id):
        return Stored(earlier.seq, None)
    if shut := gate(doc.row):
        return shut
    if update.epoch != doc.row.epoch:
        return Refused(Code.RESYNC, "epoch")
    return Refused(Code.INVALID, "id") if earlier else None


def failed() -> Refused:
    """Our fault, while it is being handled: the log has the trace under the number that the device shows."""
    number = str(new_id())
    log.exception("edit not stored", number=number)
    return Refused(Code.INTERNAL, number)


def _applied_and_put(doc: OpenDoc, update: NewUpdate, header: Header) -> Stored | Refused:
    data = bytes(update.data)  # type: ignore[call-overload]
    if not _are_own(doc, update, header):
        return Refused(Code.INVALID, "client")
    taken = doc.shared.apply(data, header)
    if isinstance(taken, Refused):
        return taken
    if not taken:
        return Stored(doc.seq, None)
    return Stored(doc.put(data, update.stamp), data)


def _earlier(doc: OpenDoc, stamp: Stamp) -> Row[int, UUID | None, bytes] | None:
    statement = select(MinutesUpdate.seq, MinutesUpdate.person_id, MinutesUpdate.data).where(
        MinutesUpdate.doc_id == doc.row.id, MinutesUpdate.update_id == stamp.update_id
    )
    return db.session.execute(statement).first()


def _are_own(doc: OpenDoc, update: NewUpdate, header: Header) -> bool:
    """Whether the page and everything it has written belong to this person.

    Texts of earlier pages of the same person are welcome: a device pushes what it had not sent before a reload.
    """
    if not doc.is_claimed(update.client, update.stamp.person_id):
        return False
    others = {block.client for block in header.blocks} - {update.client}
    if not others:
        return True
    statement = select(MinutesClient.client_id).where(
        MinutesClient.doc_id == doc.row.id,
        MinutesClient.epoch == doc.row.epoch,
        MinutesClient.person_id == update.stamp.person_id,
        MinutesClient.client_id.in_(others),
    )
    return others == set(db.session.scalars(statement))
