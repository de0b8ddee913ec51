"""The conversations: comments, replies and the voices they got."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from demo.seeding.spans import end_of_phase_at, moment_between, share_of
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.shapes import Comment, Format, mixed
from discussion.threads.services.posting import post_comment
from discussion.threads.services.reacting import react
from kernel.subjects import Subject

MOST_VOICES = 12
DISAGREE = 0.15
HEARD_FOR = timedelta(days=4)


def deeds(world: World) -> Iterator[Deed]:
    """Each comment at its moment, then voices of the crowd for some days."""
    for comment in world.content.comments:
        yield Deed(world.at(comment.written), partial(_post, world, comment))
        yield from _voices(world, comment)


def _post(world: World, comment: Comment) -> None:
    posted = post_comment(
        actor=world.actor(comment.by),
        subject=_subject_of(world, comment),
        text=comment.text,
        parent_id=world.comment_id(comment.reply_to) if comment.reply_to else None,
    )
    world.keep_comment(comment.key, posted)


def _subject_of(world: World, comment: Comment) -> Subject:
    if comment.proposal:
        return world.proposal(comment.proposal).subject
    return world.format(comment.format or "").subject


def _voices(world: World, comment: Comment) -> Iterator[Deed]:
    start, end = world.at(comment.written), _heard_until(world, comment)
    number = int(MOST_VOICES * share_of("voices", comment.key) ** 1.5)
    for person in mixed(world.content.crowd, salt=comment.key, key=lambda p: p.key)[:number]:
        value = -1 if share_of("value", comment.key, person.key) < DISAGREE else 1
        at = moment_between(start, end, "voice", comment.key, person.key)
        yield Deed(at, partial(_react, world, comment, person.key, value))


def _heard_until(world: World, comment: Comment) -> datetime:
    end = end_of_phase_at(world, _format_of(world, comment), comment.written)
    return min(end, world.at(comment.written) + HEARD_FOR)


def _format_of(world: World, comment: Comment) -> Format:
    if comment.format:
        return world.format_shape(comment.format)
    return world.format_shape(world.proposal_shape(comment.proposal or "").format)


def _react(world: World, comment: Comment, key: str, value: int) -> None:
    react(actor=world.actor(key), comment_id=world.comment_id(comment.key), value=value)
