"""One record an earlier document; one row a file that documents are taken from."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.ids import new_id
from kernel.subjects import Subject

KIND = "archive"
IMPORT_KIND = "archive-import"


class ArchiveRecord(Base):
    """What somebody decided or wrote before this platform; plain text and where it comes from."""

    __tablename__ = "archive_records"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        Index("ix_archive_records_decided_on", "decided_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: who handed it over, and the number it has there
    source: Mapped[str]
    source_id: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    #: what its source calls such a document: Drucksache, Bericht
    kind: Mapped[str] = mapped_column(default="")
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


class ArchiveImport(Base):
    """A file of documents, and how far it was taken: written with the documents, so that a kill repeats nothing."""

    __tablename__ = "archive_imports"
    __table_args__ = (Index("ix_archive_imports_source_begun_at", "source", "begun_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    source: Mapped[str]
    #: of the file as it lies there
    sha256: Mapped[str]
    begun_at: Mapped[datetime]
    #: the last line that was taken
    line: Mapped[int] = mapped_column(default=0)
    #: documents that are new or have changed
    written: Mapped[int] = mapped_column(default=0)
    #: lines that hold no document
    refused: Mapped[int] = mapped_column(default=0)
    #: so many documents that their index is built aside
    is_large: Mapped[bool]
    #: everything is taken, and found or about to be
    finished_at: Mapped[datetime | None]

    @property
    def subject(self) -> Subject:
        """The import as a subject."""
        return Subject(IMPORT_KIND, str(self.id))
