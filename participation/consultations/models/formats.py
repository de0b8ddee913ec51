"""Formats with their phases, responsible people, categories and members."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, words
from kernel.ids import new_id
from kernel.markdown import MarkdownText
from kernel.subjects import Subject
from participation.consultations.models.site import Category, District
from participation.consultations.rules.blueprints import Blueprint, Level
from participation.consultations.rules.phases import PhaseType, in_order


class Visibility(StrEnum):
    """Who may read a format, and who may take part."""

    OEFFENTLICH = "oeffentlich"
    HALBOEFFENTLICH = "halboeffentlich"
    INTERN = "intern"


class State(StrEnum):
    """From the office's desk to the archive."""

    ENTWURF = "entwurf"
    VEROEFFENTLICHT = "veroeffentlicht"
    ARCHIVIERT = "archiviert"


class Format(Base, MarkdownText):
    """A Beteiligungsformat."""

    __tablename__ = "formats"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: its place in addresses: `/beteiligung/<slug>/`; never changes once published
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    #: Kurzfassung: three sentences of plain text
    summary: Mapped[str]
    level: Mapped[Level] = mapped_column(words(Level))
    blueprint: Mapped[Blueprint] = mapped_column(words(Blueprint))
    visibility: Mapped[Visibility] = mapped_column(words(Visibility))
    state: Mapped[State] = mapped_column(words(State), default=State.ENTWURF, index=True)
    #: None: stadtweit
    district_key: Mapped[str | None] = mapped_column(ForeignKey(District.key), index=True)
    #: how many proposals one person may have in it; None: any number
    proposals_per_person: Mapped[int | None]
    #: how many signatures start the answer clock; None: all proposals are answered after `collect`
    support_threshold: Mapped[int | None]
    #: within how many days the office answers
    answer_days: Mapped[int]
    created_at: Mapped[datetime]
    #: when the office last changed it; a form sent on an older version is refused
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    district: Mapped[District | None] = relationship(lazy="selectin")
    planned_phases: Mapped[list["Phase"]] = relationship(
        back_populates="format",
        cascade="all, delete-orphan",
        order_by="Phase.position",
        lazy="selectin",
    )
    responsibles: Mapped[list["Responsible"]] = relationship(
        cascade="all, delete-orphan", order_by="Responsible.position", lazy="selectin"
    )
    categories: Mapped[list[Category]] = relationship(
        secondary="format_categories",
        order_by=(Category.source.desc(), Category.number),
        lazy="selectin",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> Subject:
        """Its name for other rooms."""
        return Subject("format", str(self.id))

    @property
    def phases(self) -> list["Phase"]:
        """Its phases, ordered by start alone."""
        return in_order(self.planned_phases)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes in which a role counts here."""
        own = f"format:{self.id}"
        return (own, f"district:{self.district_key}") if self.district_key else (own,)


class Phase(Base):
    """A dated part of a format: `[starts_at, ends_at)`; undated while it is only planned."""

    __tablename__ = "phases"
    __table_args__ = (
        UniqueConstraint("format_id", "position"),
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="ends_after_start"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    format_id: Mapped[UUID] = mapped_column(ForeignKey("formats.id", ondelete="CASCADE"))
    #: place in the blueprint; dates alone say which phase runs
    position: Mapped[int]
    type: Mapped[PhaseType] = mapped_column(words(PhaseType))
    title: Mapped[str]
    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    ends_at: Mapped[datetime | None] = mapped_column(index=True)

    format: Mapped[Format] = relationship(back_populates="planned_phases")
    extensions: Mapped[list["PhaseExtension"]] = relationship(order_by="PhaseExtension.at")


class PhaseExtension(Base):
    """Why the end of a running phase was moved; public."""

    __tablename__ = "phase_extensions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    phase_id: Mapped[UUID] = mapped_column(ForeignKey("phases.id", ondelete="CASCADE"), index=True)
    ended_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
    at: Mapped[datetime]


class Responsible(Base):
    """Who answers for a format, or stands in for who does."""

    __tablename__ = "responsibles"
    __table_args__ = (UniqueConstraint("format_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    format_id: Mapped[UUID] = mapped_column(ForeignKey("formats.id", ondelete="CASCADE"))
    #: the first is responsible, the second stands in
    position: Mapped[int]
    name: Mapped[str]
    role: Mapped[str]
    office: Mapped[str]
    #: how the public reaches them
    contact: Mapped[str]
    #: a deputy stands in for `[from_at, until_at)`; without dates whenever needed
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime | None]
    is_deputy: Mapped[bool]


class FormatCategory(Base):
    """A category that proposals of a format may have."""

    __tablename__ = "format_categories"

    format_id: Mapped[UUID] = mapped_column(
        ForeignKey("formats.id", ondelete="CASCADE"), primary_key=True
    )
    category_key: Mapped[str] = mapped_column(ForeignKey(Category.key), primary_key=True)


class FormatMember(Base):
    """A person who may take part in a half-public format, or read an internal one."""

    __tablename__ = "format_members"

    format_id: Mapped[UUID] = mapped_column(
        ForeignKey("formats.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    since: Mapped[datetime]
