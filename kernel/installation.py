"""Which installation a database belongs to: files beside it are compared with this name after a restore."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, db, insert_or_ignore, transactional
from kernel.ids import new_id


class Installation(Base):
    """One row, written the first time somebody asks."""

    __tablename__ = "installation"

    number: Mapped[int] = mapped_column(primary_key=True, default=1)
    id: Mapped[UUID] = mapped_column(default=new_id)


def installation_id() -> str:
    """The name of this database; the same for every process that uses it."""
    found = db.session.scalar(select(Installation.id))
    return str(found or _name_it())


@transactional
def _name_it() -> UUID:
    insert_or_ignore(Installation.__table__, number=1, id=new_id())
    return db.session.scalars(select(Installation.id)).one()
