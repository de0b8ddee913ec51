"""Correcting and taking back comments, by their authors and within minutes."""

from uuid import UUID

from sqlalchemy import delete, exists, select

from discussion.threads.events import CommentEdited, CommentUndone
from discussion.threads.models import Comment, CommentVersion, Reaction, State
from discussion.threads.permissions import can_edit, can_undo, is_author
from discussion.threads.rules.agreement import NEUTRAL
from discussion.threads.services.holding import held_comment, keep_pace, tell
from discussion.threads.services.posting import digest, rendered_comment
from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import Conflict, NotPermitted, NotSignedIn
from kernel.i18n import lazy
from kernel.idempotency import once
from kernel.markdown import Rendered
from kernel.subjects import Subject, permit


class EditIsOver(Conflict):
    """The minutes for corrections have passed."""

    message = lazy(
        "Diesen Beitrag können Sie nicht mehr ändern. Das geht 15 Minuten lang, solange er sichtbar ist."
    )


class UndoIsOver(Conflict):
    """The seconds for taking back have passed."""

    message = lazy("Diesen Beitrag können Sie nicht mehr zurücknehmen. Das geht 30 Sekunden lang.")


class TextChangedMeanwhile(Conflict):
    """The form was made for an older version."""

    message = lazy(
        "Der Beitrag wurde inzwischen geändert. Bitte vergleichen Sie mit der neuen Fassung."
    )


def edit_comment(
    *, actor: Actor, comment_id: UUID, text: str, based_on: int, key: str | None = None
) -> None:
    """Correct a comment of one's own within 15 minutes; the version before stays readable.

    `based_on` is the version the author saw. The same text again changes nothing.
    """
    if not actor.signed_in:
        raise NotSignedIn
    rendered = rendered_comment(text)
    request = f"edit:{comment_id}:{based_on}:{digest(rendered.text)}"

    def work() -> str:
        _edit(actor, comment_id, rendered, based_on)
        return ""

    once(actor=actor, key=key, request=request, work=work)


@transactional
def undo_comment(*, actor: Actor, comment_id: UUID, key: str | None = None) -> Subject:
    """Take back a comment of one's own within 30 seconds: text, versions and voices are gone.

    Where somebody replied an empty place stays. Answers what was talked about, also for a repeated key.
    """

    def work() -> str:
        return str(_undo(actor, comment_id))

    kind, _, id_ = once(actor=actor, key=key, request=f"undo:{comment_id}", work=work).partition(
        ":"
    )
    return Subject(kind, id_)


def _edit(actor: Actor, comment_id: UUID, rendered: Rendered, based_on: int) -> None:
    at = clock.now()
    keep_pace(actor, at)
    comment, thread = held_comment(comment_id)
    permit(actor, "comment", thread.subject, at)
    if not can_edit(actor, comment, at):
        raise EditIsOver if is_author(actor, comment) else NotPermitted
    if comment.version != based_on:
        raise TextChangedMeanwhile
    if comment.text == rendered.text:
        return
    _keep_version(comment)
    comment.take(rendered)
    comment.version, comment.edited_at = comment.version + 1, at
    tell(CommentEdited, comment, thread, actor=actor, version=comment.version)


def _keep_version(comment: Comment) -> None:
    version = CommentVersion(
        comment_id=comment.id,
        number=comment.version,
        written_at=comment.edited_at or comment.created_at,
        text=comment.text,
        text_html=comment.text_html,
        text_version=comment.text_version,
    )
    db.session.add(version)


def _undo(actor: Actor, comment_id: UUID) -> Subject:
    at = clock.now()
    comment, thread = held_comment(comment_id)
    if not can_undo(actor, comment, at):
        permit(actor, "see", thread.subject, at)  # what is closed to a reader looks absent
        raise UndoIsOver if is_author(actor, comment) else NotPermitted
    thread.comment_count -= 1
    tell(CommentUndone, comment, thread, actor=actor)
    if _is_answered(comment):
        _empty(comment)
    else:
        _remove(comment)
    return thread.subject


def _is_answered(comment: Comment) -> bool:
    replies = exists().where(Comment.parent_id == comment.id)
    return bool(db.session.scalar(select(replies)))


def _empty(comment: Comment) -> None:
    """Leave the place, take everything that was said or voted there."""
    for table in (CommentVersion, Reaction):
        db.session.execute(delete(table).where(table.comment_id == comment.id))
    comment.write("")
    comment.state, comment.edited_at = State.ZURUECKGENOMMEN, None
    comment.up_count = comment.down_count = 0
    comment.agreement = NEUTRAL


def _remove(comment: Comment) -> None:
    """Take the row away, and the empty places above that only it held."""
    parent = db.session.get(Comment, comment.parent_id) if comment.parent_id else None
    if comment.root_id:
        db.session.get_one(Comment, comment.root_id, populate_existing=True).reply_count -= 1
    db.session.delete(comment)
    db.session.flush()
    if parent and parent.state is State.ZURUECKGENOMMEN and not _is_answered(parent):
        _remove(parent)
