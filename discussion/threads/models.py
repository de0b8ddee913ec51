"""Threads, the comments in them, what they said before, and who agrees."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from discussion.threads.rules.agreement import NEUTRAL
from kernel.database import Base
from kernel.ids import new_id
from kernel.markdown import MarkdownText
from kernel.subjects import Subject


class State(StrEnum):
    """What others see of a comment."""

    SICHTBAR = "sichtbar"
    #: text, versions and votes are kept; the public sees place and reason
    VERBORGEN = "verborgen"
    #: taken back by the author after somebody had replied: an empty place
    ZURUECKGENOMMEN = "zurueckgenommen"


class Thread(Base):
    """The conversation about one subject; it begins with its first comment."""

    __tablename__ = "threads"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    #: visible comments
    comment_count: Mapped[int] = mapped_column(default=0)
    #: rises with every change that a reader could see
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    #: when the newest comment was posted, undone ones too
    last_comment_at: Mapped[datetime | None]

    @property
    def subject(self) -> Subject:
        """What is talked about."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def room(self) -> str:
        """Where the conversation is told live."""
        return room_of(self.subject)


def room_of(subject: Subject) -> str:
    """The room of the conversation about this; named by what is talked about, it is there before the first comment."""
    return f"thread:{subject}"


class Comment(MarkdownText, Base):
    """What one person said, at one place in a thread."""

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_newest", "thread_id", "depth", "created_at", "id"),
        Index("ix_comments_agreement", "thread_id", "depth", "agreement", "id"),
        Index("ix_comments_branch", "root_id", "place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    thread_id: Mapped[UUID] = mapped_column(ForeignKey(Thread.id))
    #: the comment this one answers
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id"), index=True)
    #: the first comment of the branch; None for that one itself
    root_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id"))
    #: 1 to 3; replies to level 3 stay there
    depth: Mapped[int]
    #: running number within the branch, 0 for the root; never used again
    place: Mapped[int]
    #: of a root: the last place that was handed out
    last_place: Mapped[int] = mapped_column(default=0)
    #: of a root: all replies of the branch that have a place on the page
    reply_count: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[State] = mapped_column(default=State.SICHTBAR)
    #: counts the texts, 1 for the first
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    #: why moderation hid it, shown in its place
    hidden_reason: Mapped[str] = mapped_column(default="")
    up_count: Mapped[int] = mapped_column(default=0)
    down_count: Mapped[int] = mapped_column(default=0)
    #: sort key made of both (`rules.agreement`)
    agreement: Mapped[int] = mapped_column(default=NEUTRAL)

    @property
    def subject(self) -> Subject:
        """The comment as a subject."""
        return Subject("comment", str(self.id))

    @property
    def branch_id(self) -> UUID:
        """The root of its branch; its own id for a root."""
        return self.root_id or self.id


class CommentVersion(MarkdownText, Base):
    """What a comment said before it was edited."""

    __tablename__ = "comment_versions"

    comment_id: Mapped[UUID] = mapped_column(
        ForeignKey(Comment.id, ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]


class Reaction(Base):
    """One person's agreement (1) or disagreement (-1) with a comment; 0 once it was withdrawn."""

    __tablename__ = "comment_reactions"
    __table_args__ = (
        UniqueConstraint("comment_id", "person_id"),
        CheckConstraint("value IN (-1, 0, 1)", name="one_voice"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey(Comment.id, ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(index=True)
    value: Mapped[int]
    at: Mapped[datetime]


class Decision(Base):
    """A moderator hid a comment or showed it again, and why."""

    __tablename__ = "comment_decisions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey(Comment.id, ondelete="CASCADE"), index=True)
    moderator_id: Mapped[UUID]
    #: the state it led to
    state: Mapped[State]
    reason: Mapped[str]
    at: Mapped[datetime]


class Writer(Base):
    """How fast a person writes (`rules.pace`); its row is locked while a comment is posted."""

    __tablename__ = "comment_writers"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    #: None before the first comment
    mark: Mapped[datetime | None]
