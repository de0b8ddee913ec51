"""Votes, their options, and the two tables that must never meet: who voted, and what was voted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base
from kernel.ids import new_id
from kernel.subjects import Subject
from participation.voting.rules.money import Amount, Currency
from participation.voting.rules.states import State

KIND = "vote"


class Vote(Base):
    """One question, its options, its rule, its time."""

    __tablename__ = "votes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    question: Mapped[str]
    #: what the result leads to, in one or two sentences
    effect: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=State.VORBEREITET.value, index=True)
    #: the thing this vote belongs to, such as a format; empty for an imported election
    subject_kind: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[str] = mapped_column(default="")
    #: name of the registered electorate
    electorate: Mapped[str]
    ballot_type: Mapped[str] = mapped_column(default="approval")
    min_choices: Mapped[int] = mapped_column(default=1)
    budget_cents: Mapped[int] = mapped_column(BigInteger)
    rule: Mapped[str]
    #: raise per voter and run of the Add1 completion, in cents
    step_cents: Mapped[int] = mapped_column(BigInteger)
    #: where fewer of the roll vote, the result only advises; blank ballots count as voting
    quorum_percent: Mapped[int] = mapped_column(default=5)
    #: an option with fewer votes is not admitted; 0 for no such bound
    floor_score: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime] = mapped_column(index=True)
    closes_at: Mapped[datetime] = mapped_column(index=True)
    #: canonical rule card; None until it is frozen
    card: Mapped[str | None]
    card_hash: Mapped[str] = mapped_column(default="")
    announced_at: Mapped[datetime | None]
    roll_size: Mapped[int] = mapped_column(default=0)
    roll_hash: Mapped[str] = mapped_column(default="")
    #: people whose ballot was counted; known after close
    turnout: Mapped[int] = mapped_column(default=0)
    #: when the key was destroyed and the files of roll and box rewritten
    secret_destroyed_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    #: the counted result as the pages show it; None until counted
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: why it was given up; public
    reason: Mapped[str] = mapped_column(default="")
    #: where an imported election comes from
    source: Mapped[str] = mapped_column(default="")
    #: what its file says of itself, such as country and unit; empty for our own
    source_about: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: ISO 4217 code, and how many of the amounts' units make one of it (euros: 100 cents)
    currency: Mapped[str] = mapped_column(default="EUR")
    per_unit: Mapped[int] = mapped_column(default=100)
    version: Mapped[int] = mapped_column(default=1)

    options: Mapped[list["VoteOption"]] = relationship(order_by="VoteOption.position")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_advisory(self) -> bool:
        """Whether fewer voted than the quorum demands; known after close."""
        return 100 * self.turnout < self.quorum_percent * self.roll_size

    @property
    def has_codes(self) -> bool:
        """Whether the check codes of the counted ballots can be looked up."""
        return self.secret_destroyed_at is not None and self.status is not State.ABGEBROCHEN

    @property
    def subject(self) -> Subject:
        """This vote as a subject."""
        return Subject(KIND, str(self.id))

    @property
    def status(self) -> State:
        """The state as a word of the rules."""
        return State(self.state)

    def money(self, amount: int) -> str:
        """An amount of this vote in German notation."""
        return Currency(self.currency, self.per_unit).text(Amount(amount))

    def plain_amount(self, amount: int) -> str:
        """An amount for programs: `8000.00`, or whole where the currency has no smaller unit."""
        if self.per_unit == 1:
            return str(amount)
        return f"{amount // self.per_unit}.{amount % self.per_unit:02}"

    @property
    def is_frozen(self) -> bool:
        """Whether the rule card is fixed."""
        return self.card is not None


class VoteOption(Base):
    """One thing the budget may buy."""

    __tablename__ = "vote_options"
    __table_args__ = (UniqueConstraint("vote_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    vote_id: Mapped[UUID] = mapped_column(ForeignKey("votes.id"), index=True)
    #: short public name within the vote, as on ballots and in exports
    key: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    cost_cents: Mapped[int] = mapped_column(BigInteger)
    #: at most one option of a group can win; empty for none
    group: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    subject_kind: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[str] = mapped_column(default="")


class RollEntry(Base):
    """A person who may vote, as a keyed hash; holds nothing that a ballot holds."""

    __tablename__ = "roll"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    vote_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    #: frei, online
    state: Mapped[str] = mapped_column(default="frei")


class BallotRow(Base):
    """A ballot in the box of an open vote; no time, no order, no person."""

    __tablename__ = "ballots"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    vote_id: Mapped[UUID] = mapped_column(primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    #: how often this voter has decided; the last one counts
    counter: Mapped[int]
    #: canonical JSON: option key → score
    choices: Mapped[str]
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32))


class CountedBallots(Base):
    """Equal ballots of a closed vote, counted and sorted by content."""

    __tablename__ = "counted_ballots"
    __table_args__ = (UniqueConstraint("vote_id", "choices"),)

    vote_id: Mapped[UUID] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    #: place in the sorted list
    number: Mapped[int] = mapped_column(primary_key=True)
    choices: Mapped[str]
    count: Mapped[int]


class CountedCode(Base):
    """The check code of a counted ballot; tells neither person nor choice."""

    __tablename__ = "counted_codes"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    vote_id: Mapped[UUID] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
