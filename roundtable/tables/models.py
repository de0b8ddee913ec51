"""Round tables, their groups, the seats at them and who stands in.

What must never be true is forbidden here, on both databases: two people on one seat, one person on two seats, guests
who vote. A number's rows form one chain: each but the first names the end of the row before (`free_since`), and no end
has two followers, so intervals of one number cannot overlap.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.people.models import Person
from kernel.database import Base, words
from kernel.ids import new_id
from kernel.subjects import Subject
from roundtable.tables.rules.names import PublicName, full_name
from roundtable.tables.rules.seats import Interval, Place, Role, label


class RoundTable(Base):
    """A Runder Tisch; it is closed one day, never deleted, so its code is never given again."""

    __tablename__ = "round_tables"
    __table_args__ = (
        CheckConstraint("notice_days BETWEEN 1 AND 60", name="notice_days"),
        CheckConstraint("objection_days BETWEEN 1 AND 60", name="objection_days"),
        CheckConstraint("speaking_seconds BETWEEN 30 AND 3600", name="speaking_seconds"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: its place in addresses: `/runde-tische/<slug>/`; never changes
    slug: Mapped[str] = mapped_column(unique=True)
    #: begins the numbers of its meetings and resolutions: `RT` in `RT-2026-04/3`; never changes
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    #: what it is for, in one or two plain sentences
    purpose: Mapped[str]
    #: how somebody who does not sit there can take part
    taking_part: Mapped[str]
    #: None: stadtweit
    district_key: Mapped[str | None] = mapped_column(ForeignKey("districts.key"), index=True)
    #: where it usually meets
    place: Mapped[str]
    #: how many days before a meeting its invitation goes out
    notice_days: Mapped[int] = mapped_column(default=7)
    #: how many days members have to object to minutes
    objection_days: Mapped[int] = mapped_column(default=7)
    #: how long one speech may be
    speaking_seconds: Mapped[int] = mapped_column(default=180)
    created_at: Mapped[datetime]
    #: when the office last changed it; a form sent on an older version is refused
    edited_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    groups: Mapped[list["SeatGroup"]] = relationship(
        order_by="SeatGroup.position", lazy="selectin", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> Subject:
        """Its name for other rooms."""
        return Subject("table", str(self.id))

    @property
    def full_name(self) -> str:
        """Its name where nothing else says that it is a round table."""
        return full_name(self.name)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes in which a role counts here."""
        own = f"table:{self.id}"
        return (own, f"district:{self.district_key}") if self.district_key else (own,)


class SeatGroup(Base):
    """Whom seats of a table speak for: companies, civil society, administration, …"""

    __tablename__ = "seat_groups"
    __table_args__ = (UniqueConstraint("table_id", "position"),)

    table_id: Mapped[UUID] = mapped_column(ForeignKey(RoundTable.id), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    position: Mapped[int]


class Seat(Base):
    """Who held the seat of this number in `[starts_at, ends_at)`; a new person is a new row."""

    __tablename__ = "seats"
    __table_args__ = (
        ForeignKeyConstraint(
            ["table_id", "group_key"], ["seat_groups.table_id", "seat_groups.key"]
        ),
        UniqueConstraint("table_id", "number", "ends_at"),
        UniqueConstraint("table_id", "number", "free_since"),
        ForeignKeyConstraint(
            ["table_id", "number", "free_since"],
            ["seats.table_id", "seats.number", "seats.ends_at"],
            name="fk_seats_row_before",
        ),
        Index(
            "uq_seats_table_id_number",
            "table_id",
            "number",
            unique=True,
            sqlite_where=text("ends_at IS NULL"),
            postgresql_where=text("ends_at IS NULL"),
        ),
        Index(
            "uq_seats_table_id_number_first",
            "table_id",
            "number",
            unique=True,
            sqlite_where=text("free_since IS NULL"),
            postgresql_where=text("free_since IS NULL"),
        ),
        Index(
            "uq_seats_table_id_person_id",
            "table_id",
            "person_id",
            unique=True,
            sqlite_where=text("ends_at IS NULL"),
            postgresql_where=text("ends_at IS NULL"),
        ),
        CheckConstraint("ends_at IS NULL OR starts_at <= ends_at", name="ends_after_start"),
        CheckConstraint("free_since IS NULL OR free_since <= starts_at", name="starts_when_free"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("role <> 'guest' OR NOT votes", name="guests_never_vote"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    table_id: Mapped[UUID] = mapped_column(ForeignKey(RoundTable.id))
    number: Mapped[int]
    #: None: vacant
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey(Person.id), index=True)
    group_key: Mapped[str]
    role: Mapped[Role] = mapped_column(words(Role))
    votes: Mapped[bool]
    #: for whom the person speaks; empty where it is nobody but the group
    organisation: Mapped[str]
    public_name: Mapped[PublicName] = mapped_column(words(PublicName), default=PublicName.GROUP)
    #: the end of the row before with this number; None for the first
    free_since: Mapped[datetime | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]

    table: Mapped[RoundTable] = relationship(lazy="joined", innerjoin=True)
    deputies: Mapped[list["Deputy"]] = relationship(
        order_by="Deputy.position", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """How people call it: `S7`."""
        return label(self.number)

    @property
    def interval(self) -> Interval:
        """When it is held by this person, or vacant."""
        return Interval(self.starts_at, self.ends_at)

    @property
    def as_place(self) -> Place:
        """What the rules of standing in look at."""
        return Place(self.number, self.person_id, tuple(row.person_id for row in self.deputies))


class Deputy(Base):
    """Somebody who may stand in for the person on a seat; the first who is there does."""

    __tablename__ = "deputies"
    __table_args__ = (
        UniqueConstraint("seat_id", "position"),
        UniqueConstraint("seat_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id, ondelete="CASCADE"))
    position: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
