"""Documents that people write together: the log of their edits is the truth, everything else is made of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.people.models import Person
from kernel.database import Base
from kernel.ids import new_id
from kernel.subjects import Subject
from roundtable.meetings.models import AgendaItem, Meeting

KIND = "minutes_doc"


class MinutesDoc(Base):
    """The live document of one agenda item."""

    __tablename__ = "minutes_docs"
    __table_args__ = (CheckConstraint("epoch >= 1 AND seq >= 0", name="counts_up"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: one document each
    item_id: Mapped[UUID] = mapped_column(ForeignKey(AgendaItem.id), unique=True)
    #: rises when history must not return
    epoch: Mapped[int] = mapped_column(default=1)
    #: number of the newest update of this epoch; 0 for none
    seq: Mapped[int] = mapped_column(default=0)
    #: why members may not write for now; empty while they may
    lock_reason: Mapped[str] = mapped_column(default="", server_default="")

    item: Mapped[AgendaItem] = relationship()
    meeting: Mapped[Meeting] = relationship(secondary=AgendaItem.__table__, viewonly=True)

    @property
    def subject(self) -> Subject:
        """This document as a subject."""
        return Subject(KIND, str(self.id))

    @property
    def room(self) -> str:
        """Where its edits are told."""
        return f"minutes:{self.id}"


class MinutesUpdate(Base):
    """One edit, as it was received; never changed."""

    __tablename__ = "minutes_updates"
    __table_args__ = (
        UniqueConstraint("doc_id", "update_id"),
        CheckConstraint("epoch >= 1 AND seq >= 1", name="counts_up"),
    )

    doc_id: Mapped[UUID] = mapped_column(ForeignKey(MinutesDoc.id), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: gapless within the epoch, in the order of commits
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: made by the device; the same edit sent again has the same
    update_id: Mapped[UUID]
    #: None: the system
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey(Person.id))
    #: live, http, form or system
    origin: Mapped[str]
    at: Mapped[datetime]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class MinutesSnapshot(Base):
    """All updates up to a number in one piece; it speeds loading and is never needed."""

    __tablename__ = "minutes_snapshots"

    doc_id: Mapped[UUID] = mapped_column(ForeignKey(MinutesDoc.id), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: compressed by zlib
    data: Mapped[bytes] = mapped_column(LargeBinary)
    text_sha256: Mapped[str]


class MinutesClient(Base):
    """Whose edits a client id marks, for ever."""

    __tablename__ = "minutes_clients"

    doc_id: Mapped[UUID] = mapped_column(ForeignKey(MinutesDoc.id), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: None: the system
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey(Person.id))
