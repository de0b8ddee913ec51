"""The pages of a thread: at most three statements, however long people have talked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, select, tuple_

from discussion.threads.models import Comment, Thread
from discussion.threads.permissions import can_moderate, verdict_on
from discussion.threads.queries.views import (
    CommentView,
    Reader,
    Rows,
    anchor_of,
    branches_of,
    replies_of,
    rows_for,
)
from discussion.threads.rules.pages import (
    BRANCH,
    REPLIES,
    ROOTS,
    Cursor,
    Order,
    branch_start,
    cursor_of,
    order_of,
)
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from kernel.subjects import Subject, Verdict, may


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of a conversation, ready for `discussion/threads/_thread.html`."""

    subject: Subject
    #: visible comments of the whole thread
    count: int
    order: Order
    comments: list[CommentView]
    #: whether an account, and nothing else, is needed or there; with the reason and the opening where not
    verdict: Verdict
    is_first: bool
    #: behind the last comment of this page; None on the last page
    next_cursor: Cursor | None
    #: the first comment of the next page
    next_anchor: str


@dataclass(frozen=True, slots=True)
class BranchPage:
    """One branch of a conversation, at the replies around a comment."""

    subject: Subject
    root: CommentView
    #: the comment that was asked for
    comment_id: UUID
    has_earlier: bool
    #: the first reply of the next page
    next_id: UUID | None


def reader_of(actor: Actor, subject: Subject, at: datetime) -> tuple[Reader, Verdict]:
    """What the actor may do here, and what the judge says about commenting; NotFound for an invisible subject."""
    if not may(actor, "see", subject, at).visible:
        raise NotFound
    verdict = verdict_on(actor, "comment", subject, at)
    may_react = actor.signed_in and may(actor, "react", subject, at).allowed
    reader = Reader(actor, at, verdict.allowed, may_react, can_moderate(actor, subject, at))
    return reader, verdict


def thread_page(
    actor: Actor, subject: Subject, order: str | None = None, cursor: str | None = None
) -> ThreadPage:
    """Twenty first comments with three replies each; `order` and `cursor` as they stand in the address.

    A word or cursor that is none gives the first page, the newest first.
    """
    reader, verdict = reader_of(actor, subject, clock.now())
    sorting = order_of(order)
    behind = cursor_of(cursor, sorting)
    roots = _roots(actor, subject, sorting, behind)
    shown, rest = roots[:ROOTS], roots[ROOTS:]
    answered = [row.id for row in shown if row.reply_count]
    replies = replies_of(actor, answered, after=0, upto=REPLIES + 1)
    return ThreadPage(
        subject=subject,
        count=roots[0].comment_count if roots else 0,
        order=sorting,
        comments=_first_replies(reader, shown, replies),
        verdict=verdict,
        is_first=behind is None,
        next_cursor=_cursor_at(sorting, shown) if rest else None,
        next_anchor=anchor_of(rest[0].id) if rest else "",
    )


def branch_page(actor: Actor, comment_id: UUID) -> BranchPage:
    """The branch of a comment, at the page of replies that holds it; NotFound where its subject is invisible."""
    subject, root_id, place = _place_of(comment_id)
    reader, _verdict = reader_of(actor, subject, clock.now())
    start = branch_start(place)
    root = db.session.execute(rows_for(actor).where(Comment.id == root_id)).all()
    replies = replies_of(actor, [root_id], after=start, upto=start + BRANCH + 1)
    shown = [row for row in replies if row.place <= start + BRANCH]
    return BranchPage(
        subject=subject,
        root=branches_of(reader, root, shown)[0],
        comment_id=comment_id,
        has_earlier=start > 0,
        next_id=replies[-1].id if len(replies) > len(shown) else None,
    )


def _roots(actor: Actor, subject: Subject, order: Order, behind: Cursor | None) -> Rows:
    statement = rows_for(actor, _of_thread(Thread.comment_count, subject).label("comment_count"))
    statement = statement.where(
        Comment.thread_id == _of_thread(Thread.id, subject), Comment.depth == 1
    )
    key: ColumnElement[Any] = _key(order)
    if order is Order.OLDEST:
        statement = statement.order_by(key, Comment.id)
    else:
        statement = statement.order_by(key.desc(), Comment.id.desc())
    if behind:
        here, there = tuple_(key, Comment.id), tuple_(behind.key, behind.id)
        statement = statement.where(here > there if order is Order.OLDEST else here < there)
    return db.session.execute(statement.limit(ROOTS + 1)).all()


def _first_replies(reader: Reader, roots: Rows, replies: Rows) -> list[CommentView]:
    """The roots with their first replies, and the way to the others."""
    shown = [row for row in replies if row.place <= REPLIES]
    views = branches_of(reader, roots, shown)
    counted = Counter(row.root_id for row in shown)
    following = {row.root_id: row.id for row in replies if row.place > REPLIES}
    for view in views:
        view.more_count = view.reply_count - counted[view.id]
        view.more_id = following.get(view.id, view.id)
    return views


def _of_thread(column: Any, subject: Subject) -> ScalarSelect[Any]:
    """A value of the subject's thread, looked up once within the statement that reads the comments."""
    this = (Thread.subject_kind == subject.kind, Thread.subject_id == subject.id)
    return select(column).where(*this).scalar_subquery()


def _key(order: Order) -> Any:
    return Comment.agreement if order is Order.AGREEMENT else Comment.created_at


def _cursor_at(order: Order, shown: Rows) -> Cursor:
    last = shown[-1]
    return Cursor(last.agreement if order is Order.AGREEMENT else last.created_at, last.id)


def _place_of(comment_id: UUID) -> tuple[Subject, UUID, int]:
    statement = (
        select(Comment.root_id, Comment.place, Thread.subject_kind, Thread.subject_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.id == comment_id)
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise NotFound
    return Subject(row.subject_kind, row.subject_id), row.root_id or comment_id, row.place
