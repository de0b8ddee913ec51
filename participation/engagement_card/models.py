"""Cards. Hours, points and offers come with features of their own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from kernel.ids import new_id


class Card(Base):
    """One person's card; it is valid up to and including its last day in Hamburg."""

    __tablename__ = "cards"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(unique=True)
    #: aktiv, gesperrt
    state: Mapped[str] = mapped_column(default="aktiv")
    valid_until: Mapped[date] = mapped_column(Date)
    activated_at: Mapped[datetime]
