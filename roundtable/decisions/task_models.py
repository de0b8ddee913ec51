"""Tasks that a meeting gave, and their history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from kernel.database import Base, words
from kernel.ids import new_id
from kernel.subjects import Subject
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.rules.tasks import State
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.tables.models import Seat

KIND = "task"


class Task(Base):
    """Who does what until when; as public as the item it comes from, and as its meeting's results."""

    __tablename__ = "tasks"
    __table_args__ = (UniqueConstraint("meeting_id", "running"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: where it was given
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    #: running number within the meeting: "Auftrag 4"
    running: Mapped[int]
    item_id: Mapped[UUID] = mapped_column(ForeignKey(AgendaItem.id))
    #: what it carries out; None for a task without a resolution
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey(Resolution.id), index=True)
    title: Mapped[str]
    #: the seat that does it; None for an organisation without a seat
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey(Seat.id))
    organisation: Mapped[str] = mapped_column(default="")
    due: Mapped[date]
    public: Mapped[bool]
    #: since when everybody reads it; None for the table alone
    released_at: Mapped[datetime | None]
    state: Mapped[State] = mapped_column(words(State), default=State.OFFEN)
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem] = relationship()
    resolution: Mapped[Resolution | None] = relationship()
    seat: Mapped[Seat | None] = relationship()
    steps: Mapped[list["TaskStep"]] = relationship(order_by="TaskStep.seq")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> Subject:
        """Its name for other rooms."""
        return Subject(KIND, str(self.id))


class TaskStep(Base):
    """A step of a task; added, never changed."""

    __tablename__ = "task_steps"
    __table_args__ = (UniqueConstraint("task_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[UUID] = mapped_column(ForeignKey(Task.id))
    #: gapless within the task
    seq: Mapped[int]
    state: Mapped[State] = mapped_column(words(State))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


def _refuse(_mapper: Mapper[Any], _connection: object, row: object) -> None:
    raise RuntimeError(f"{type(row).__name__} rows are added to and never changed.")


event.listen(TaskStep, "before_update", _refuse)
event.listen(TaskStep, "before_delete", _refuse)
