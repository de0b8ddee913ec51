"""Who may do what with comments. Whether a subject may be talked about, its own judge says."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from accounts.roles import MODERATOR, is_moderator
from discussion.threads.models import State
from discussion.threads.rules.deadlines import may_still_edit, may_still_undo
from kernel.actors import NEWCOMER, Actor
from kernel.subjects import Subject, Verdict, may


class Said(Protocol):
    """What must be known of a comment; a row of a page knows it too."""

    @property
    def author_id(self) -> UUID:
        """Who wrote it."""

    @property
    def state(self) -> State:
        """What others see of it."""

    @property
    def created_at(self) -> datetime:
        """When it was posted."""


def verdict_on(actor: Actor, action: str, subject: Subject, at: datetime) -> Verdict:
    """What the subject's judge says; visitors are judged as newcomers, for they write first and register on sending."""
    return may(actor if actor.signed_in else NEWCOMER, action, subject, at)


def is_author(actor: Actor, comment: Said) -> bool:
    """Whether this person wrote it."""
    return actor.signed_in and actor.person_id == comment.author_id


def can_edit(actor: Actor, comment: Said, at: datetime) -> bool:
    """The author corrects a visible comment within the first minutes."""
    visible = comment.state is State.SICHTBAR
    return is_author(actor, comment) and visible and may_still_edit(comment.created_at, at)


def can_undo(actor: Actor, comment: Said, at: datetime) -> bool:
    """The author takes a visible comment back within the first seconds, whatever the phase says."""
    visible = comment.state is State.SICHTBAR
    return is_author(actor, comment) and visible and may_still_undo(comment.created_at, at)


def can_moderate(actor: Actor, subject: Subject, at: datetime) -> bool:
    """Moderators of the site or of this very subject, and whom the subject's judge lets moderate."""
    if not actor.has_somewhere(MODERATOR):
        return False
    return is_moderator(actor, str(subject)) or may(actor, "moderate", subject, at).allowed


def can_read_text(actor: Actor, comment: Said, *, moderates: bool) -> bool:
    """Everybody reads a visible comment; a hidden one its author and who moderates here."""
    if comment.state is State.VERBORGEN:
        return moderates or is_author(actor, comment)
    return comment.state is State.SICHTBAR
