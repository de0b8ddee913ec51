"""The list of a conversation as HTML, made once per change for all who read the same.

Eighty comments take ten milliseconds and more to write as HTML. Visitors all read the same, and people who are signed
in read what a newcomer reads (`kernel.kept`): below their own and rated comments the deeds are put in that are theirs.
Whose own comment is hidden, or bears an older name of theirs, gets a list made for them alone. The key holds the
thread's version, so a new, hidden or withdrawn comment shows at once, in every process. An author's changed name is not
part of the version: others see it within a minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from flask import get_template_attribute, request
from sqlalchemy import Connection

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
    """A comment on a kept list, as far as what one can do with it depends on it; named as in `CommentView`."""

    id: UUID
    author_id: UUID
    author: str
    state: State
    created_at: datetime
    up_count: int
    down_count: int
    may_reply: bool
    may_react: bool
    voice: int = 0
    may_edit: bool = False
    may_undo: bool = False

    @property
    def may_moderate(self) -> bool:
        """Moderation has pages of its own."""
        return False

    def has_two_faces(self, author: Actor) -> bool:
        """Whether its author reads another comment than others do."""
        return self.state is State.VERBORGEN or (
            self.state is State.SICHTBAR and self.author != author.name
        )


@dataclass(frozen=True, slots=True)
class Places:
    """The comments on a kept list, and what the judge said about writing there."""

    subject: Subject
    may_comment: bool
    by_id: dict[UUID, Place]
    by_author: dict[UUID, list[Place]]

    @classmethod
    def of(cls, page: ThreadPage) -> Self:
        """Those of a page."""
        by_id, by_author = {}, dict[UUID, list[Place]]()
        for place in _places(page.comments):
            by_id[place.id] = place
            by_author.setdefault(place.author_id, []).append(place)
        return cls(page.subject, page.reader.may_comment, by_id, by_author)

    def fit(self, reader: Actor, body: bytes, connection: Connection) -> bytes | None:
        """The page with the reader's own deeds; None where more of it is their own."""
        own = self.by_author.get(reader.person_id, []) if reader.person_id else []
        if any(place.has_two_faces(reader) for place in own):
            return None
        voices = own_voices(reader, self.subject, connection)
        rated = [self.by_id[i] for i in voices if i in self.by_id and self.by_id[i].may_react]
        for place in {place.id: place for place in (*own, *rated)}.values():
            theirs = self._as_seen_by(reader, place, voices.get(place.id, 0))
            if theirs != place:
                before, after = _deeds(place), _deeds(theirs)
                if body.count(before) != 1:
                    return None
                body = body.replace(before, after)
        return body

    def _as_seen_by(self, reader: Actor, place: Place, voice: int) -> Place:
        at = clock.now()
        return replace(
            place,
            voice=voice if place.may_react else 0,
            may_edit=self.may_comment and can_edit(reader, place, at),
            may_undo=can_undo(reader, place, at),
        )


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
        found = Listing(_render(page, level), Places.of(page))
        _kept.keep(key, found)
    kept.fit(key, found.places.fit)
    return found.html


def _render(page: ThreadPage, level: int) -> str:
    macro = get_template_attribute(TEMPLATE, "listing")
    html: str = macro(page, level)
    return html


def _deeds(place: Place) -> bytes:
    """What stands below the comment; its address is in it, so no other comment's is the same."""
    html: str = get_template_attribute(TEMPLATE, "deeds")(place)
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
            may_reply=one.may_reply,
            may_react=one.may_react,
        )
        yield from _places(one.replies)
