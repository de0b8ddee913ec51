"""Meetings, their agenda, what was sent of them, who answered and who was there.

Invitations and presences are added to and never changed: a changed row would be another history.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from kernel.database import Base
from kernel.ids import new_id
from kernel.subjects import Subject
from roundtable.meetings.rules.agenda import Kind
from roundtable.meetings.rules.quorum import MEHRHEIT
from roundtable.meetings.rules.states import ItemState, State
from roundtable.tables.models import RoundTable, Seat

KIND = "meeting"
ITEM_KIND = "agenda_item"


class Meeting(Base):
    """One meeting of a round table."""

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("table_id", "year", "running"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    table_id: Mapped[UUID] = mapped_column(ForeignKey(RoundTable.id), index=True)
    #: year and running number of the table's meeting, given with the first date, for ever
    year: Mapped[int]
    running: Mapped[int]
    #: `RT-2026-04`
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default=State.TERMINIERT.value)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str]
    #: how people get in: lift, induction loop, way from the bus
    place_notes: Mapped[str] = mapped_column(default="")
    #: for the seats alone
    video_url: Mapped[str] = mapped_column(default="")
    dial_in: Mapped[str] = mapped_column(default="")
    #: when the table may decide (`rules.quorum`)
    quorum_rule: Mapped[str] = mapped_column(default=MEHRHEIT)
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: why it was cancelled; public
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    table: Mapped[RoundTable] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        order_by="(AgendaItem.position, AgendaItem.id)"
    )
    invitations: Mapped[list["Invitation"]] = relationship(order_by="Invitation.version")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> Subject:
        """This meeting as a subject."""
        return Subject(KIND, str(self.id))

    @property
    def status(self) -> State:
        """The state as a word of the rules."""
        return State(self.state)

    @property
    def nr(self) -> str:
        """The part of the number that addresses use: `2026-04`."""
        return f"{self.year}-{self.running:02}"

    @property
    def announced(self) -> "Invitation | None":
        """The last invitation; None before the first."""
        return self.invitations[-1] if self.invitations else None

    @property
    def called(self) -> "AgendaItem | None":
        """The item that is dealt with now."""
        return next((item for item in self.items if item.status is ItemState.AUFGERUFEN), None)


class AgendaItem(Base):
    """One item of the agenda; a part belongs to a parent."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        UniqueConstraint("source_id"),
        Index(
            "uq_agenda_items_meeting_id",
            "meeting_id",
            unique=True,
            sqlite_where=sql("state = 'aufgerufen'"),
            postgresql_where=sql("state = 'aufgerufen'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"))
    position: Mapped[int]
    #: `Ö 3`, given with the first invitation it stands in; None before
    number: Mapped[str | None]
    #: whether visitors may read it; a part is as public as its parent
    public: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[str] = mapped_column(default=Kind.BERATUNG.value)
    state: Mapped[str] = mapped_column(default=ItemState.GEPLANT.value)
    title: Mapped[str]
    #: what it is about, as Markdown
    text: Mapped[str] = mapped_column(default="")
    #: texts to read before, as Markdown
    papers: Mapped[str] = mapped_column(default="")
    #: planned duration
    minutes: Mapped[int | None]
    #: the item of an earlier meeting that goes on here; each goes on once
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"))
    #: it comes again at each next meeting
    pinned: Mapped[bool] = mapped_column(default=False)
    #: its text is made of open tasks until somebody writes another
    filled: Mapped[bool] = mapped_column(default=False)
    #: when it was called last
    called_at: Mapped[datetime | None]
    #: nobody new asks to speak to it, but for points of order
    list_closed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> Subject:
        """This item as a subject."""
        return Subject(ITEM_KIND, str(self.id))

    @property
    def status(self) -> ItemState:
        """The state as a word of the rules."""
        return ItemState(self.state)


class Suspension(Base):
    """An item of an earlier meeting is not offered to this one; to the next it is again."""

    __tablename__ = "agenda_suspensions"

    item_id: Mapped[UUID] = mapped_column(ForeignKey(AgendaItem.id), primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), primary_key=True)


class Invitation(Base):
    """Version n of what was sent: content and calendar, for the seats and for everybody, each with its hash."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    version: Mapped[int]
    #: ladung, nachtrag, absage
    kind: Mapped[str]
    sent_at: Mapped[datetime]
    sent_by: Mapped[UUID]
    #: canonical JSON (`rules.invitation`)
    content: Mapped[str]
    content_hash: Mapped[str]
    public_content: Mapped[str]
    public_hash: Mapped[str]
    #: iCalendar
    calendar: Mapped[str]
    calendar_hash: Mapped[str]
    public_calendar: Mapped[str]
    public_calendar_hash: Mapped[str]


class Rsvp(Base):
    """What a seat answered last."""

    __tablename__ = "rsvps"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), primary_key=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id), primary_key=True)
    #: zugesagt, abgesagt, vertretung
    answer: Mapped[str]
    #: who comes instead; empty for nobody
    deputy_name: Mapped[str] = mapped_column(default="")
    #: the listed deputy's account; None for somebody newly named
    deputy_id: Mapped[UUID | None]
    deputy_confirmed_at: Mapped[datetime | None]
    #: what the person needs to take part; the chair alone reads it
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs_note: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]

    seat: Mapped[Seat] = relationship()


class RsvpLink(Base):
    """A mailed link by which a seat answers without signing in; it opens nothing else."""

    __tablename__ = "rsvp_links"

    #: SHA-256 of the secret in the address
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey(Invitation.id), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id))
    #: who held the seat then; a successor's seat is not answered with an old link
    person_id: Mapped[UUID]

    invitation: Mapped[Invitation] = relationship()
    seat: Mapped[Seat] = relationship()


class Presence(Base):
    """Somebody came for a seat, or left; with what the quorum was then."""

    __tablename__ = "presences"
    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    #: order of the steps, gapless within the meeting
    seq: Mapped[int]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id))
    #: who came instead of the seat's holder; empty for the holder
    deputy_name: Mapped[str] = mapped_column(default="")
    #: the account that acts for the seat then; None for the holder, and for who has none
    deputy_id: Mapped[UUID | None]
    inward: Mapped[bool]
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    #: the quorum after this step
    present: Mapped[int]
    required: Mapped[int]
    reached: Mapped[bool]


def _refuse(_mapper: Mapper[Any], _connection: object, row: object) -> None:
    raise RuntimeError(f"{type(row).__name__} rows are added to and never changed.")


for _model in (Invitation, Presence):
    event.listen(_model, "before_update", _refuse)
    event.listen(_model, "before_delete", _refuse)
