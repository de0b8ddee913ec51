"""Contributions and the chair's moves in their list.

At most one speech of a meeting runs and one is called: the database holds that, not the services.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, words
from kernel.ids import new_id
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.speech import EntryState
from roundtable.tables.models import Seat

ONE_WAITS = text("state IN ('gemeldet', 'aufgerufen')")
ONE_SPEAKS = text("state = 'spricht'")
ONE_IS_CALLED = text("state = 'aufgerufen'")


class SpeakerEntry(Base):
    """Somebody asks to speak to the called item; the id is made by whoever asks, and sent again until answered."""

    __tablename__ = "speaker_entries"
    __table_args__ = (
        UniqueConstraint("meeting_id", "seq"),
        Index(
            "uq_speaker_entries_item_id_seat_id_kind",
            "item_id",
            "seat_id",
            "kind",
            unique=True,
            sqlite_where=ONE_WAITS,
            postgresql_where=ONE_WAITS,
        ),
        Index(
            "uq_speaker_entries_meeting_id",
            "meeting_id",
            unique=True,
            sqlite_where=ONE_SPEAKS,
            postgresql_where=ONE_SPEAKS,
        ),
        Index(
            "uq_speaker_entries_meeting_id_state",
            "meeting_id",
            "state",
            unique=True,
            sqlite_where=ONE_IS_CALLED,
            postgresql_where=ONE_IS_CALLED,
        ),
        CheckConstraint("spoken_ms >= 0", name="spoken_ms"),
        CheckConstraint("(speaks_since IS NULL) = (state <> 'spricht')", name="clock_runs"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    item_id: Mapped[UUID] = mapped_column(ForeignKey(AgendaItem.id))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id))
    #: who speaks instead of the seat's holder; empty for the holder
    deputy_name: Mapped[str] = mapped_column(default="")
    kind: Mapped[Kind] = mapped_column(words(Kind))
    #: order of the requests, gapless within the meeting
    seq: Mapped[int]
    state: Mapped[EntryState] = mapped_column(words(EntryState), default=EntryState.GEMELDET)
    asked_at: Mapped[datetime]
    #: chair or secretary, for somebody without a device
    entered_by: Mapped[UUID | None]
    #: the speech that a question interrupts
    interrupts_id: Mapped[UUID | None] = mapped_column(ForeignKey("speaker_entries.id"))
    started_at: Mapped[datetime | None]
    #: since when the clock runs; None while it stands
    speaks_since: Mapped[datetime | None]
    #: finished stretches, without pauses
    spoken_ms: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]

    seat: Mapped[Seat] = relationship()


class SpeakerMove(Base):
    """The chair put a contribution at a place, with a reason that the whole room reads; added to, never changed."""

    __tablename__ = "speaker_moves"
    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey(SpeakerEntry.id))
    seq: Mapped[int]
    position: Mapped[int]
    reason: Mapped[str]
    actor_id: Mapped[UUID]
    at: Mapped[datetime]
