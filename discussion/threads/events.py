"""What happened in conversations; ids and numbers only, for the log outlives every text."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class CommentPosted(Event):
    """Somebody said something; `about` is the subject of the thread, as text."""

    kind: ClassVar[str] = "comment.posted"
    comment_id: UUID
    thread_id: UUID
    parent_id: UUID | None
    about: str


@dataclass(frozen=True)
class CommentEdited(Event):
    """The author corrected the text; `version` counts from 1."""

    kind: ClassVar[str] = "comment.edited"
    comment_id: UUID
    thread_id: UUID
    version: int


@dataclass(frozen=True)
class CommentHidden(Event):
    """Moderation hid the text; the reason stands in its place."""

    kind: ClassVar[str] = "comment.hidden"
    comment_id: UUID
    thread_id: UUID
    author_id: UUID


@dataclass(frozen=True)
class CommentRestored(Event):
    """Moderation showed a hidden text again."""

    kind: ClassVar[str] = "comment.restored"
    comment_id: UUID
    thread_id: UUID
    author_id: UUID


@dataclass(frozen=True)
class CommentUndone(Event):
    """The author took the comment back within seconds; its text is gone everywhere."""

    kind: ClassVar[str] = "comment.undone"
    comment_id: UUID
    thread_id: UUID


@dataclass(frozen=True)
class CommentVoted(Event):
    """The voices on a comment changed; who gave them is not part of the fact."""

    kind: ClassVar[str] = "comment.voted"
    comment_id: UUID
    thread_id: UUID
    up_count: int
    down_count: int
