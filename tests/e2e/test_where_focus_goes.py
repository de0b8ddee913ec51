"""After each step the focus stands where it goes on: on what changed, with and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from roundtable.decisions.services import close_vote
from tests.e2e.in_room import LONG, MINE, PHONE, Room, a_room
from tests.factories.decisions import Sitting
from tests.support.chromium import assert_accessible
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PLAIN = {"java_script_enabled": False}


@pytest.fixture
def sitting(town: Town) -> Iterator[tuple[Sitting, Room]]:
    with a_room(town) as made:
        yield made


def focused(page: Page) -> str:
    """The id of what has the focus, or of what is around it."""
    found: str = page.evaluate(
        "(document.activeElement === document.body ? '' : document.activeElement.closest('[id]').id)"
    )
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def step(page: Page, name: str) -> None:
    """Press what leads to another page, and wait for that."""
    with page.expect_navigation():
        press(page, name)


def test_in_the_room_without_scripts_each_step_leads_to_what_it_changed(sitting) -> None:
    _made, room = sitting
    anna, chair = room.person("anna", **PLAIN), room.person("chair", **PLAIN)
    for page in (anna, chair):
        page.goto(f"{room.address}/live")
    step(anna, "Zu Wort melden")
    assert focused(anna) == "raum-ich"
    anna.get_by_role("textbox", name="Nachricht").fill("Guten Tag")
    step(anna, "Nachricht senden")
    assert focused(anna) == "gespraech-titel"
    chair.reload()
    step(chair, "Anna aufrufen")
    assert focused(chair) == "redeliste-titel"
    chair.get_by_text("Anwesenheit eintragen").first.click()
    chair.locator("#anwesenheit select").select_option(index=1)
    step(chair, "Anwesenheit eintragen")
    assert focused(chair) == "raum-anwesenheit"
    step(chair, ": Beraten")
    assert focused(chair) == "tagesordnung-titel"


def test_at_the_desk_without_scripts_each_step_leads_to_how_it_stands(sitting) -> None:
    made, room = sitting
    vote = made.prepared()
    chair = room.person("chair", **PLAIN)
    chair.goto(f"{room.address}/abstimmungen/{vote.id}/")
    step(chair, "Abstimmung eröffnen")
    assert focused(chair) == "stand"
    expect(chair.locator("#stand")).to_have_text("offen")
    chair.get_by_role("link", name="Abbrechen").click()
    chair.get_by_label("Grund", exact=False).fill("Vertagt")
    step(chair, "Endgültig abbrechen")
    assert focused(chair) == "meldung"
    chair.goto(f"{room.address}/leitung")
    step(chair, "Unterbrechen")
    assert focused(chair) == "stand"
    expect(chair.locator("#stand")).to_have_text("unterbrochen")
    step(chair, "Fortsetzen")
    assert focused(chair) == "stand"
    step(chair, "Beraten")
    assert focused(chair).startswith("punkt-")
    chair.goto(f"{room.address}/anwesenheit")
    step(chair, "Ben geht")
    assert focused(chair).startswith("sitz-")
    step(chair, "Ben ist da")
    assert focused(chair).startswith("sitz-")


def test_in_the_minutes_without_scripts_what_was_saved_has_the_focus(sitting) -> None:
    made, room = sitting
    chair = room.person("chair", **PLAIN)
    chair.goto(f"{room.address}/mitschrift/{made.item.id}")
    chair.get_by_label("Mitschrift", exact=True).fill("Steht.")
    step(chair, "Speichern")
    assert focused(chair) == "meldung"
    chair.get_by_text("Punkt sperren").first.click()
    chair.get_by_label("Grund", exact=False).fill("Steht fest")
    step(chair, "Punkt sperren")
    assert focused(chair) == "meldung"
    chair.get_by_label("Mitschrift", exact=True).fill("a\x07b")
    step(chair, "Speichern")
    assert focused(chair) != "", "a refusal has it, too"


def test_what_is_put_anew_keeps_the_focus_or_its_heading_has_it(sitting) -> None:
    made, room = sitting
    vote = made.opened()
    anna, chair = room.browser("anna"), room.browser("chair", viewport=PHONE)
    anna.get_by_label("Ja", exact=True).check()
    press(anna, "Verbindlich abstimmen")
    expect(anna.locator("[data-say=vote]")).to_contain_text("gezählt: Ja", timeout=LONG)
    assert focused(anna) == "raum-stimme"
    anna.get_by_role("link", name="Alles zu dieser Abstimmung").focus()
    made.do(close_vote, vote=vote)
    expect(anna.locator("[data-say=vote]")).to_contain_text("geschlossen", timeout=LONG)
    assert "Alles zu dieser" in anna.evaluate("document.activeElement.textContent")
    room.talk.ask("anna")
    press(chair, "Anna aufrufen")
    expect(chair.get_by_role("button", name="Redezeit starten")).to_be_visible(timeout=LONG)
    assert focused(chair) == "redeliste-titel"
    ben = room.browser("ben")
    press(ben, "Zu Wort melden")
    expect(ben.locator(MINE)).to_contain_text("Platz 1", timeout=LONG)
    assert focused(ben) == "raum-ich"
    anna.get_by_role("textbox", name="Nachricht").fill("Hallo")
    press(anna, "Nachricht senden")
    expect(anna.get_by_text("Hallo", exact=True)).to_be_visible(timeout=LONG)
    press(anna, "Zurücknehmen")
    expect(anna.get_by_text("Zurückgenommen.", exact=True)).to_be_visible(timeout=LONG)
    assert focused(anna) == "gespraech-titel"
    assert_accessible(anna)


def test_in_the_minutes_the_focus_stays_when_the_strip_changes(sitting) -> None:
    made, room = sitting
    vote = made.opened()
    anna = room.person("anna")
    anna.goto(f"{room.address}/mitschrift/{made.item.id}")
    strip = anna.get_by_role("group", name="Die Sitzung jetzt")
    way = strip.get_by_role("link", name="Zur Abstimmung")
    expect(anna.locator(".cm-content")).to_be_visible(timeout=LONG)
    way.focus()
    made.do(close_vote, vote=vote)
    expect(way).to_be_hidden(timeout=LONG)
    expect(strip.get_by_role("link", name="Zum Raum der Sitzung")).to_be_focused()


def test_who_speaks_ends_it_in_few_steps_from_where_they_write(sitting) -> None:
    made, room = sitting
    entry = room.talk.ask("anna")
    for deed in ("call_next", "start_speech"):
        room.talk.chair(deed, entry_id=entry.id)
    anna = room.person("anna")
    anna.goto(f"{room.address}/mitschrift/{made.item.id}")
    anna.get_by_role("link", name="Zum Raum der Sitzung").focus()
    with anna.expect_navigation():
        anna.keyboard.press("Enter")
    assert focused(anna) == "raum-ich"
    anna.get_by_role("textbox", name="Nachricht").focus()
    skip = anna.get_by_role("link", name="Nach oben: Was Sie betrifft").first
    for _step in range(2):
        anna.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    anna.keyboard.press("Enter")
    assert focused(anna) == "raum-ich"
    anna.keyboard.press("Tab")
    expect(anna.get_by_role("button", name="Ich bin fertig")).to_be_focused()
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("button", name="Ich bin fertig")).to_have_count(0, timeout=LONG)
    assert focused(anna) == "raum-ich"
