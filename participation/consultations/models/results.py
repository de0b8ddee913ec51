"""What the office publishes at the end of a format, and in between."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.ids import new_id
from kernel.markdown import MarkdownText


class FormatResult(Base, MarkdownText):
    """A published result; it stops the public answer clock and never changes."""

    __tablename__ = "format_results"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    format_id: Mapped[UUID] = mapped_column(
        ForeignKey("formats.id", ondelete="CASCADE"), index=True
    )
    #: an interim result is followed by others
    is_final: Mapped[bool]
    published_at: Mapped[datetime]
