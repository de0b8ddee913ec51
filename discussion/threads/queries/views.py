"""What a page shows of comments: rows with their author's name, nested as they answer each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, literal, select

from accounts.people.queries import names_of
from discussion.threads.models import Comment, Reaction, State, Thread
from discussion.threads.permissions import can_edit, can_read_text, can_undo
from kernel.actors import Actor
from kernel.database import db
from kernel.markdown import markup
from kernel.subjects import Subject

Rows = Sequence[Row[Any]]

COLUMNS: tuple[ColumnElement[Any], ...] = tuple(
    Comment.__table__.c[name]
    for name in (
        "id", "thread_id", "parent_id", "root_id", "depth", "place", "reply_count", "author_id",
        "state", "version", "created_at", "text_html", "hidden_reason", "up_count", "down_count",
        "agreement",
    )
)  # fmt: skip

_comments, _reactions, _threads = (table.__table__.c for table in (Comment, Reaction, Thread))
VOICES = select(_reactions.comment_id, _reactions.value).where(
    _reactions.person_id == bindparam("person_id"),
    _reactions.value != 0,
    _comments.id == _reactions.comment_id,
    _threads.id == _comments.thread_id,
    _threads.subject_kind == bindparam("kind"),
    _threads.subject_id == bindparam("id"),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a thread, and what the judges said about that."""

    actor: Actor
    at: datetime
    may_comment: bool
    may_react: bool
    may_moderate: bool


@dataclass(slots=True)
class CommentView:
    """A comment as one reader sees it; `html` is None where there is nothing to read."""

    id: UUID
    parent_id: UUID | None
    depth: int
    place: int
    state: State
    author_id: UUID
    author: str
    html: Markup | None
    hidden_reason: str
    created_at: datetime
    is_edited: bool
    up_count: int
    down_count: int
    #: 1, -1 or 0: the reader's own voice
    voice: int
    reply_count: int
    may_reply: bool
    may_react: bool
    may_edit: bool
    may_undo: bool
    may_moderate: bool
    #: whether the reader has an account, and so deeds on this page
    reader_acts: bool = False
    #: whether it answers a comment that it does not stand below
    answers_elsewhere: bool = False
    #: the author of the comment it answers, where that one is on the page
    answers_author: str = ""
    replies: list["CommentView"] = field(default_factory=list)
    #: of a root on a thread's page: replies that are not shown, and the first of them
    more_count: int = 0
    more_id: UUID | None = None

    @property
    def anchor(self) -> str:
        """The fragment of its address."""
        return anchor_of(self.id)

    @property
    def is_hidden(self) -> bool:
        """Whether moderation hid it."""
        return self.state is State.VERBORGEN

    @property
    def is_undone(self) -> bool:
        """Whether only its place is left."""
        return self.state is State.ZURUECKGENOMMEN


def anchor_of(comment_id: UUID) -> str:
    """The fragment of a comment on every page that shows it."""
    return f"beitrag-{comment_id}"


def rows_for(actor: Actor) -> Select[Any]:
    """Comments as rows, each with the actor's own voice; no entity is loaded to be read."""
    if not actor.signed_in:
        return select(*COLUMNS, literal(0).label("voice"))
    mine = and_(Reaction.comment_id == Comment.id, Reaction.person_id == actor.person_id)
    statement = select(*COLUMNS, Reaction.value.label("voice"))
    return statement.select_from(Comment).outerjoin(Reaction, mine)


def own_voices(actor: Actor, subject: Subject, connection: Connection) -> dict[UUID, int]:
    """The actor's voices in the conversation about this: 1 or -1 by a comment's id."""
    given = {"person_id": actor.person_id, "kind": subject.kind, "id": subject.id}
    return {row.comment_id: row.value for row in connection.execute(VOICES, given)}


def replies_of(actor: Actor, root_id: UUID, *, after: int, upto: int) -> Rows:
    """Replies of a branch with places in `(after, upto]`, in the order they were posted."""
    statement = rows_for(actor).where(
        Comment.root_id == root_id, Comment.place > after, Comment.place <= upto
    )
    return db.session.execute(statement.order_by(Comment.place)).all()


def branches_of(reader: Reader, roots: Rows, replies: Rows) -> list[CommentView]:
    """The roots in their order, each with its replies below; the names of all authors in one statement."""
    names = names_of({row.author_id for row in (*roots, *replies)})
    branches = {row.id: _view(reader, row, names) for row in roots}
    seen = dict(branches)
    for row in replies:
        view = _view(reader, row, names)
        seen[view.id] = view
        _hang(view, branches[row.root_id], seen)
    return list(branches.values())


def _hang(view: CommentView, root: CommentView, seen: dict[UUID, CommentView]) -> None:
    """Below the comment it answers; as its sibling where that one is on the last level; else below the root."""
    parent = seen.get(view.parent_id) if view.parent_id else None
    above = parent
    while above and above.depth >= view.depth:
        above = seen.get(above.parent_id) if above.parent_id else None
    (above or root).replies.append(view)
    view.answers_elsewhere = parent is None or parent is not above
    view.answers_author = parent.author if parent else ""


def _view(reader: Reader, row: Row[Any], names: dict[UUID, str]) -> CommentView:
    said: Any = row
    actor, at = reader.actor, reader.at
    is_visible = row.state is State.SICHTBAR
    readable = can_read_text(actor, said, moderates=reader.may_moderate)
    return CommentView(
        id=row.id,
        parent_id=row.parent_id,
        depth=row.depth,
        place=row.place,
        state=row.state,
        author_id=row.author_id,
        author=names[row.author_id] if row.state is not State.ZURUECKGENOMMEN else "",
        html=markup(row.text_html) if readable else None,
        hidden_reason=row.hidden_reason,
        created_at=row.created_at,
        is_edited=row.version > 1 and readable,
        up_count=row.up_count,
        down_count=row.down_count,
        voice=row.voice or 0,
        reply_count=row.reply_count,
        may_reply=reader.may_comment and is_visible,
        may_react=reader.may_react and is_visible and actor.signed_in,
        may_edit=reader.may_comment and can_edit(actor, said, at),
        may_undo=can_undo(actor, said, at),
        reader_acts=actor.signed_in,
        may_moderate=reader.may_moderate and row.state is not State.ZURUECKGENOMMEN,
    )
