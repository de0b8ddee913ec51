"""The minutes in the room: the called item's text beside the talk; nobody's writing is taken from under them."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from kernel import clock
from kernel.actors import SYSTEM
from kernel.database import db, in_transaction
from roundtable.meetings.rules.states import ItemState
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.services.locking import lock_doc, unlock_doc
from roundtable.tables.services.seats import end_seat
from tests.e2e.in_room import LONG, PHONE, Room
from tests.e2e.test_every_page import FIRST_VIEW_BYTES, SIZE
from tests.e2e.writing import LEAVES, saved
from tests.factories.minutes import text_of
from tests.factories.speaking import a_talk
from tests.support.chromium import assert_accessible, axe
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

OPENS, CLOSES = "Hier mitschreiben", "Mitschrift hier schließen"
UNSAVED = "Ihre Eingaben sind noch nicht gespeichert."


@pytest.fixture
def room(town: Town) -> Iterator[Room]:
    with town.inside() as app, ExitStack() as stack:
        talk = a_talk()
        talk.now = clock.now()
        yield Room(town, app, talk, stack)


def pane(page: Page) -> Locator:
    """The part of the room in which one writes."""
    return page.locator("#mitschrift")


def text(page: Page) -> Locator:
    """What stands there."""
    return pane(page).locator(".cm-content")


def opened(page: Page) -> Locator:
    """Somebody presses the button, and may type."""
    pane(page).get_by_role("button", name=OPENS).click()
    expect(text(page)).to_be_focused(timeout=LONG)
    return text(page)


def next_item(room: Room) -> str:
    """The first item is done, the next one is called; its name."""
    room.talk.turn(0, ItemState.BERATEN)
    number = next(n for n, item in enumerate(room.talk.meeting.items) if item.state == "geplant")
    room.talk.turn(number, ItemState.AUFGERUFEN)
    return room.talk.meeting.items[number].title


def test_two_write_on_the_called_item_without_leaving_the_room(room: Room) -> None:
    anna, ben = room.browser("anna"), room.browser("ben", viewport=PHONE)
    assert anna.evaluate(SIZE) < FIRST_VIEW_BYTES
    assert not anna.evaluate(
        "performance.getEntriesByType('resource').some(({ name }) => /yjs|codemirror/.test(name))"
    ), "the editor is fetched before anybody asked for it"
    opened(anna).press_sequentially("Wir fangen im Januar an.")
    saved(anna)
    ben.get_by_role("link", name="Mitschrift", exact=True).click()
    expect(opened(ben)).to_have_text("Wir fangen im Januar an.", timeout=LONG)
    assert stored(room, 0) == "Wir fangen im Januar an."
    assert_accessible(anna)
    assert_accessible(ben)
    anna.reload()
    expect(text(anna)).to_have_text("Wir fangen im Januar an.", timeout=LONG)
    pane(anna).get_by_role("button", name=CLOSES).click()
    anna.reload()
    expect(pane(anna).get_by_role("button", name=OPENS)).to_be_visible()
    assert text(anna).count() == 0


def test_the_next_item_comes_for_who_reads_and_waits_for_who_writes(room: Room) -> None:
    anna, ben = room.browser("anna"), room.browser("ben")
    opened(anna).press_sequentially("Erster Punkt.")
    opened(ben)
    ben.get_by_role("textbox", name="Nachricht").focus()
    title = next_item(room)
    expect(pane(ben).locator("#raum-mitschrift")).to_contain_text(title, timeout=LONG)
    expect(text(ben)).to_have_text("", timeout=LONG)
    expect(pane(anna).locator("#raum-editor-punkt")).to_contain_text(
        "Hier steht noch", timeout=LONG
    )
    anna.keyboard.type(" Und noch etwas.")
    saved(anna)
    anna.keyboard.insert_text("\n" * 40)
    saved(anna)
    assert_accessible(anna)
    for _ in range(40):
        anna.keyboard.press("Backspace")
    saved(anna)
    assert stored(room, 0) == "Erster Punkt. Und noch etwas."
    opened(anna).press_sequentially("Zweiter Punkt.")
    saved(anna)
    expect(text(ben)).to_have_text("Zweiter Punkt.", timeout=LONG)
    assert stored(room, 0) == "Erster Punkt. Und noch etwas."
    assert stored(room, _called(room)) == "Zweiter Punkt."
    expect(pane(anna).locator("#raum-editor-punkt")).to_be_hidden()


def test_what_is_typed_while_the_next_item_is_fetched_stays_and_is_saved(room: Room) -> None:
    anna = room.browser("anna")
    opened(anna)
    anna.get_by_role("textbox", name="Nachricht").focus()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    anna.route("**/mitschrift/*", hold)
    next_item(room)
    for _try in range(200):
        anna.wait_for_timeout(100)
        if held:
            break
    assert held, "the next item was not asked for"
    text(anna).press_sequentially("Noch schnell.")
    anna.unroute("**/mitschrift/*")  # and they go on
    saved(anna)
    expect(pane(anna).locator("#raum-editor-punkt")).to_contain_text(
        "Hier steht noch", timeout=LONG
    )
    expect(text(anna)).to_have_text("Noch schnell.")
    assert stored(room, 0) == "Noch schnell."


def test_what_is_not_saved_is_neither_closed_nor_left_behind(room: Room) -> None:
    anna = room.browser("anna")
    opened(anna)
    anna.context.route("**/api/v1/minutes/**", lambda route: route.abort())
    anna.context.set_offline(True)
    anna.keyboard.type("Nur hier.")
    expect(anna.locator("#mitschrift-stand")).to_contain_text(
        "noch nicht gespeichert", timeout=LONG
    )
    pane(anna).get_by_role("button", name=CLOSES).click()
    expect(pane(anna).locator("#raum-editor-hinweis")).to_have_text(UNSAVED)
    assert not anna.evaluate(LEAVES)
    title = next_item(room)
    anna.context.set_offline(False)
    expect(pane(anna).locator("#raum-mitschrift")).to_contain_text(title, timeout=LONG)
    anna.context.unroute_all()
    until(lambda: stored(room, 0) == "Nur hier.")


def test_without_scripts_the_room_leads_to_the_page_of_the_item(room: Room) -> None:
    page = room.person("anna", java_script_enabled=False)
    page.goto(f"{room.address}/live")
    expect(page.get_by_role("button", name=OPENS)).to_have_count(0)
    pane(page).get_by_role("link", name="auf eigener Seite schreiben").click()
    expect(page.get_by_role("textbox", name="Mitschrift", exact=True)).to_be_visible()


def test_who_loses_the_seat_finds_no_way_to_the_text(room: Room) -> None:
    ben = room.browser("ben")
    opened(ben).press_sequentially("Von Ben.")
    saved(ben)
    end_seat(actor=SYSTEM, seat=room.talk.made.seats["ben"])
    room.talk.ask("anna")
    expect(ben.locator("#raum-verbindung")).to_contain_text("ändert sich nicht mehr", timeout=LONG)
    expect(ben.locator("#mitschrift-stand")).to_contain_text("keinen Sitz mehr", timeout=LONG)
    for name in (OPENS, CLOSES):
        expect(pane(ben).get_by_role("button", name=name)).to_have_count(0)
    expect(pane(ben).get_by_role("link", name="auf eigener Seite schreiben")).to_have_count(0)


def test_a_locked_item_is_read_in_the_room_and_written_once_it_opens(room: Room) -> None:
    chair = room.browser("chair")
    opened(chair).press_sequentially("Von der Leitung.")
    saved(chair)
    doc, actor = doc_of_item(room.talk.meeting.items[0].id), room.talk.made.actor("chair")
    lock_doc(actor=actor, doc=doc, reason="Erst klären")
    anna = room.browser("anna")
    pane(anna).get_by_role("button", name=OPENS).click()
    expect(pane(anna)).to_contain_text("Von der Leitung.", timeout=LONG)
    expect(pane(anna)).to_contain_text("Erst klären")
    assert text(anna).count() == 0
    chair.keyboard.type(" Und weiter.")
    expect(pane(anna)).to_contain_text("Und weiter.", timeout=LONG)
    assert_accessible(anna)
    db.session.rollback()
    unlock_doc(actor=actor, doc=doc_of_item(room.talk.meeting.items[0].id))
    expect(text(anna)).to_contain_text("Von der Leitung. Und weiter.", timeout=LONG)


def stored(room: Room, number: int) -> str:
    """What the database holds of the item of this number, from 0."""
    db.session.rollback()
    return text_of(doc_of_item(room.talk.meeting.items[number].id).id)


def _called(room: Room) -> int:
    states = [item.state for item in room.talk.meeting.items]
    return states.index(ItemState.AUFGERUFEN)


def test_who_writes_sees_what_calls_them_elsewhere(room: Room) -> None:
    ben = room.browser("ben", viewport=PHONE)
    ben.get_by_role("link", name="Mitschrift", exact=True).click()
    opened(ben)
    ben.keyboard.insert_text("Zeile\n" * 30)
    saved(ben)
    calls = ben.get_by_role("group", name="Das wartet auf Sie")
    expect(calls).to_be_hidden()
    ben.evaluate("document.querySelector('#mitschrift .ef-editor').scrollIntoView()")
    next_item(room)
    number = room.talk.meeting.items[_called(room)].number
    expect(calls).to_have_text(
        f"Jetzt dran: TOP {number}. Sie schreiben noch in TOP Ö 1.", timeout=LONG
    )
    expect(calls).to_be_in_viewport(ratio=1)
    entry = room.talk.ask("ben")
    room.talk.chair("call_next", entry_id=entry.id)
    expect(calls).to_contain_text("Sie sind an der Reihe.", timeout=LONG)
    expect(text(ben)).to_be_focused()
    assert axe(ben, ("color-contrast", "link-name", "link-in-text-block")) == []
    calls.get_by_role("link", name="Sie sind an der Reihe.").click()
    expect(ben.get_by_role("group", name="Was Sie betrifft")).to_be_in_viewport()
    expect(calls).to_be_hidden()


def test_who_writes_in_public_is_told_that_a_nonpublic_item_is_on(room: Room) -> None:
    ben = room.browser("ben", viewport=PHONE)
    ben.get_by_role("link", name="Mitschrift", exact=True).click()
    opened(ben)
    ben.evaluate("document.querySelector('#mitschrift .ef-editor').scrollIntoView()")
    room.talk.turn(0, ItemState.BERATEN)
    items = room.talk.meeting.items
    number = next(n for n, item in enumerate(items) if item.state == "geplant")
    in_transaction(lambda: setattr(items[number], "public", False))
    room.talk.turn(number, ItemState.AUFGERUFEN)
    expect(ben.get_by_role("group", name="Das wartet auf Sie")).to_have_text(
        f"Jetzt dran: TOP {items[number].number} (nichtöffentlich). "
        "Sie schreiben noch in TOP Ö 1 (öffentlich).",
        timeout=LONG,
    )
