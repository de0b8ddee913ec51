"""Conversations as their live rooms hear them: what everybody who reads the page may know."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from accounts.people.queries import names_of
from discussion.threads.events import CommentPosted
from discussion.threads.models import Comment, State
from kernel.database import db
from kernel.errors import NotFound
from kernel.events import EventRow
from kernel.live.rooms import Told
from kernel.subjects import Subject

#: deeds of the author, which may be told with a name; moderation acts for the house
BY_AUTHOR = {"comment.posted", "comment.edited"}
COMMENTS = select(Comment).where(Comment.id.in_(bindparam("ids", expanding=True)))


def subject_of_room(name: str) -> Subject:
    """What the conversation of this name is about: `<kind>:<id>`. The caller asks who may see it."""
    kind, colon, id_ = name.partition(":")
    if not colon:
        raise NotFound
    return Subject(kind, id_)


def seq_of(room: str, comment_id: UUID) -> int:
    """Under which number the room told that this comment was posted; the newest are looked at first."""
    posted = (
        select(EventRow.room_seq)
        .where(EventRow.room == room, EventRow.kind == CommentPosted.kind)
        .where(EventRow.subject_id == str(comment_id))
        .order_by(EventRow.room_seq.desc())
        .limit(1)
    )
    return db.session.scalar(posted) or 0


def told_of_comments(rows: Sequence[EventRow]) -> Mapping[int, Told]:
    """Facts about comments, with the text where it is visible now; two statements."""
    ids = {UUID(row.payload["comment_id"]) for row in rows}
    found = db.session.scalars(COMMENTS, {"ids": list(ids)})
    comments = {comment.id: comment for comment in found}
    names = names_of({comment.author_id for comment in comments.values()})
    return {
        row.seq: _told(row, comments.get(UUID(row.payload["comment_id"])), names) for row in rows
    }


def _told(row: EventRow, comment: Comment | None, names: Mapping[UUID, str]) -> Told:
    data: dict[str, object] = {
        "comment": row.payload["comment_id"],
        "count": row.payload["comment_count"],
        "url": f"/beitraege/{row.payload['comment_id']}",
    }
    if comment is None or comment.state is not State.SICHTBAR:
        return Told(None, data)
    author = names[comment.author_id]
    data |= {
        "author": author,
        "parent": str(comment.parent_id) if comment.parent_id else None,
        "version": comment.version,
        "text": comment.text,
        "html": comment.text_html,
    }
    return Told(author if row.kind in BY_AUTHOR else None, data)
