"""The desk at which documents are written: one transaction, and the documents in memory locked until it has ended."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select

from kernel import clock
from kernel.database import db, in_transaction, insert_or_ignore, writing
from roundtable.minutes.held import HeldDoc, held
from roundtable.minutes.models import MinutesClient, MinutesDoc, MinutesUpdate
from roundtable.minutes.ydoc import Refused, SharedText

T = TypeVar("T")
PUT = insert(cast("Table", MinutesUpdate.__table__))
HELD = (
    select(MinutesDoc)
    .where(MinutesDoc.id.in_(bindparam("ids", expanding=True)))
    .order_by(MinutesDoc.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
#: asked about each document on the desk, so that a right that ended is not used
Gate = Callable[[MinutesDoc], Refused | None]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote an update, how it came, and the id under which it may come again."""

    update_id: UUID
    #: None: the system
    person_id: UUID | None
    #: live, http, form or system
    origin: str


class OpenDoc:
    """A document on the desk; nobody else reads or writes it before the transaction has ended."""

    def __init__(self, row: MinutesDoc, copy: HeldDoc) -> None:
        self.row = row
        self.copy = copy
        #: taken into the text, and not written yet
        self._unwritten: list[dict[str, object]] = []
        #: the number of the newest update; the row is told at the end
        self.seq = self._kept = row.seq

    @property
    def shared(self) -> SharedText:
        """The text after the newest update."""
        if self.copy.is_lost:
            self.write()  # it is loaded from the rows
        return self.copy.at(self.row.epoch, self.seq)

    def put(self, data: bytes, stamp: Stamp) -> int:
        """Add an update that the text has taken in; its number. It is written with the next `write`."""
        self.copy.seq = self.seq + 1
        self._unwritten.append(_values_of(self.row, self.seq + 1, data, stamp))
        self.seq += 1
        return self.seq

    def write(self) -> None:
        """Write what was put, in one statement; whoever works at the desk need not ask for it."""
        if self._unwritten:
            rows, self._unwritten = self._unwritten, []
            db.session.execute(PUT, rows)

    def keep(self) -> None:
        """What was put until now will be committed."""
        self._kept = self.seq

    def start_over(self) -> None:
        """Forget what was put since the last `keep`: the database did not take it."""
        self._unwritten.clear()
        self.copy.forget()
        self.seq = self._kept

    def is_claimed(self, client: int, person_id: UUID | None) -> bool:
        """Bind a client id to the person, for ever; whether it is theirs. Asks the database once for each page."""
        if self.copy.owner_of(self.row.epoch, client) == (person_id,):
            return True
        if not is_claimed(self.row, client, person_id):
            return False
        self.copy.owners[client] = person_id
        return True


def put_update(doc: MinutesDoc, seq: int, data: bytes, stamp: Stamp) -> None:
    """Add an update under this number; the document's row is held."""
    db.session.execute(PUT, [_values_of(doc, seq, data, stamp)])


def _values_of(doc: MinutesDoc, seq: int, data: bytes, stamp: Stamp) -> dict[str, object]:
    return {
        "doc_id": doc.id,
        "epoch": doc.epoch,
        "seq": seq,
        "update_id": stamp.update_id,
        "person_id": stamp.person_id,
        "origin": stamp.origin,
        "at": clock.now(),
        "data": data,
    }


def is_claimed(doc: MinutesDoc, client: int, person_id: UUID | None) -> bool:
    """Bind a client id to the person, for ever; whether it is theirs."""
    row = (doc.id, doc.epoch, client)
    values = {"doc_id": doc.id, "epoch": doc.epoch, "client_id": client, "person_id": person_id}
    if insert_or_ignore(MinutesClient, **values):
        return True
    bound = db.session.get(MinutesClient, row)
    return bound is not None and bound.person_id == person_id


def locked_docs(doc_ids: Iterable[UUID]) -> dict[UUID, MinutesDoc]:
    """These documents, held until the commit; always in the same order, so that no two wait for each other."""
    found = db.session.scalars(HELD, {"ids": list(set(doc_ids))})
    return {doc.id: doc for doc in found}


def at_desk(doc_ids: Iterable[UUID], work: Callable[[dict[UUID, OpenDoc]], T]) -> T:
    """Do the work on these documents in a transaction of its own; the answer is given after the commit.

    If anything fails, the commit too, the copies in memory are forgotten: they equal the stored rows at any time.
    """
    if writing():
        raise RuntimeError("The answer would be given before the commit.")
    with ExitStack() as ends:
        opened: dict[UUID, OpenDoc] = {}

        def opening() -> T:
            for doc_id, row in locked_docs(doc_ids).items():
                copy = held(doc_id)
                ends.enter_context(copy.lock)
                opened[doc_id] = OpenDoc(row, copy)
            answer = work(opened)
            for doc in opened.values():
                doc.write()
                doc.row.seq = doc.seq
            return answer

        try:
            return in_transaction(opening)
        except BaseException:
            for doc in opened.values():
                doc.copy.forget()
            raise
