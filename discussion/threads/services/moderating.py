"""Hiding a comment and showing it again: always with a reason that the public can read or ask for."""

from uuid import UUID

from discussion.threads.events import CommentHidden, CommentRestored
from discussion.threads.models import Decision, State, Thread
from discussion.threads.permissions import can_moderate
from discussion.threads.services.holding import held_comment, tell
from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound, NotPermitted, NotSignedIn, RuleViolation
from kernel.i18n import lazy
from kernel.idempotency import once
from kernel.ids import new_id
from kernel.subjects import may

SHORTEST_REASON = 10
LONGEST_REASON = 500


class ReasonDoesNotFit(RuleViolation):
    """A decision about somebody's words needs a sentence."""

    message = lazy("Bitte begründen Sie Ihre Entscheidung in einem Satz (10 bis 500 Zeichen).")


@transactional
def hide_comment(*, actor: Actor, comment_id: UUID, reason: str, key: str | None = None) -> None:
    """Show the reason in place of the comment; text, versions and voices are kept. Hidden twice is hidden once."""
    _decide(actor, comment_id, State.VERBORGEN, reason, key)


@transactional
def restore_comment(*, actor: Actor, comment_id: UUID, reason: str, key: str | None = None) -> None:
    """Show a hidden comment again; the reason is kept with the decision. Restored twice is restored once."""
    _decide(actor, comment_id, State.SICHTBAR, reason, key)


def _decide(actor: Actor, comment_id: UUID, state: State, reason: str, key: str | None) -> None:
    tidy = " ".join(reason.split())
    if not SHORTEST_REASON <= len(tidy) <= LONGEST_REASON:
        raise ReasonDoesNotFit(field="reason")

    def work() -> str:
        _move(actor, comment_id, state, tidy)
        return ""

    once(actor=actor, key=key, request=f"{state}:{comment_id}:{tidy}", work=work)


def _move(actor: Actor, comment_id: UUID, state: State, reason: str) -> None:
    comment, thread = held_comment(comment_id)
    moderator_id = _permitted(actor, thread)
    if comment.state is state:
        return
    hides = state is State.VERBORGEN
    comment.state = state
    comment.hidden_reason = reason if hides else ""
    thread.comment_count += -1 if hides else 1
    db.session.add(
        Decision(
            id=new_id(),
            comment_id=comment.id,
            moderator_id=moderator_id,
            state=state,
            reason=reason,
            at=clock.now(),
        )
    )
    kind = CommentHidden if hides else CommentRestored
    tell(kind, comment, thread, actor=actor, author_id=comment.author_id)


def _permitted(actor: Actor, thread: Thread) -> UUID:
    """The moderator's id; the same refusals as everywhere for others."""
    at = clock.now()
    if not may(actor, "see", thread.subject, at).visible:
        raise NotFound
    if actor.person_id is None:
        raise NotSignedIn
    if not can_moderate(actor, thread.subject, at):
        raise NotPermitted
    return actor.person_id
