"""Single comments and counts, for other rooms and for forms."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, tuple_

from discussion.threads.models import Comment, CommentVersion, State, Thread
from discussion.threads.permissions import can_moderate, can_read_text
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from kernel.subjects import Card, Subject, cards, may


@dataclass(frozen=True, slots=True)
class Found:
    """A comment with what it is about."""

    comment: Comment
    about: Subject


@dataclass(frozen=True, slots=True)
class History:
    """A comment and what it said before, newest first."""

    comment: Comment
    about: Subject
    versions: list[CommentVersion]


def comment_for(actor: Actor, comment_id: UUID) -> Found:
    """A comment whose text the actor may read; NotFound for every other."""
    found = comments_with([comment_id]).get(comment_id)
    if found is None:
        raise NotFound
    at = clock.now()
    moderates = can_moderate(actor, found.about, at)
    visible = may(actor, "see", found.about, at).visible
    if not visible or not can_read_text(actor, found.comment, moderates=moderates):
        raise NotFound
    return found


def comments_with(ids: Collection[UUID]) -> dict[UUID, Found]:
    """Comments of any state with their subjects, in one statement; the caller asks who may see them."""
    statement = (
        select(Comment, Thread)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.id.in_(ids))
    )
    return {
        comment.id: Found(comment, thread.subject)
        for comment, thread in db.session.execute(statement)
    }


def comments_by_ids(actor: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[Found, Card]]:
    """The visible ones of these comments, each with the card of its subject; one statement, and one per kind."""
    found = comments_with(ids)
    visible = {i: f for i, f in found.items() if f.comment.state is State.SICHTBAR}
    seen = cards(actor, {f.about for f in visible.values()})
    return {i: (f, seen[f.about]) for i, f in visible.items() if f.about in seen}


def visible_comment_ids() -> Iterable[UUID]:
    """The ids of all visible comments, as a stream."""
    statement = select(Comment.id).where(Comment.state == State.SICHTBAR)
    return db.session.scalars(statement.execution_options(yield_per=1_000))


def comments_about(subjects: Collection[Subject]) -> Iterable[UUID]:
    """The ids of all comments on these subjects, as a stream."""
    keys = [(subject.kind, subject.id) for subject in subjects]
    statement = (
        select(Comment.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(tuple_(Thread.subject_kind, Thread.subject_id).in_(keys))
    )
    return db.session.scalars(statement.execution_options(yield_per=1_000))


def history_for(actor: Actor, comment_id: UUID) -> History:
    """All versions of a comment that the actor may read."""
    found = comment_for(actor, comment_id)
    versions = db.session.scalars(
        select(CommentVersion)
        .where(CommentVersion.comment_id == comment_id)
        .order_by(CommentVersion.number.desc())
    )
    return History(found.comment, found.about, list(versions))


def thread_subject(thread_id: UUID) -> Subject:
    """What a thread is about; NotFound without one. The caller asks who may see it."""
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise NotFound
    return thread.subject


def counts_for(subjects: Collection[Subject]) -> Mapping[Subject, int]:
    """How many visible comments each subject has, in one statement; 0 where nobody has spoken."""
    keys = [(subject.kind, subject.id) for subject in subjects]
    if not keys:
        return {}
    columns = (Thread.subject_kind, Thread.subject_id)
    statement = select(*columns, Thread.comment_count).where(tuple_(*columns).in_(keys))
    counted = {Subject(kind, id_): count for kind, id_, count in db.session.execute(statement)}
    return {subject: counted.get(subject, 0) for subject in subjects}
