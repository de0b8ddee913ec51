"""The room while the line is away: nobody is thrown out, nothing is lost, and what has a way is stored by it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.in_room import LONG, LOST, MINE, Room, a_room
from tests.factories.decisions import Sitting
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

VOTE = "Verbindlich abstimmen"
SPEAK = "Zu Wort melden"


@pytest.fixture
def sitting(town: Town) -> Iterator[tuple[Sitting, Room]]:
    with a_room(town) as made:
        yield made


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_what_is_pressed_offline_is_told_and_done_when_pressed_again(sitting) -> None:
    made, room = sitting
    made.opened()
    anna = room.browser("anna")
    anna.evaluate("window.isSame = true")
    anna.get_by_role("textbox", name="Nachricht").fill("Halb fertig")
    anna.context.set_offline(True)
    expect(anna.locator("#raum-verbindung")).to_contain_text(LOST, timeout=LONG)
    expect(anna.locator("#raum-verbindung")).to_contain_text("Was Sie schreiben, bleibt stehen.")
    anna.get_by_label("Ja", exact=True).check()
    for name in (SPEAK, VOTE):
        anna.locator("#raum-hinweis").evaluate("it => (it.textContent = '')")
        press(anna, name)
        expect(anna.locator("#raum-hinweis")).to_contain_text("Verbindung fehlt", timeout=LONG)
    assert anna.evaluate("window.isSame")
    expect(anna.get_by_label("Ja", exact=True)).to_be_checked()
    expect(anna.get_by_role("textbox", name="Nachricht")).to_have_value("Halb fertig")
    anna.context.set_offline(False)
    press(anna, SPEAK)
    expect(anna.locator(MINE)).to_contain_text("Platz 1", timeout=LONG)
    press(anna, VOTE)
    expect(anna.locator("[data-say=vote]")).to_contain_text("gezählt: Ja", timeout=LONG)
    assert anna.evaluate("window.isSame")
    anna.get_by_role("textbox", name="Nachricht").fill("")


def test_without_a_line_everything_goes_by_http(sitting) -> None:
    made, room = sitting
    made.opened()
    chair = room.browser("chair", socket=False)
    chair.evaluate("window.isSame = true")
    press(chair, SPEAK)
    expect(chair.locator(MINE)).to_contain_text("Platz 1", timeout=LONG)
    chair.get_by_label("Nein", exact=True).check()
    press(chair, VOTE)
    expect(chair.locator("[data-say=vote]")).to_contain_text("gezählt: Nein", timeout=LONG)
    chair.get_by_text("Jemanden ohne Gerät eintragen").click()
    others = chair.locator("details", has_text="Jemanden ohne Gerät eintragen")
    others.get_by_label("Wer?").select_option(label="Ben")
    others.get_by_role("button", name="Eintragen").click()
    expect(chair.get_by_role("list", name="Wer wartet")).to_contain_text("Ben", timeout=LONG)
    assert chair.evaluate("window.isSame")
