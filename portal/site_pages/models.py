"""One row a page; the address is fixed, the text is the office's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.ids import new_id
from kernel.markdown import MarkdownText


class SitePage(MarkdownText, Base):
    """A page such as the Impressum."""

    __tablename__ = "site_pages"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: the last part of its address
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    lead: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
