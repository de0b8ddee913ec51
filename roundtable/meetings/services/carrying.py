"""The next meeting takes over what earlier ones left: each item once, linked, and as public as it was."""

from collections.abc import Collection
from uuid import UUID

from kernel.actors import Actor
from kernel.database import db, insert_or_ignore, locked, transactional
from kernel.errors import NotFound
from kernel.events import record
from kernel.ids import new_id
from kernel.links import link
from roundtable.meetings.carrying import Offer, offers_for
from roundtable.meetings.errors import AgendaIsOver
from roundtable.meetings.events import AgendaChanged
from roundtable.meetings.linked import CARRIED, DISCUSSED, subjects_of
from roundtable.meetings.models import AgendaItem, Meeting, Suspension
from roundtable.meetings.rules.states import PLANNED
from roundtable.meetings.services.holding import held_by_preparer, seats_alone


@transactional
def carry_over(*, actor: Actor, meeting: Meeting, chosen: Collection[UUID]) -> list[AgendaItem]:
    """Take these items over; what is on offer no longer is passed over, so a second time changes nothing."""
    _open(actor, meeting)
    locked(meeting.table)  # two meetings of the table take over one after the other
    return carry_into(actor, meeting, chosen)


@transactional
def suspend_item(*, actor: Actor, meeting: Meeting, item_id: UUID) -> None:
    """Do not offer an item to this meeting; the next one gets it again."""
    _open(actor, meeting)
    if item_id not in {offer.item.id for offer in _offers(meeting)}:
        raise NotFound
    insert_or_ignore(Suspension.__table__, item_id=item_id, meeting_id=meeting.id)
    _note(actor, meeting, item_id, "suspended")


def carry_into(actor: Actor, meeting: Meeting, chosen: Collection[UUID]) -> list[AgendaItem]:
    """The same inside a transaction that holds the table."""
    if not chosen:
        return []
    taken = [offer for offer in _offers(meeting) if offer.item.id in set(chosen)]
    copies: dict[UUID, AgendaItem] = {}
    for offer in taken:
        copies[offer.item.id] = _copy(meeting, offer, copies)
    db.session.flush()
    _link(taken, copies)
    for copy in copies.values():
        _note(actor, meeting, copy.id, "carried")
    return list(copies.values())


def _copy(meeting: Meeting, offer: Offer, copies: dict[UUID, AgendaItem]) -> AgendaItem:
    """A new item that goes on with the old one; a part stays with its whole if that goes on, too."""
    old = offer.item
    parent = copies.get(old.parent_id) if old.parent_id else None
    copy = AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        source_id=old.id,
        parent_id=parent.id if parent else None,
        position=max((item.position for item in meeting.items), default=0) + 1,
        public=old.public,
        kind=old.kind,
        title=old.title,
        text=old.text,
        papers=old.papers,
        minutes=old.minutes,
        pinned=old.pinned,
    )
    meeting.items.append(copy)
    db.session.flush()  # a part comes after the item it belongs to
    return copy


def _link(taken: list[Offer], copies: dict[UUID, AgendaItem]) -> None:
    about = subjects_of([offer.item for offer in taken])
    for offer in taken:
        copy = copies[offer.item.id]
        link(CARRIED, offer.item.subject, copy.subject)
        for subject in about.get(offer.item.id, ()):
            link(DISCUSSED, subject, copy.subject)


def _offers(meeting: Meeting) -> list[Offer]:
    return offers_for(meeting.table_id, into=meeting.id, before=meeting.starts_at)


def _open(actor: Actor, meeting: Meeting) -> None:
    held_by_preparer(actor, meeting)
    if meeting.status not in PLANNED:
        raise AgendaIsOver


def _note(actor: Actor, meeting: Meeting, item_id: UUID, deed: str) -> None:
    event = AgendaChanged(str(item_id), deed)
    record(event, subject=meeting.subject, actor=actor, audience=seats_alone(meeting))
