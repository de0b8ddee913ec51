"""What happened in conversations; ids and numbers only, for the log outlives every text.

Each fact names the comment, its thread, what is talked about (`about`, a subject as text) and how many visible
comments the thread has after it, so that a feature can follow the conversation about its things.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class CommentFact(Event):
    """What every fact about a comment says."""

    comment_id: UUID
    thread_id: UUID
    about: str
    comment_count: int


@dataclass(frozen=True)
class CommentPosted(CommentFact):
    """Somebody said something; `parent_id` is the comment it answers."""

    kind: ClassVar[str] = "comment.posted"
    parent_id: UUID | None


@dataclass(frozen=True)
class CommentEdited(CommentFact):
    """The author corrected the text; `version` counts from 1."""

    kind: ClassVar[str] = "comment.edited"
    version: int


@dataclass(frozen=True)
class CommentHidden(CommentFact):
    """Moderation hid the text; the reason stands in its place."""

    kind: ClassVar[str] = "comment.hidden"
    author_id: UUID


@dataclass(frozen=True)
class CommentRestored(CommentFact):
    """Moderation showed a hidden text again."""

    kind: ClassVar[str] = "comment.restored"
    author_id: UUID


@dataclass(frozen=True)
class CommentUndone(CommentFact):
    """The author took the comment back within seconds; its text is gone everywhere."""

    kind: ClassVar[str] = "comment.undone"


@dataclass(frozen=True)
class CommentVoted(CommentFact):
    """The voices on a comment changed; who gave them is not part of the fact."""

    kind: ClassVar[str] = "comment.voted"
    up_count: int
    down_count: int


FACTS = (CommentPosted, CommentEdited, CommentHidden, CommentRestored, CommentUndone, CommentVoted)
#: who may hear a conversation depends on its subject, so none of these changes it
KINDS = tuple(fact.kind for fact in FACTS)
