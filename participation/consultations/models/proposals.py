"""Proposals with their versions and the signatures of those who support them."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, words
from kernel.ids import new_id
from kernel.markdown import MarkdownText
from kernel.subjects import Subject
from participation.consultations.models.formats import Format
from participation.consultations.models.site import Category, District
from participation.consultations.rules.proposals import Status, Withdrawal

KIND = "proposal"
LOTS = 2**31 - 1


def draw_lot() -> int:
    """A place in random orders that nobody can choose."""
    return secrets.randbelow(LOTS)


class Proposal(Base, MarkdownText):
    """What a person wants from a format."""

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("format_id", "number"),
        Index(None, "format_id", "signatures", "number"),
        Index(None, "format_id", "status"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    format_id: Mapped[UUID] = mapped_column(ForeignKey(Format.id))
    #: its public number within the format, in order of publication; never given twice
    number: Mapped[int]
    title: Mapped[str]
    category_key: Mapped[str | None] = mapped_column(ForeignKey(Category.key))
    #: where, in the author's words
    place: Mapped[str]
    district_key: Mapped[str | None] = mapped_column(ForeignKey(District.key))
    author_id: Mapped[UUID] = mapped_column(index=True)
    status: Mapped[Status] = mapped_column(words(Status), default=Status.OFFEN)
    #: counts from 1 with each edit by the author
    version: Mapped[int] = mapped_column(default=1)
    #: of the last published answer that names a cost
    cost_cents: Mapped[int | None] = mapped_column(BigInteger)
    #: how many people support it; kept with the signatures, in their transaction
    signatures: Mapped[int] = mapped_column(default=0)
    #: its place in random orders
    lot: Mapped[int] = mapped_column(BigInteger, default=draw_lot)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    #: when the format's threshold of signatures was reached; starts the answer clock
    threshold_reached_at: Mapped[datetime | None]
    #: when the first decision was published; stops the answer clock
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal: Mapped[Withdrawal | None] = mapped_column(words(Withdrawal))
    withdrawal_note: Mapped[str] = mapped_column(default="")

    format: Mapped[Format] = relationship()
    category: Mapped[Category | None] = relationship()
    district: Mapped[District | None] = relationship()

    @property
    def subject(self) -> Subject:
        """Its name for other rooms."""
        return Subject(KIND, str(self.id))

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author has taken it back."""
        return self.withdrawn_at is not None


class ProposalVersion(Base, MarkdownText):
    """What a proposal said at some time; never changed."""

    __tablename__ = "proposal_versions"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey(Proposal.id))
    number: Mapped[int]
    title: Mapped[str]
    at: Mapped[datetime]


class Signature(Base):
    """A person supports a proposal, in the version they read."""

    __tablename__ = "signatures"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey(Proposal.id), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    version: Mapped[int]
    at: Mapped[datetime]
