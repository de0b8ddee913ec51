"""One record an earlier document."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.ids import new_id
from kernel.subjects import Subject

KIND = "archive"


class ArchiveRecord(Base):
    """What somebody decided or wrote before this platform; plain text and where it comes from."""

    __tablename__ = "archive_records"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: who handed it over, and the number it has there
    source: Mapped[str]
    source_id: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    #: the body that decided
    section: Mapped[str] = mapped_column(default="")
    district: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None] = mapped_column(Date)
    #: how to find the original
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]

    @property
    def subject(self) -> Subject:
        """The record as a subject."""
        return Subject(KIND, str(self.id))

    @property
    def address(self) -> str:
        """Its permanent page."""
        return f"/archiv/{self.id}"
