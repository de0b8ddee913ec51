"""Finds the rows a service changes, holds them until the commit, and tells what happened.

The order is always writer, thread, comment, so that no two calls wait for each other.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from discussion.threads.events import CommentFact, CommentVoted
from discussion.threads.models import Comment, State, Thread, Writer
from discussion.threads.rules import pace
from kernel import clock
from kernel.actors import Actor
from kernel.database import db, insert_or_ignore
from kernel.errors import NotFound, TooFast
from kernel.events import EventRow, record
from kernel.i18n import _
from kernel.ids import new_id
from kernel.subjects import Subject, audience_of

T = TypeVar("T")


def _held(statement: Select[T]) -> Select[T]:
    return statement.with_for_update().execution_options(populate_existing=True)


#: made once: they are asked for each comment
WRITER = _held(select(Writer).where(Writer.person_id == bindparam("person")))
THREAD = _held(
    select(Thread).where(
        Thread.subject_kind == bindparam("kind"), Thread.subject_id == bindparam("id")
    )
)


def held_thread(subject: Subject, at: datetime) -> Thread:
    """The subject's thread, begun where there is none."""
    if thread := _thread_of(subject):
        return thread
    insert_or_ignore(
        Thread.__table__,
        id=new_id(),
        subject_kind=subject.kind,
        subject_id=subject.id,
        comment_count=0,
        version=0,
        created_at=at,
    )
    return _thread_of(subject) or held_thread(subject, at)


def _thread_of(subject: Subject) -> Thread | None:
    with db.session.no_autoflush:  # the writer's mark is written with all the rest
        return db.session.scalar(THREAD, {"kind": subject.kind, "id": subject.id})


def held_comment(comment_id: UUID) -> tuple[Comment, Thread]:
    """The comment with its thread; NotFound for one that is gone or an empty place."""
    thread_id = select(Comment.thread_id).where(Comment.id == comment_id).scalar_subquery()
    thread = db.session.scalar(_held(select(Thread).where(Thread.id == thread_id)))
    comment = db.session.scalar(_held(select(Comment).where(Comment.id == comment_id)))
    if thread is None or comment is None or comment.state is State.ZURUECKGENOMMEN:
        raise NotFound
    return comment, thread


def tell(
    kind: Callable[..., CommentFact],
    comment: Comment,
    thread: Thread,
    *,
    actor: Actor,
    **more: object,
) -> EventRow:
    """Record a fact about a comment for those who may hear of its subject; readers see another version.

    The thread's room hears it live, but for voices: counts alone change too often to be told one by one.
    """
    thread.version += 1
    about = thread.subject
    fact = kind(comment.id, thread.id, str(about), thread.comment_count, **more)
    audience = audience_of(about, clock.now())
    room = None if kind is CommentVoted else thread.room
    return record(fact, subject=comment.subject, actor=actor, audience=audience, room=room)


def keep_pace(actor: Actor, at: datetime) -> None:
    """Count one more text of this person; TooFast beyond the pace, also under parallel calls."""
    writer = _held_writer(actor)
    mark = pace.next_mark(writer.mark, at)
    if mark is None:
        wait = pace.wait_seconds(writer.mark or at, at)
        message = _("Sie schreiben sehr schnell. Bitte warten Sie %(wait)s Sekunden.", wait=wait)
        raise TooFast(message, retry_in=wait)
    writer.mark = mark


def _held_writer(actor: Actor) -> Writer:
    if writer := db.session.scalar(WRITER, {"person": actor.person_id}):
        return writer
    insert_or_ignore(Writer.__table__, person_id=actor.person_id, mark=None)  # waits for a rival
    return db.session.scalars(WRITER, {"person": actor.person_id}).one()
