"""What all formats of a site share: its districts, and the fields of the strategy as categories."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, words


class Source(StrEnum):
    """Whose list a category stands on."""

    STADT = "stadt"
    AKTIVOLI = "aktivoli"


class District(Base):
    """A Bezirk; a format without one is meant for the whole city."""

    __tablename__ = "districts"

    #: short name in addresses and scopes: `nord` in `district:nord`
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: place in lists
    rank: Mapped[int]


class Category(Base):
    """A field of the volunteering strategy, of the city or of AKTIVOLI."""

    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("source", "number"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[Source] = mapped_column(words(Source))
    #: its number in the source's list
    number: Mapped[int]
    title: Mapped[str]
    #: one plain sentence
    summary: Mapped[str]
