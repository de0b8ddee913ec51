"""Chair and secretary say what an item is about; the way of a proposal goes on from there."""

from uuid import UUID

from kernel.actors import Actor
from kernel.database import transactional
from kernel.errors import NotFound
from kernel.events import record
from kernel.links import link, unlink
from kernel.subjects import Subject, cards
from roundtable.meetings.errors import LinksAreOver, NothingToLink, TooManyLinks
from roundtable.meetings.events import AgendaChanged
from roundtable.meetings.linked import DISCUSSED, KINDS, MOST, subjects_of
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.states import PLANNED, UNDER_WAY, ItemState
from roundtable.meetings.services.agenda import ItemDraft, add_item
from roundtable.meetings.services.holding import held_by_preparer, seats_alone
from roundtable.meetings.suggestions import suggestions_for


@transactional
def link_subject(*, actor: Actor, meeting: Meeting, item_id: UUID, subject: Subject) -> bool:
    """Tie an item to what it is about; a second time changes nothing. Whether it is new.

    Only what the actor sees can be tied; to everybody else it is shown only as far as they see it.
    """
    item = _held(actor, meeting, item_id)
    if subject.kind not in KINDS or subject not in cards(actor, [subject]):
        raise NothingToLink
    there = subjects_of([item]).get(item.id, [])
    if subject in there:
        return False
    if len(there) >= MOST:
        raise TooManyLinks
    link(DISCUSSED, subject, item.subject)
    _note(actor, meeting, item, "linked")
    return True


@transactional
def unlink_subject(*, actor: Actor, meeting: Meeting, item_id: UUID, subject: Subject) -> bool:
    """Untie them; whether they were tied."""
    item = _held(actor, meeting, item_id)
    if not unlink(DISCUSSED, subject, item.subject):
        return False
    _note(actor, meeting, item, "unlinked")
    return True


def _held(actor: Actor, meeting: Meeting, item_id: UUID) -> AgendaItem:
    held_by_preparer(actor, meeting)
    item = next((one for one in meeting.items if one.id == item_id), None)
    if item is None or item.status is ItemState.ABGESETZT:
        raise NotFound
    if meeting.status not in PLANNED | UNDER_WAY:
        raise LinksAreOver
    return item


def _note(actor: Actor, meeting: Meeting, item: AgendaItem, deed: str) -> None:
    event = AgendaChanged(str(item.id), deed)
    record(event, subject=meeting.subject, actor=actor, audience=seats_alone(meeting))


@transactional
def take_up(*, actor: Actor, meeting: Meeting, subject: Subject) -> AgendaItem:
    """Write the item that is suggested about this subject, linked with it; NotFound once it is suggested no more."""
    held_by_preparer(actor, meeting)
    found = next((one for one in suggestions_for(meeting) if one.subject == subject), None)
    if found is None:
        raise NotFound
    draft = ItemDraft(found.title[:200], public=found.public)
    item = add_item(actor=actor, meeting=meeting, draft=draft)
    link(DISCUSSED, subject, item.subject)
    return item
