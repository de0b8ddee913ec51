"""What the close makes of the agenda: what was decided is dealt with, the rest is postponed; the chair's word stays."""

import pytest

from roundtable.decisions import services as decisions
from roundtable.decisions.rules.votes import Choice
from roundtable.meetings.carrying import offers_for
from roundtable.meetings.closing import Ending, ending_of
from roundtable.meetings.rules.states import ItemState
from tests.factories.decisions import DURING, a_sitting, call
from tests.factories.meetings import at

pytestmark = pytest.mark.usefixtures("database")
ITEM = "Freistellung"


def offered(sitting) -> list[str]:
    with at(DURING):
        return [offer.item.title for offer in offers_for(sitting.made.table.id)]


@pytest.mark.parametrize("choice", [Choice.DAFUER, Choice.DAGEGEN])
def test_an_item_on_which_was_voted_is_dealt_with_and_does_not_come_again(choice) -> None:
    sitting = a_sitting()
    sitting.announced(choice, choice)
    sitting.close()
    assert (sitting.item.status, offered(sitting)) == (ItemState.BERATEN, [])


def test_an_item_set_aside_after_its_vote_is_dealt_with_too() -> None:
    sitting = a_sitting()
    sitting.announced()
    call(sitting, sitting.item, ItemState.GEPLANT)
    sitting.close()
    assert sitting.item.status is ItemState.BERATEN


def test_what_the_chair_postponed_after_a_vote_stays_postponed() -> None:
    sitting = a_sitting()
    sitting.announced(title="Antrag auf Vertagung", resolves=False)
    call(sitting, sitting.item, ItemState.VERTAGT)
    sitting.close()
    assert (sitting.item.status, offered(sitting)) == (ItemState.VERTAGT, [ITEM])


def test_a_vote_without_a_result_deals_with_nothing() -> None:
    sitting = a_sitting()
    sitting.prepared()
    sitting.do(decisions.abort_vote, vote=sitting.opened(), reason="Falsche Frage")
    sitting.close()
    assert (sitting.item.status, offered(sitting)) == (ItemState.VERTAGT, [ITEM])


def test_a_vote_on_how_to_go_on_deals_with_nothing() -> None:
    sitting = a_sitting()
    sitting.announced(title="Schluss der Redeliste", resolves=False)
    sitting.close()
    assert (sitting.item.status, offered(sitting)) == (ItemState.VERTAGT, [ITEM])


def test_what_is_foretold_is_what_happens_and_costs_one_statement(statements) -> None:
    sitting = a_sitting()
    sitting.announced()
    assert len(sitting.meeting.items) > 1
    statements.drain()
    told = ending_of(sitting.meeting)
    assert len(statements) == 1
    assert [item.title for item in told.dealt_with] == [ITEM]
    assert set(told.postponed) == set(sitting.meeting.items) - {sitting.item}
    sitting.close()
    for items, state in ((told.dealt_with, "beraten"), (told.postponed, "vertagt")):
        assert {item.state for item in items} == {state}
    assert ending_of(sitting.meeting) == Ending((), ())
