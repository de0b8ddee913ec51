"""Finds the rows a service changes, holds them until the commit, and tells what happened.

The order is always writer, thread, comment, so that no two calls wait for each other.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, insert, select, update

from discussion.threads.events import CommentFact, CommentVoted
from discussion.threads.models import Comment, State, Thread, Writer
from discussion.threads.rules import pace
from kernel import clock
from kernel.actors import Actor
from kernel.database import db, insert_missing, insert_or_ignore
from kernel.errors import NotFound, NotSignedIn, TooFast
from kernel.events import EventRow, record
from kernel.i18n import _
from kernel.ids import new_id
from kernel.subjects import Subject, audience_of

T = TypeVar("T")


def _held(statement: Select[T]) -> Select[T]:
    return statement.with_for_update().execution_options(populate_existing=True)


_writers = cast("Table", Writer.__table__)
#: made once, past the session: they are sent for each comment
MARKS = (
    select(_writers.c.person_id, _writers.c.mark)
    .where(_writers.c.person_id.in_(bindparam("people", expanding=True)))
    .order_by(_writers.c.person_id)
    .with_for_update()
)
COUNT = (
    update(_writers)
    .where(_writers.c.person_id == bindparam("person"))
    .values(mark=bindparam("moved_to"))
)
#: what is said of a new comment; all else is as its column begins
GIVEN = (
    "id",
    "thread_id",
    "parent_id",
    "root_id",
    "depth",
    "place",
    "author_id",
    "created_at",
    "text",
    "text_html",
    "text_version",
)
PUT = insert(cast("Table", Comment.__table__))
_threads = cast("Table", Thread.__table__)
#: past the session as well: what keeps count of changes costs more than these three columns
THREAD = (
    select(_threads)
    .where(_threads.c.subject_kind == bindparam("kind"), _threads.c.subject_id == bindparam("id"))
    .with_for_update()
)
MOVE = (
    update(_threads)
    .where(_threads.c.id == bindparam("thread"))
    .values(
        comment_count=bindparam("comments"),
        version=bindparam("moved_to"),
        last_comment_at=bindparam("at"),
    )
)


class Desk:
    """What new comments of these authors about these subjects change, held until the commit.

    Writers and threads are each held in one order, so that no two calls wait for each other. Its threads stand outside
    of the session, which must not hold them besides: `write` writes what became of them.
    """

    def __init__(
        self, at: datetime, authors: Collection[UUID], subjects: Collection[Subject]
    ) -> None:
        self.at = at
        self._marks = _held_marks(authors)
        self._counted: dict[UUID, datetime] = {}
        self._new: list[dict[str, object]] = []
        self._threads = {subject: _thread_of(subject) for subject in sorted(set(subjects))}
        self._comments: dict[UUID, Comment | None] = {}

    def next_mark(self, author: UUID) -> datetime:
        """The author's mark after one more text; TooFast beyond the pace, also under parallel calls."""
        return _next_mark(self._marks[author], self.at)

    def put(self, comment: Comment, mark: datetime) -> None:
        """One more comment, and the author's mark after it; both are written with all others."""
        self._marks[comment.author_id] = self._counted[comment.author_id] = mark
        self._new.append({name: getattr(comment, name) for name in GIVEN})

    def write(self) -> None:
        """Write what was put."""
        if self._new:
            _count(self._counted)
            _move(filter(None, self._threads.values()))
            db.session.execute(PUT, self._new)

    def thread_of(self, subject: Subject) -> Thread | None:
        """The conversation, where it has begun."""
        return self._threads[subject]

    def begun_thread(self, subject: Subject) -> Thread:
        """The conversation, begun where it had not."""
        thread = self._threads[subject] or _begun_thread(subject, self.at)
        self._threads[subject] = thread
        return thread

    def comment(self, comment_id: UUID) -> Comment | None:
        """A comment as it is now, or None."""
        if comment_id not in self._comments:
            found = db.session.get(Comment, comment_id, populate_existing=True)
            self._comments[comment_id] = found
        return self._comments[comment_id]


def _begun_thread(subject: Subject, at: datetime) -> Thread:
    insert_or_ignore(
        Thread.__table__,
        id=new_id(),
        subject_kind=subject.kind,
        subject_id=subject.id,
        comment_count=0,
        version=0,
        created_at=at,
    )
    return _thread_of(subject) or _begun_thread(subject, at)


def _thread_of(subject: Subject) -> Thread | None:
    found = db.session.execute(THREAD, {"kind": subject.kind, "id": subject.id}).mappings().first()
    return Thread(**found) if found else None


def _move(threads: Iterable[Thread]) -> None:
    rows = [
        {
            "thread": thread.id,
            "comments": thread.comment_count,
            "moved_to": thread.version,
            "at": thread.last_comment_at,
        }
        for thread in threads
    ]
    db.session.execute(MOVE, rows)


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
    ((person_id, mark),) = _held_marks([author_of(actor)]).items()
    _count({person_id: _next_mark(mark, at)})


def author_of(actor: Actor) -> UUID:
    """Whose text it will be."""
    if actor.person_id is None:
        raise NotSignedIn
    return actor.person_id


def _next_mark(before: datetime | None, at: datetime) -> datetime:
    mark = pace.next_mark(before, at)
    if mark is None:
        wait = pace.wait_seconds(before or at, at)
        message = _("Sie schreiben sehr schnell. Bitte warten Sie %(wait)s Sekunden.", wait=wait)
        raise TooFast(message, retry_in=wait)
    return mark


def _held_marks(people: Collection[UUID]) -> dict[UUID, datetime | None]:
    ids = sorted(set(people))
    found = _marks_of(ids)
    if new := [person_id for person_id in ids if person_id not in found]:
        insert_missing(_writers, [{"person_id": id_, "mark": None} for id_ in new])
        found |= _marks_of(new)
    return found


def _marks_of(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    rows = db.session.execute(MARKS, {"people": ids}) if ids else ()
    return {row.person_id: row.mark for row in rows}


def _count(marks: Mapping[UUID, datetime]) -> None:
    rows = [{"person": person_id, "moved_to": mark} for person_id, mark in marks.items()]
    db.session.execute(COUNT, rows)
