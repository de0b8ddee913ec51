"""Who writes minutes misses neither their turn nor a vote: the page says what the room says."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from kernel import clock
from roundtable.decisions.services import announce_vote, close_vote
from roundtable.meetings.services import close_meeting
from tests.e2e.in_room import LONG, Room
from tests.factories.decisions import a_sitting
from tests.factories.meetings import at
from tests.factories.speaking import Talk
from tests.support.chromium import assert_accessible
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_who_writes_minutes_sees_and_hears_turn_vote_result_and_end(town: Town) -> None:
    with town.inside() as app, ExitStack() as stack:
        sitting = a_sitting(present=("ben",))
        talk = Talk(sitting.made, sitting.meeting, clock.now())
        room = Room(town, app, talk, stack)
        anna = room.person("anna")
        anna.goto(f"{room.address}/mitschrift/{sitting.item.id}")
        strip = anna.get_by_role("group", name="Die Sitzung jetzt")
        spoken, said = strip.get_by_role("status"), strip.locator("[data-say]")
        expect(strip).to_contain_text("Sie stehen nicht auf der Redeliste.")
        title = anna.title()
        field = anna.get_by_role("textbox", name="Mitschrift", exact=True)
        expect(anna.locator(".cm-content")).to_be_visible(timeout=LONG)
        field.focus()
        entry = talk.ask("anna")
        expect(spoken).to_contain_text("Platz 1", timeout=LONG)
        talk.chair("call_next", entry_id=entry.id)
        expect(spoken).to_have_text("Sie sind an der Reihe.", timeout=LONG)
        expect(said.first).to_have_text("Sie sind an der Reihe.")
        assert anna.title().startswith("Sie sind an der Reihe. – ")
        talk.chair("start_speech", entry_id=entry.id)
        expect(spoken).to_have_text("Sie haben das Wort.", timeout=LONG)
        talk.chair("end_speech", entry_id=entry.id)
        vote = sitting.opened()
        expect(spoken).to_have_text("Eine Abstimmung ist offen: Freistellung.", timeout=LONG)
        assert_accessible(anna)
        way = strip.get_by_role("link", name="Zur Abstimmung")
        assert way.get_attribute("href").endswith("/live#raum-stimme")
        sitting.do(close_vote, vote=vote)
        expect(spoken).to_have_text("Die Abstimmung ist geschlossen.", timeout=LONG)
        expect(way).to_be_hidden()
        sitting.do(announce_vote, vote=vote)
        expect(spoken).to_contain_text("Freistellung: ", timeout=LONG)
        assert anna.evaluate("document.activeElement.closest('[data-minutes]') !== null")
        with at(talk.now):
            close_meeting(actor=sitting.made.actor("chair"), meeting=sitting.meeting)
        expect(spoken).to_contain_text("Die Sitzung ist geschlossen.", timeout=LONG)
        assert anna.title() == title


def test_the_strip_stands_without_scripts(town: Town) -> None:
    with town.inside() as app, ExitStack() as stack:
        sitting = a_sitting(present=("ben",))
        room = Room(town, app, Talk(sitting.made, sitting.meeting, clock.now()), stack)
        sitting.opened()
        anna = room.person("anna", java_script_enabled=False)
        anna.goto(f"{room.address}/mitschrift/{sitting.item.id}")
        strip = anna.get_by_role("group", name="Die Sitzung jetzt")
        expect(strip).to_contain_text("Eine Abstimmung ist offen: Freistellung.")
        expect(strip.get_by_role("link", name="Zur Abstimmung")).to_be_visible()
