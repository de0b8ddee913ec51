"""The agenda before the meeting; numbers come with the invitation."""

from dataclasses import dataclass
from uuid import UUID

from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound
from kernel.events import record
from kernel.ids import new_id
from kernel.markdown import guard
from roundtable.meetings.errors import (
    AgendaIsOver,
    ItemChanged,
    NeedsConfirmation,
    NoSuchParent,
    PartsTakeLonger,
    StaysNonpublic,
)
from roundtable.meetings.events import AgendaChanged
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.agenda import Kind, fits, may_become_public, moved
from roundtable.meetings.rules.states import PLANNED, ItemState
from roundtable.meetings.services.holding import held_by_preparer, seats_alone
from roundtable.meetings.texts import html_of


@dataclass(frozen=True)
class ItemDraft:
    """An item as chair or secretary writes it."""

    title: str
    kind: str = Kind.BERATUNG.value
    public: bool = True
    text: str = ""
    papers: str = ""
    minutes: int | None = None
    parent_id: UUID | None = None
    #: it comes again at each next meeting
    pinned: bool = False


@transactional
def add_item(*, actor: Actor, meeting: Meeting, draft: ItemDraft) -> AgendaItem:
    """Put an item at the end; a part is as public as the item it belongs to."""
    _open(actor, meeting)
    parent = _parent(meeting, draft.parent_id)
    item = AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        parent_id=draft.parent_id,
        position=max((item.position for item in meeting.items), default=0) + 1,
        public=parent.public if parent else draft.public,
        state=ItemState.GEPLANT.value,
    )
    _write(item, draft)
    meeting.items.append(item)
    _ensure_durations(meeting)
    db.session.flush()
    _note(actor, meeting, item, "added")
    return item


@transactional
def edit_item(
    *,
    actor: Actor,
    meeting: Meeting,
    item_id: UUID,
    draft: ItemDraft,
    based_on: int,
    confirmed: bool = False,
) -> AgendaItem:
    """Change an item; a public text disappears only when `confirmed`, a non-public one never becomes public.

    A form opened on an older version of the item is refused.
    """
    _open(actor, meeting)
    item = _item(meeting, item_id)
    if item.version != based_on:
        raise ItemChanged
    if item.parent_id is None and item.public is not draft.public:
        _change_side(meeting, item, public=draft.public, confirmed=confirmed)
    _write(item, draft)
    _ensure_durations(meeting)
    _note(actor, meeting, item, "edited")
    return item


@transactional
def move_item(*, actor: Actor, meeting: Meeting, item_id: UUID, by: int) -> None:
    """Move an item among those of its level; numbers stay."""
    _open(actor, meeting)
    item = _item(meeting, item_id)
    level = {
        one.id: one
        for one in meeting.items
        if one.parent_id == item.parent_id and one.status is ItemState.GEPLANT
    }
    positions = [one.position for one in level.values()]
    for one_id, position in zip(moved(list(level), item_id, by), positions, strict=True):
        level[one_id].position = position
    _note(actor, meeting, item, "moved")


@transactional
def drop_item(*, actor: Actor, meeting: Meeting, item_id: UUID) -> None:
    """Take an item off; one that was in an invitation stays as `abgesetzt`, so that its number never comes back."""
    _open(actor, meeting)
    item = _item(meeting, item_id)
    parts = [one for one in meeting.items if one.parent_id == item_id]
    for one in [*parts, item]:
        _drop(one)
    _note(actor, meeting, item, "dropped")


def _drop(item: AgendaItem) -> None:
    if item.number:
        item.state = ItemState.ABGESETZT.value
        return
    db.session.delete(item)
    db.session.flush()  # parts before the item they belong to


def _open(actor: Actor, meeting: Meeting) -> None:
    held_by_preparer(actor, meeting)
    if meeting.status not in PLANNED:
        raise AgendaIsOver


def _item(meeting: Meeting, item_id: UUID) -> AgendaItem:
    found = next((item for item in meeting.items if item.id == item_id), None)
    if found is None or found.status is not ItemState.GEPLANT:
        raise NotFound
    return found


def _parent(meeting: Meeting, parent_id: UUID | None) -> AgendaItem | None:
    if parent_id is None:
        return None
    found = next((item for item in meeting.items if item.id == parent_id), None)
    if found is None or found.parent_id or found.status is not ItemState.GEPLANT:
        raise NoSuchParent
    return found


def _change_side(meeting: Meeting, item: AgendaItem, *, public: bool, confirmed: bool) -> None:
    group = [item, *(one for one in meeting.items if one.parent_id == item.id)]
    if public and not all(
        may_become_public(text=one.text, papers=one.papers, number=one.number or "")
        for one in group
    ):
        raise StaysNonpublic
    if not public and not confirmed and any(one.text or one.papers for one in group):
        raise NeedsConfirmation
    for one in group:
        one.public = public


def _write(item: AgendaItem, draft: ItemDraft) -> None:
    for check in (guard, html_of):  # both texts are guarded before either is rendered
        for text in (draft.text, draft.papers):
            check(text)
    item.title, item.kind, item.minutes = draft.title, draft.kind, draft.minutes
    item.filled = bool(item.filled) and item.text == draft.text
    item.text, item.papers = draft.text, draft.papers
    item.pinned = draft.pinned


def _ensure_durations(meeting: Meeting) -> None:
    planned = [item for item in meeting.items if item.status is ItemState.GEPLANT]
    for item in planned:
        if not fits(item.minutes, [one.minutes for one in planned if one.parent_id == item.id]):
            raise PartsTakeLonger


def _note(actor: Actor, meeting: Meeting, item: AgendaItem, deed: str) -> None:
    event = AgendaChanged(str(item.id), deed)
    record(event, subject=meeting.subject, actor=actor, audience=seats_alone(meeting))
