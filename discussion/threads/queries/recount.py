"""Counters of conversations, counted again from the rows they stand for."""

from uuid import UUID

from sqlalchemy import case, func, or_, select

from discussion.threads.models import Comment, Reaction, State, Thread
from kernel.database import db


def wrong_counts() -> list[UUID]:
    """Threads and comments whose counters differ from what a recount finds; empty when all is well."""
    return [*_wrong_threads(), *_wrong_roots(), *_wrong_voices()]


def _wrong_threads() -> list[UUID]:
    visible = func.coalesce(func.sum(case((Comment.state == State.SICHTBAR, 1), else_=0)), 0)
    statement = (
        select(Thread.id)
        .outerjoin(Comment, Comment.thread_id == Thread.id)
        .group_by(Thread.id, Thread.comment_count)
        .having(Thread.comment_count != visible)
    )
    return list(db.session.scalars(statement))


def _wrong_roots() -> list[UUID]:
    replies = (
        select(Comment.root_id, func.count().label("found")).group_by(Comment.root_id).subquery()
    )
    statement = (
        select(Comment.id)
        .outerjoin(replies, replies.c.root_id == Comment.id)
        .where(Comment.reply_count != func.coalesce(replies.c.found, 0))
    )
    return list(db.session.scalars(statement))


def _wrong_voices() -> list[UUID]:
    agreeing = func.coalesce(func.sum(case((Reaction.value > 0, 1), else_=0)), 0)
    disagreeing = func.coalesce(func.sum(case((Reaction.value < 0, 1), else_=0)), 0)
    statement = (
        select(Comment.id)
        .outerjoin(Reaction, Reaction.comment_id == Comment.id)
        .group_by(Comment.id, Comment.up_count, Comment.down_count)
        .having(or_(Comment.up_count != agreeing, Comment.down_count != disagreeing))
    )
    return list(db.session.scalars(statement))
