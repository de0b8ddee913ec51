"""The pages of a thread: at most three statements, however long people have talked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, select, tuple_, union_all

from discussion.threads.models import Comment, Thread, room_of
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
from kernel.events import last_told
from kernel.subjects import Subject, Verdict, may


@dataclass
class ThreadPage:
    """A page of a conversation, ready for `discussion/threads/_thread.html`.

    What stands on it is read when it is asked for: a list that is kept for visitors is not read again.
    """

    reader: Reader
    subject: Subject
    #: visible comments of the whole thread
    count: int
    #: rises with every change that a reader could see
    version: int
    #: the last number told live in the conversation's room
    told: int
    order: Order
    behind: Cursor | None
    #: what the subject's judge says to a person, and to visitors once they have an account
    verdict: Verdict

    @property
    def room(self) -> str:
        """Where the conversation is told live."""
        return room_of(self.subject)

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before this page."""
        return self.behind is None

    @cached_property
    def comments(self) -> list[CommentView]:
        """Twenty first comments, each with up to three replies."""
        replies = [row for row in self._rows if row.root_id]
        return _with_first_replies(self.reader, self._roots[:ROOTS], replies)

    @property
    def next_cursor(self) -> Cursor | None:
        """Behind the last comment of this page; None on the last one."""
        if len(self._roots) <= ROOTS:
            return None
        last = self._roots[ROOTS - 1]
        return Cursor(_key(self.order, last), last.id)

    @property
    def next_anchor(self) -> str:
        """The first comment of the next page."""
        return anchor_of(self._roots[ROOTS].id) if self.next_cursor else ""

    @cached_property
    def _roots(self) -> Rows:
        roots = [row for row in self._rows if row.root_id is None]
        return sorted(
            roots,
            key=lambda row: (_key(self.order, row), row.id),
            reverse=self.order is not Order.OLDEST,
        )

    @cached_property
    def _rows(self) -> Rows:
        if not self.version:
            return []
        statement = _page_of(self.reader.actor, self.subject, self.order, self.behind)
        return db.session.execute(statement).all()


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
    """A page of the subject's conversation; `order` and `cursor` as they stand in the address.

    A word or cursor that is none gives the first page, the newest first.
    """
    reader, verdict = reader_of(actor, subject, clock.now())
    count, version, told = _state_of(subject)
    sorting = order_of(order)
    behind = cursor_of(cursor, sorting)
    return ThreadPage(reader, subject, count, version, told, sorting, behind, verdict)


def branch_page(actor: Actor, comment_id: UUID) -> BranchPage:
    """The branch of a comment, at the page of replies that holds it; NotFound where its subject is invisible."""
    subject, root_id, place = _place_of(comment_id)
    reader, _verdict = reader_of(actor, subject, clock.now())
    start = branch_start(place)
    root = db.session.execute(rows_for(actor).where(Comment.id == root_id)).all()
    replies = replies_of(actor, root_id, after=start, upto=start + BRANCH + 1)
    shown = [row for row in replies if row.place <= start + BRANCH]
    return BranchPage(
        subject=subject,
        root=branches_of(reader, root, shown)[0],
        comment_id=comment_id,
        has_earlier=start > 0,
        next_id=replies[-1].id if len(replies) > len(shown) else None,
    )


def _state_of(subject: Subject) -> tuple[int, int, int]:
    """How many visible comments there are, the thread's version, and what its room was told last."""
    told = last_told(room_of(subject)).label("told")
    found = db.session.execute(_of(subject, Thread.comment_count, Thread.version, told)).first()
    return (found.comment_count, found.version, found.told or 0) if found else (0, 0, 0)


def _page_of(
    actor: Actor, subject: Subject, order: Order, behind: Cursor | None
) -> CompoundSelect[Any]:
    """The roots of a page and one more, and their first replies and one more, in any order."""
    roots = _roots(actor, subject, order, behind).cte("roots")
    replies = rows_for(actor).join(roots, Comment.root_id == roots.c.id)
    return union_all(select(roots), replies.where(Comment.place <= REPLIES + 1))


def _roots(actor: Actor, subject: Subject, order: Order, behind: Cursor | None) -> Select[Any]:
    key: ColumnElement[Any] = _key(order, Comment)
    thread_id = _of(subject, Thread.id).scalar_subquery()
    statement = rows_for(actor).where(Comment.thread_id == thread_id, Comment.depth == 1)
    if order is Order.OLDEST:
        statement = statement.order_by(key, Comment.id)
    else:
        statement = statement.order_by(key.desc(), Comment.id.desc())
    if behind:
        here, there = tuple_(key, Comment.id), tuple_(behind.key, behind.id)
        statement = statement.where(here > there if order is Order.OLDEST else here < there)
    return statement.limit(ROOTS + 1)


def _of(subject: Subject, *columns: Any) -> Select[Any]:
    """Columns of the subject's thread."""
    this = (Thread.subject_kind == subject.kind, Thread.subject_id == subject.id)
    return select(*columns).where(*this)


def _key(order: Order, of: Any) -> Any:
    return of.agreement if order is Order.AGREEMENT else of.created_at


def _with_first_replies(reader: Reader, roots: Rows, replies: Rows) -> list[CommentView]:
    """The roots with their first replies, and the way to the others."""
    on_page = {row.id for row in roots}
    shown = [row for row in replies if row.place <= REPLIES and row.root_id in on_page]
    views = branches_of(reader, roots, sorted(shown, key=lambda row: (row.root_id, row.place)))
    counted = Counter(row.root_id for row in shown)
    following = {row.root_id: row.id for row in replies if row.place > REPLIES}
    for view in views:
        view.more_count = view.reply_count - counted[view.id]
        view.more_id = following.get(view.id, view.id)
    return views


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
