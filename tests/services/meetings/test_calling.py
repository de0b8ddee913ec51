"""The chair calls one item at a time, and says what became of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.database import db
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from roundtable.meetings import services
from roundtable.meetings.errors import ItemStays, MeetingRests
from roundtable.meetings.rules.states import ItemState
from tests.factories.meetings import MEETS_AT, a_round, at, invited, running

pytestmark = pytest.mark.usefixtures("database")
LATER = MEETS_AT + timedelta(hours=1)


def turn(made, meeting, item, to: ItemState, who: str = "chair"):
    with at(LATER):
        return services.turn_item(actor=made.actor(who), meeting=meeting, item_id=item.id, to=to)


def facts() -> list[tuple[str, dict[str, str]]]:
    rows = select(EventRow).where(EventRow.kind.like("item.%")).order_by(EventRow.seq)
    return [(row.kind, row.payload) for row in db.session.scalars(rows)]


def test_an_item_is_called_and_dealt_with() -> None:
    made = a_round()
    meeting = running(made)
    item = meeting.items[1]
    turn(made, meeting, item, ItemState.AUFGERUFEN)
    assert (meeting.called, item.called_at) == (item, LATER)
    turn(made, meeting, item, ItemState.BERATEN)
    assert (meeting.called, item.state) == (None, "beraten")
    assert facts() == [
        ("item.called", {"item_id": str(item.id)}),
        ("item.turned", {"item_id": str(item.id), "state": "beraten"}),
    ]


def test_one_item_is_called_at_a_time() -> None:
    made = a_round()
    meeting = running(made)
    first, second = meeting.items[:2]
    turn(made, meeting, first, ItemState.AUFGERUFEN)
    with pytest.raises(ItemStays):
        turn(made, meeting, second, ItemState.AUFGERUFEN)
    turn(made, meeting, first, ItemState.GEPLANT)
    turn(made, meeting, second, ItemState.AUFGERUFEN)
    assert (first.state, meeting.called) == ("geplant", second)


def test_calling_again_what_is_called_says_nothing_new() -> None:
    made = a_round()
    meeting = running(made)
    for _ in range(2):
        turn(made, meeting, meeting.items[0], ItemState.AUFGERUFEN)
    assert len(facts()) == 1


@pytest.mark.parametrize("end", [ItemState.BERATEN, ItemState.VERTAGT, ItemState.ABGESETZT])
def test_what_was_dealt_with_is_not_called_again(end: ItemState) -> None:
    made = a_round()
    meeting = running(made)
    item = meeting.items[0]
    turn(made, meeting, item, ItemState.AUFGERUFEN)
    turn(made, meeting, item, end)
    with pytest.raises(ItemStays):
        turn(made, meeting, item, ItemState.AUFGERUFEN)


@pytest.mark.parametrize("who", ["secretary", "anna", "guest"])
def test_the_chair_alone_calls(who: str) -> None:
    made = a_round()
    meeting = running(made)
    with pytest.raises(NotPermitted):
        turn(made, meeting, meeting.items[0], ItemState.AUFGERUFEN, who)


def test_items_of_a_running_meeting_alone_are_called() -> None:
    made, other = a_round(), a_round()
    meeting = invited(made)
    with pytest.raises(MeetingRests):
        turn(made, meeting, meeting.items[0], ItemState.AUFGERUFEN)
    with pytest.raises(NotFound):
        turn(other, running(other), meeting.items[0], ItemState.AUFGERUFEN)
