"""Edits from devices: checked one by one, stored together, acknowledged after the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DataError, IntegrityError

from kernel.database import db, transactional
from kernel.ids import new_id
from roundtable.minutes.models import MinutesClient, MinutesDoc, MinutesUpdate
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


class Known(NamedTuple):
    """What is stored under an id."""

    seq: int
    person_id: UUID | None
    data: bytes


Earlier = dict[tuple[UUID, UUID], Known]
#: made once: it is asked for each edit
EARLIER = select(
    MinutesUpdate.doc_id,
    MinutesUpdate.update_id,
    MinutesUpdate.seq,
    MinutesUpdate.person_id,
    MinutesUpdate.data,
).where(
    MinutesUpdate.doc_id.in_(bindparam("docs", expanding=True)),
    MinutesUpdate.update_id.in_(bindparam("ids", expanding=True)),
)


def store_updates(
    *, batch: Sequence[NewUpdate], gates: Sequence[Gate] | None = None
) -> list[Stored | Refused]:
    """Store edits in one transaction; answers in order, given after the commit.

    The gates say of each who may write now. One bad edit does not harm the others. The same id again gets the same
    number; an edit that holds nothing new, the number of the newest. Raises when nothing could be stored at all.
    """
    asked = list(zip(batch, gates or [_open] * len(batch), strict=True))
    return at_desk([each.doc_id for each in batch], lambda opened: _all_stored(opened, asked))


@transactional
def claim_client(*, doc_id: UUID, epoch: int, client: int, person_id: UUID) -> bool:
    """Bind a page's client id to its person when it joins; False where the id is another's or the epoch is over."""
    doc = locked_docs([doc_id]).get(doc_id)
    return doc is not None and doc.epoch == epoch and is_claimed(doc, client, person_id)


def _open(_doc: MinutesDoc) -> None:
    """The gate of who has asked before."""


def _all_stored(
    opened: Mapping[UUID, OpenDoc], asked: Sequence[tuple[NewUpdate, Gate]]
) -> list[Stored | Refused]:
    """All in a few statements; where the database takes one of them not, one after the other."""
    try:
        with db.session.begin_nested():
            earlier = _earlier([update for update, _gate in asked])
            answers = [
                _stored(opened.get(update.doc_id), update, gate, earlier) for update, gate in asked
            ]
            for doc in opened.values():
                doc.write()
    except (IntegrityError, DataError):
        for doc in opened.values():
            doc.start_over()
        if len(asked) == 1:
            return [failed()]
        return [_all_stored(opened, [each])[0] for each in asked]
    for doc in opened.values():
        doc.keep()
    return answers


def _stored(
    doc: OpenDoc | None, update: NewUpdate, gate: Gate, earlier: Earlier
) -> Stored | Refused:
    if doc is None:
        return Refused(Code.NOT_FOUND)
    if answer := _known(doc, update, gate, earlier.get((update.doc_id, update.stamp.update_id))):
        return answer
    header = checked(update.data)  # what is large costs time; nobody without the right takes it
    if isinstance(header, Refused):
        return header
    answer = _applied_and_put(doc, update, header)
    if isinstance(answer, Stored) and answer.news is not None:
        known = Known(answer.seq, update.stamp.person_id, answer.news)
        earlier[update.doc_id, update.stamp.update_id] = known
    return answer


def _known(
    doc: OpenDoc, update: NewUpdate, gate: Gate, earlier: Known | None
) -> Stored | Refused | None:
    """The answer that needs no look into the edit; None where there is none.

    What is stored stays acknowledged, whatever has ended since.
    """
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


def _earlier(batch: Sequence[NewUpdate]) -> Earlier:
    """Which of these ids are taken in their documents, and by what."""
    found = db.session.execute(
        EARLIER,
        {
            "docs": sorted({each.doc_id for each in batch}),
            "ids": [each.stamp.update_id for each in batch],
        },
    )
    return {(row.doc_id, row.update_id): Known(row.seq, row.person_id, row.data) for row in found}


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
