"""The list of a conversation as HTML, made once per change for all who read the same.

Eighty comments take ten milliseconds to write as HTML. Visitors all read the same, and people who are signed in read
what a newcomer reads, but for their own voices, which are put in (`kernel.kept`), and but for an own comment that they
may still change, that is hidden, or that bears an older name: then they get a list of their own. The key holds the
thread's version, so a new, hidden or withdrawn comment shows at once, in every process. An author's changed name is not
part of the version: others see it within a minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from flask import get_template_attribute, request

from discussion.threads.models import State
from discussion.threads.permissions import can_edit, can_undo
from discussion.threads.queries.pages import ThreadPage
from discussion.threads.queries.views import CommentView, own_voices
from kernel import clock, i18n, kept
from kernel.actors import Actor
from kernel.kept import Kept
from kernel.subjects import Subject

TEMPLATE = "discussion/threads/_thread.html"


@dataclass(frozen=True, slots=True)
class Place:
    """What a kept list must know of a comment on it."""

    id: UUID
    author_id: UUID
    author: str
    state: State
    created_at: datetime
    up_count: int
    down_count: int
    may_react: bool

    def is_special_to(self, reader: Actor, at: datetime) -> bool:
        """Whether the reader, who is its author, sees another comment there than others do."""
        if self.state is State.ZURUECKGENOMMEN:
            return False
        changes = can_edit(reader, self, at) or can_undo(reader, self, at)
        return changes or self.state is State.VERBORGEN or self.author != reader.name


@dataclass(frozen=True, slots=True)
class Places:
    """The comments on a kept list."""

    subject: Subject
    by_id: dict[UUID, Place]
    by_author: dict[UUID, list[Place]]

    @classmethod
    def of(cls, page: ThreadPage) -> Self:
        """Those of a page."""
        by_id, by_author = {}, dict[UUID, list[Place]]()
        for place in _places(page.comments):
            by_id[place.id] = place
            by_author.setdefault(place.author_id, []).append(place)
        return cls(page.subject, by_id, by_author)

    def fit(self, reader: Actor, body: bytes) -> bytes | None:
        """The page with the reader's own voices; None where an own comment looks different to its author."""
        own = self.by_author.get(reader.person_id, ()) if reader.person_id else ()
        if any(place.is_special_to(reader, clock.now()) for place in own):
            return None
        for comment_id, voice in own_voices(reader, self.subject).items():
            place = self.by_id.get(comment_id)
            if place and place.may_react:
                body = body.replace(_voices(place, 0), _voices(place, voice))
        return body


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as a visitor or a newcomer reads it."""

    html: str
    places: Places


_kept: Kept[Listing] = Kept(timedelta(minutes=1))


def listing(page: ThreadPage, level: int) -> str:
    """The comments of a page with the ways to the other pages; `level` is the heading level of a first comment."""
    signed_in = page.reader.actor.signed_in
    if signed_in and not kept.is_shared():
        return _render(page, level)
    key = (
        page.subject,
        page.version,
        page.order,
        page.behind,
        page.verdict.allowed,
        page.reader.may_react,
        level,
        request.full_path if signed_in else request.path,
        i18n.language(),
        signed_in,
    )
    found = _kept.recall(key)
    if found is None:
        html = _render(page, level)
        found = Listing(html, Places.of(page))
        _kept.keep(key, found)
    kept.fit(key, found.places.fit)
    return found.html


def _render(page: ThreadPage, level: int) -> str:
    macro = get_template_attribute(TEMPLATE, "listing")
    html: str = macro(page, level)
    return html


def _voices(place: Place, voice: int) -> bytes:
    """The buttons of a comment as somebody with this voice sees them; no other comment's are the same."""
    html: str = get_template_attribute(TEMPLATE, "voices")(place, voice)
    return html.encode()


def _places(comments: list[CommentView]) -> Iterator[Place]:
    for one in comments:
        yield Place(
            id=one.id,
            author_id=one.author_id,
            author=one.author,
            state=one.state,
            created_at=one.created_at,
            up_count=one.up_count,
            down_count=one.down_count,
            may_react=one.may_react,
        )
        yield from _places(one.replies)
