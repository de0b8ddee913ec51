"""The agenda in the meeting: the chair calls one item at a time and says what became of it."""

from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound
from kernel.events import Event
from roundtable.meetings import hindering
from roundtable.meetings.errors import ItemStays, MeetingHindered, MeetingRests
from roundtable.meetings.events import ItemCalled, ItemTurned
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.states import Hindrance, ItemState, State, may_turn
from roundtable.meetings.services.holding import held_by_chair, tell_room
from roundtable.meetings.speaking import rows
from roundtable.meetings.speaking.queries import speech_runs


@transactional
def turn_item(*, actor: Actor, meeting: Meeting, item_id: UUID, to: ItemState) -> AgendaItem:
    """Call an item while the meeting runs, or say what became of it; a repeat changes nothing."""
    held_by_chair(actor, meeting)
    if meeting.status is not State.LAUFEND:
        raise MeetingRests
    item = next((one for one in meeting.items if one.id == item_id), None)
    if item is None:
        raise NotFound
    if item.status is to:
        return item
    others = [one.status for one in meeting.items if one is not item]
    if not may_turn(item.status, to, others):
        raise ItemStays
    if item.status is ItemState.AUFGERUFEN:
        _empty_list(actor, meeting, item, to)
    _turn(actor, meeting, item, to)
    return item


def _turn(actor: Actor, meeting: Meeting, item: AgendaItem, to: ItemState) -> None:
    event: Event = ItemTurned(str(item.id), to.value)
    if to is ItemState.AUFGERUFEN:
        item.called_at = clock.now()
        event = ItemCalled(str(item.id))
    item.state = to.value
    db.session.flush()
    tell_room(actor, meeting, event)


def _empty_list(actor: Actor, meeting: Meeting, item: AgendaItem, to: ItemState) -> None:
    """Nobody is cut off, no vote is left open; who waits goes on waiting only where the item comes back."""
    if hindering.open_vote(meeting.id, item.id):
        raise MeetingHindered([Hindrance.ABSTIMMUNG_OFFEN])
    if speech_runs(meeting.id):
        raise MeetingHindered([Hindrance.REDE_LAEUFT])
    if to is not ItemState.GEPLANT:
        rows.lapse(meeting, actor, rows.waiting_in(meeting, item_id=item.id))
