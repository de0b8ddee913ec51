"""Votes of a meeting, who may vote, ballots, counts by hand.

One vote of a meeting is open at a time, one seat has one ballot, one person acts for one seat: constraints say so.
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

from kernel.database import Base, words
from kernel.ids import new_id
from roundtable.decisions.rules.votes import Choice, Mode, State
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.results import Counts, Electorate, Outcome, Rule
from roundtable.tables.models import Seat


class LiveVote(Base):
    """One question put to the table; what is asked never changes once it is open."""

    __tablename__ = "live_votes"
    __table_args__ = (
        UniqueConstraint("meeting_id", "running"),
        Index(
            "uq_live_votes_meeting_id",
            "meeting_id",
            unique=True,
            sqlite_where=text("state = 'offen'"),
            postgresql_where=text("state = 'offen'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    item_id: Mapped[UUID] = mapped_column(ForeignKey(AgendaItem.id), index=True)
    #: running number within the meeting: "Abstimmung 3"
    running: Mapped[int]
    title: Mapped[str]
    #: the wording that is put to the vote; plain text
    text: Mapped[str]
    rule: Mapped[Rule] = mapped_column(words(Rule))
    mode: Mapped[Mode] = mapped_column(words(Mode))
    #: whether it becomes a resolution when it is carried
    resolves: Mapped[bool]
    state: Mapped[State] = mapped_column(words(State), default=State.VORBEREITET)
    #: SHA-256 of the wording, from the opening on
    text_hash: Mapped[str] = mapped_column(default="")
    #: voting seats of the whole table at the opening
    seats: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    #: why it was aborted
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem] = relationship(lazy="joined", innerjoin=True)
    voters: Mapped[list["LiveVoter"]] = relationship(order_by="LiveVoter.number")
    ballots: Mapped[list["LiveBallot"]] = relationship(cascade="all, delete-orphan")
    hand_count: Mapped["HandCount | None"] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def electorate(self) -> Electorate:
        """How many seats may vote."""
        return Electorate(seats=self.seats, present=len(self.voters))


class LiveVoter(Base):
    """A seat that may vote, as it was at the opening; who comes later does not."""

    __tablename__ = "live_voters"
    __table_args__ = (UniqueConstraint("vote_id", "person_id"),)

    vote_id: Mapped[UUID] = mapped_column(ForeignKey(LiveVote.id), primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id), primary_key=True)
    #: the seat's number
    number: Mapped[int]
    group_key: Mapped[str]
    #: whose device votes for the seat; None: by hand or on paper only
    person_id: Mapped[UUID | None]
    #: who was there instead of the holder; empty for the holder
    deputy_name: Mapped[str] = mapped_column(default="")

    seat: Mapped[Seat] = relationship()


class LiveBallot(Base):
    """What a seat said from a device; open votes show names after the close."""

    __tablename__ = "live_ballots"
    __table_args__ = (
        UniqueConstraint("vote_id", "seat_id"),
        ForeignKeyConstraint(
            ["vote_id", "seat_id"], ["live_voters.vote_id", "live_voters.seat_id"]
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    vote_id: Mapped[UUID] = mapped_column(ForeignKey(LiveVote.id))
    seat_id: Mapped[UUID]
    #: made by the device: the same sent again gets the first answer
    key: Mapped[UUID]
    choice: Mapped[Choice] = mapped_column(words(Choice))
    #: why, for a veto or a concern
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class HandCount(Base):
    """Hands or papers of the seats without a ballot, counted by the secretary, confirmed by the chair."""

    __tablename__ = "hand_counts"
    __table_args__ = (
        CheckConstraint(
            "yes >= 0 AND no >= 0 AND abstained >= 0 AND concerns >= 0 AND invalid >= 0",
            name="not_negative",
        ),
    )

    vote_id: Mapped[UUID] = mapped_column(ForeignKey(LiveVote.id), primary_key=True)
    yes: Mapped[int]
    no: Mapped[int]
    abstained: Mapped[int]
    concerns: Mapped[int]
    invalid: Mapped[int]
    #: why, for vetoes
    reason: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def counts(self) -> Counts:
        """The numbers as the rules add them up."""
        return Counts(self.yes, self.no, self.abstained, self.concerns, self.invalid)
