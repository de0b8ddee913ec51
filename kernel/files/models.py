"""The row of a stored file: what it is, to which subject it belongs, where its bytes lie."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.constraints import rule
from kernel.database import Base
from kernel.errors import Conflict
from kernel.files.kinds import KINDS, FileKind
from kernel.i18n import lazy
from kernel.ids import new_id
from kernel.subjects import Subject


class AttachedMeanwhile(Conflict):
    """Two requests attached to one subject at the same moment."""

    message = lazy("Gerade wurde hier eine andere Datei angehängt. Bitte versuchen Sie es erneut.")


class StoredFile(Base):
    """A file of a subject; who may see the subject may download it."""

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "position"),
        UniqueConstraint("name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    #: The order among the files of the subject
    position: Mapped[int]
    #: Random; where the bytes lie
    name: Mapped[str]
    kind_name: Mapped[str]
    #: The name its owner gave it, without folders, with the ending of its kind
    title: Mapped[str]
    #: What a picture shows, in words; empty for documents
    alt: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    uploaded_by: Mapped[UUID | None] = mapped_column(index=True)
    at: Mapped[datetime]

    @property
    def subject(self) -> Subject:
        """What the file belongs to."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def kind(self) -> FileKind:
        """What the content is."""
        return KINDS[self.kind_name]


rule("uq_files_subject_kind_subject_id_position", AttachedMeanwhile)
