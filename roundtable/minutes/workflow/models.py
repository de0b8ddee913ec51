"""Where the minutes of a meeting stand, their frozen versions, wishes for changes, consents and what was published.

Versions, consents, returns and publications are added to and never changed; a wish changes once, when it is decided, a
withdrawal once, when it is taken back. Of a meeting there is one row and at most one withdrawal that counts, of each
number one version, one return and one publication: constraints say so, whoever comes at the same instant.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from kernel.database import Base, words
from kernel.ids import new_id
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import State, Way
from roundtable.tables.models import Seat


class Minutes(Base):
    """The minutes of one meeting: how far they are."""

    __tablename__ = "minutes"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), primary_key=True)
    state: Mapped[State] = mapped_column(words(State), default=State.MITSCHRIFT, index=True)
    #: number of the version that lies before the table, or that it approved; 0 before the first
    number: Mapped[int] = mapped_column(default=0)
    #: until when members may wish for changes
    objections_until: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    way: Mapped[Way | None] = mapped_column(words(Way))

    meeting: Mapped[Meeting] = relationship()


class MinutesVersion(Base):
    """What was frozen: version n in canonical JSON, with its fingerprint and the one before."""

    __tablename__ = "minutes_versions"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("number >= 1", name="counts_up"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Minutes.meeting_id))
    number: Mapped[int]
    #: `rules.versions`: content, number, previous, reason
    content: Mapped[str]
    sha256: Mapped[str]
    previous_sha256: Mapped[str]
    #: of what everybody would read of it, with the names of that moment
    public_sha256: Mapped[str]
    #: why there is another version; empty for the first
    reason: Mapped[str] = mapped_column(default="")
    submitted_by: Mapped[UUID]
    submitted_at: Mapped[datetime]


class Objection(Base):
    """Somebody at the table wants a place of a version to say something else; decided once."""

    __tablename__ = "minutes_objections"
    __table_args__ = (
        ForeignKeyConstraint(
            ["meeting_id", "number"], ["minutes_versions.meeting_id", "minutes_versions.number"]
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(index=True)
    #: of the version
    number: Mapped[int]
    item_id: Mapped[UUID] = mapped_column(ForeignKey(AgendaItem.id))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id))
    #: the place, word for word
    quote: Mapped[str]
    #: what should stand there; empty: nothing
    replacement: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    filed_at: Mapped[datetime]
    state: Mapped[Standing] = mapped_column(words(Standing), default=Standing.OFFEN)
    #: why it was rejected, or what was done
    answer: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]

    item: Mapped[AgendaItem] = relationship()
    seat: Mapped[Seat] = relationship()
    meeting: Mapped[Meeting] = relationship(
        primaryjoin=lambda: Objection.meeting_id == Meeting.id,
        foreign_keys=lambda: [Objection.meeting_id],
        viewonly=True,
    )


class Consent(Base):
    """A voting seat agrees with a version while it goes round."""

    __tablename__ = "minutes_consents"

    version_id: Mapped[UUID] = mapped_column(ForeignKey(MinutesVersion.id), primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id), primary_key=True)
    person_id: Mapped[UUID]
    at: Mapped[datetime]


class MinutesReturn(Base):
    """The administration gave an approved version back before its release; the table reads why."""

    __tablename__ = "minutes_returns"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        ForeignKeyConstraint(
            ["meeting_id", "number"], ["minutes_versions.meeting_id", "minutes_versions.number"]
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID]
    #: of the version
    number: Mapped[int]
    reason: Mapped[str]
    returned_by: Mapped[UUID]
    returned_at: Mapped[datetime]


class Publication(Base):
    """What the public reads of an approved version: publication n in canonical JSON, with its own fingerprint."""

    __tablename__ = "minutes_publications"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        ForeignKeyConstraint(
            ["meeting_id", "version_number"],
            ["minutes_versions.meeting_id", "minutes_versions.number"],
        ),
        CheckConstraint("number >= 1", name="counts_up"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID]
    number: Mapped[int]
    #: the version of which this is the public part
    version_number: Mapped[int]
    #: `rules.public`: PublicContent
    content: Mapped[str]
    sha256: Mapped[str]
    #: why there is another one; empty for the first
    reason: Mapped[str] = mapped_column(default="")
    released_by: Mapped[UUID]
    released_at: Mapped[datetime]


class Withdrawal(Base):
    """Everything published of these minutes is closed and the reason readable, until it is taken back."""

    __tablename__ = "minutes_withdrawals"
    __table_args__ = (
        Index(
            "uq_minutes_withdrawals_meeting_id",
            "meeting_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Minutes.meeting_id))
    reason: Mapped[str]
    at: Mapped[datetime]
    withdrawn_by: Mapped[UUID]
    #: None while it counts
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None]


def counts() -> ColumnElement[bool]:
    """Of withdrawals: that nobody has taken it back."""
    return Withdrawal.taken_back_at.is_(None)


def _keep_decided(_mapper: Mapper[Any], _connection: object, row: Objection) -> None:
    """A wish changes once: when it is decided."""
    history = inspect(row).attrs["state"].history
    if Standing.OFFEN not in history.deleted:
        raise RuntimeError("A wish for a change is decided once and never changed.")


def _take_back_once(_mapper: Mapper[Any], _connection: object, row: Withdrawal) -> None:
    """A withdrawal changes once: when it is taken back."""
    history = inspect(row).attrs["taken_back_at"].history
    if None not in history.deleted:
        raise RuntimeError("A withdrawal is taken back once and never changed.")


def _refuse(_mapper: Mapper[Any], _connection: object, row: object) -> None:
    raise RuntimeError(f"{type(row).__name__} rows are added to and never changed.")


event.listen(Objection, "before_update", _keep_decided)
event.listen(Objection, "before_delete", _refuse)
event.listen(Withdrawal, "before_update", _take_back_once)
event.listen(Withdrawal, "before_delete", _refuse)
for _model in (MinutesVersion, Consent, MinutesReturn, Publication):
    event.listen(_model, "before_update", _refuse)
    event.listen(_model, "before_delete", _refuse)
