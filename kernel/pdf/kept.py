"""Printed documents that are handed out for ever: their bytes, kept once.

A later template, font or Typst does not change what people have. The worker prints what is new; who asks before gets
it set on the spot, the same bytes. Not for previews.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.database import Base, db, insert_or_ignore, transactional


class Print(Base):
    """The PDF of one frozen thing. Rows are added and never changed."""

    __tablename__ = "prints"

    #: what kind of document
    kind: Mapped[str] = mapped_column(primary_key=True)
    #: the frozen thing of which it is the print
    of_id: Mapped[UUID] = mapped_column(primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    printed_at: Mapped[datetime]


def print_of(kind: str, of_id: UUID, make: Callable[[], bytes]) -> tuple[bytes, str]:
    """The bytes and their SHA-256: as kept, or made now."""
    kept = db.session.get(Print, (kind, of_id))
    pdf = kept.pdf if kept else make()
    return pdf, kept.sha256 if kept else _sha256(pdf)


def keep_prints(kind: str, things: Iterable[tuple[UUID, Callable[[], bytes]]]) -> int:
    """Print and keep these; how many were kept. Each is set outside of any transaction."""
    kept = 0
    for of_id, make in things:
        pdf = make()
        db.session.rollback()
        kept += _keep(kind, of_id, pdf)
    return kept


@transactional
def _keep(kind: str, of_id: UUID, pdf: bytes) -> bool:
    return insert_or_ignore(
        Print.__table__,
        kind=kind,
        of_id=of_id,
        pdf=pdf,
        sha256=_sha256(pdf),
        printed_at=clock.now(),
    )


def _sha256(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
