"""Resolutions, their steps, and the release of a meeting's results. Numbers and wordings never change."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from kernel.database import Base, words
from kernel.ids import new_id
from kernel.subjects import Subject
from roundtable.decisions.models import LiveVote
from roundtable.decisions.rules.resolutions import State
from roundtable.meetings.models import AgendaItem, Meeting

KIND = "resolution"
#: the released result of a meeting, by the meeting's id
DAY = "day_result"
FIXED = ("number", "running", "title", "text", "text_hash", "public", "vote_id", "decided_at")


class Resolution(Base):
    """What a meeting decided: `RT-2026-04/1`, gapless within the meeting."""

    __tablename__ = "resolutions"
    __table_args__ = (UniqueConstraint("meeting_id", "running"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    item_id: Mapped[UUID] = mapped_column(ForeignKey(AgendaItem.id))
    vote_id: Mapped[UUID] = mapped_column(ForeignKey(LiveVote.id), unique=True)
    running: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    text_hash: Mapped[str]
    #: as public as its item was; a non-public one is never released
    public: Mapped[bool]
    state: Mapped[State] = mapped_column(words(State), default=State.GEFASST, index=True)
    decided_at: Mapped[datetime] = mapped_column(index=True)
    #: when the table looks at it again
    review_on: Mapped[date | None]
    #: since when everybody reads it; None for the table alone
    released_at: Mapped[datetime | None]
    #: the resolution that took its place
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolutions.id"))
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem] = relationship()
    vote: Mapped[LiveVote] = relationship()
    successor: Mapped["Resolution | None"] = relationship(remote_side="Resolution.id")
    steps: Mapped[list["ResolutionStep"]] = relationship(order_by="ResolutionStep.seq")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> Subject:
        """Its name for other rooms."""
        return Subject(KIND, str(self.id))

    @property
    def address(self) -> str:
        """Its page, for ever; also known where no request runs."""
        return f"/beschluesse/{self.number}"


class ResolutionStep(Base):
    """A step of a resolution; added, never changed."""

    __tablename__ = "resolution_steps"
    __table_args__ = (UniqueConstraint("resolution_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    resolution_id: Mapped[UUID] = mapped_column(ForeignKey(Resolution.id))
    #: gapless within the resolution
    seq: Mapped[int]
    state: Mapped[State] = mapped_column(words(State))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


class DayResult(Base):
    """The results of a meeting as they were released on its day; never changed, one for each meeting."""

    __tablename__ = "day_results"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), primary_key=True)
    released_at: Mapped[datetime]
    released_by: Mapped[UUID | None]
    #: canonical JSON of the public resolutions and votes
    content: Mapped[str]
    content_hash: Mapped[str]


class DayCorrection(Base):
    """What was wrong in a released result and what is right; added beside it, never changed."""

    __tablename__ = "day_corrections"
    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(DayResult.meeting_id))
    #: gapless within the meeting
    seq: Mapped[int]
    #: the vote it is about; None for the result as a whole
    vote_id: Mapped[UUID | None] = mapped_column(ForeignKey(LiveVote.id), index=True)
    text: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


def _keep_fixed(_mapper: Mapper[Any], _connection: object, row: Resolution) -> None:
    if any(inspect(row).attrs[name].history.has_changes() for name in FIXED):
        raise RuntimeError("The wording of a resolution never changes.")


def _refuse(_mapper: Mapper[Any], _connection: object, row: object) -> None:
    raise RuntimeError(f"{type(row).__name__} rows are added to and never changed.")


event.listen(Resolution, "before_update", _keep_fixed)
event.listen(Resolution, "before_delete", _refuse)
for _model in (ResolutionStep, DayResult, DayCorrection):
    event.listen(_model, "before_update", _refuse)
    event.listen(_model, "before_delete", _refuse)
