"""What the office does with a proposal: its evaluation, its answers, and what a vote made of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, words
from kernel.ids import new_id
from kernel.markdown import MarkdownText
from participation.consultations.models.proposals import Proposal
from participation.consultations.rules.proposals import Status


class AnswerState(StrEnum):
    """From the desk over the second person to the public."""

    ENTWURF = "entwurf"
    ZURUECKGEGEBEN = "zurueckgegeben"
    MITGEZEICHNET = "mitgezeichnet"
    VEROEFFENTLICHT = "veroeffentlicht"


class Feasibility(StrEnum):
    """Whether a proposal can be carried out."""

    JA = "ja"
    WENN = "wenn"
    NEIN = "nein"


class Answer(Base, MarkdownText):
    """An official answer: the reason is its text; public once a second person has signed and it was published."""

    __tablename__ = "answers"
    __table_args__ = (CheckConstraint("cosigner_id <> drafted_by", name="second_person"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey(Proposal.id), index=True)
    state: Mapped[AnswerState] = mapped_column(
        words(AnswerState), default=AnswerState.ENTWURF, index=True
    )
    #: the proposal's status from the publication on
    status: Mapped[Status] = mapped_column(words(Status))
    cost_cents: Mapped[int | None] = mapped_column(BigInteger)
    #: when it will be done, in words
    period: Mapped[str] = mapped_column(default="")
    drafted_by: Mapped[UUID] = mapped_column(index=True)
    drafted_at: Mapped[datetime]
    #: the second person who is asked to sign
    cosigner_id: Mapped[UUID] = mapped_column(index=True)
    cosigned_at: Mapped[datetime | None]
    #: what the second person said to the author of the draft
    comment: Mapped[str] = mapped_column(Text, default="")
    #: the office as the public reads it
    office: Mapped[str] = mapped_column(default="")
    published_by: Mapped[UUID | None]
    published_at: Mapped[datetime | None]
    #: a form that was opened on an older version is refused
    version: Mapped[int] = mapped_column()

    proposal: Mapped[Proposal] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state is AnswerState.VEROEFFENTLICHT


class Evaluation(Base):
    """What one evaluator found out about a proposal; never public, never exported."""

    __tablename__ = "evaluations"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey(Proposal.id), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    feasible: Mapped[Feasibility] = mapped_column(words(Feasibility))
    cost_cents: Mapped[int | None] = mapped_column(BigInteger)
    notes: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Outcome(Base):
    """What a published vote made of a proposal."""

    __tablename__ = "proposal_outcomes"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey(Proposal.id), primary_key=True)
    vote_id: Mapped[UUID] = mapped_column(primary_key=True)
    chosen: Mapped[bool]
    #: why, in the words of the result
    explanation: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
