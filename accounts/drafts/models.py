"""Text that waits for its author."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accounts.people.models import Person
from kernel.database import Base


class Draft(Base):
    """What somebody wrote into a form and did not send yet."""

    __tablename__ = "drafts"

    #: SHA-256 of a visitor's token; or of person, form and subject, so that each has one
    key: Mapped[str] = mapped_column(primary_key=True)
    #: which form it belongs to: `proposals.new`
    form: Mapped[str]
    #: the author; None until a visitor has signed in
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey(Person.id), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: SHA-256 of the mark of the visitor's browser; empty for signed-in people
    browser_hash: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
