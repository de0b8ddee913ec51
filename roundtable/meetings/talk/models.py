"""Messages written in the room of a meeting; working talk that is deleted when it has served (`jobs`).

A message that was taken back keeps its row without the text, so that a late repeat does not bring it back.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, words
from kernel.ids import new_id
from kernel.markdown import MarkdownText
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.tables.models import Seat


class State(StrEnum):
    """What the room sees of a message; stored as written."""

    SICHTBAR = "sichtbar"
    #: the chair hid it; author and chair still read the text, all others the reason
    VERBORGEN = "verborgen"
    #: the author took it back: the text is gone
    ZURUECKGENOMMEN = "zurueckgenommen"


class TalkMessage(MarkdownText, Base):
    """What one seat wrote; `key` is made by the device and sent again until it is answered."""

    __tablename__ = "talk_messages"
    __table_args__ = (UniqueConstraint("meeting_id", "key"), UniqueConstraint("meeting_id", "seq"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    #: order of the messages, gapless within the meeting
    seq: Mapped[int]
    key: Mapped[UUID]
    #: the item that was called then; None between two items
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey(AgendaItem.id))
    #: written while a non-public item was called: guests never read it, whatever becomes of the item
    members_only: Mapped[bool]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey(Seat.id))
    author_id: Mapped[UUID]
    state: Mapped[State] = mapped_column(words(State), default=State.SICHTBAR)
    at: Mapped[datetime]
    #: why the chair hid it; everybody in the room reads the reason
    hidden_reason: Mapped[str] = mapped_column(default="")
    hidden_by: Mapped[UUID | None]
    hidden_at: Mapped[datetime | None]
