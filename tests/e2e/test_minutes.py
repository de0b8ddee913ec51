"""Live minutes in the simple editor: two write at once, both texts stay, and only what is stored is called saved."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from roundtable.minutes import queries
from roundtable.minutes.services.locking import lock_doc
from roundtable.tables.services.seats import end_seat
from tests.e2e.writing import LONG, SAVED, Room, a_writing_room, saved
from tests.support.chromium import assert_accessible
from tests.support.html_checker import html_faults
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
#: two seconds, and what a busy machine takes to say so
SOON_MS = 4_000


@pytest.fixture
def room(town: Town) -> Iterator[Room]:
    with a_writing_room(town, simple=True) as made:
        yield made


def area(page: Page):
    """The text, once the page is joined."""
    expect(page.get_by_role("button", name="Speichern", exact=True)).to_be_hidden()
    return page.get_by_label("Mitschrift", exact=True)


def put_caret(page: Page, at: int) -> None:
    area(page).evaluate("(field, at) => { field.focus(); field.setSelectionRange(at, at); }", at)


@pytest.mark.parametrize("socket", [True, False], ids=["socket", "http"])
def test_two_browsers_write_at_once_and_keep_every_word(room, socket: bool) -> None:
    anna, ben = room.page("anna", socket=socket), room.page("ben", socket=socket)
    area(anna).press_sequentially("Grüße 😀😁\nZweite Zeile")
    saved(anna)
    expect(area(ben)).to_have_value("Grüße 😀😁\nZweite Zeile")
    put_caret(ben, 8)
    put_caret(anna, len("Grüße 😀😁\nZweite Zeile") + 2)
    for letter in "Ben. ":
        ben.keyboard.type(letter)
        anna.keyboard.type(letter.upper())
    text = "Grüße 😀Ben. 😁\nZweite ZeileBEN. "
    for page in (anna, ben):
        expect(area(page)).to_have_value(text)
        saved(page)
    assert room.stored() == text
    assert ben.evaluate("document.activeElement.selectionStart") == 13
    posts: list[str] = []
    anna.on("request", lambda request: posts.append(request.method))
    anna.keyboard.type("!")
    expect(area(ben)).to_have_value(text + "!")
    assert ("POST" in posts) is not socket
    for observed in room.observed:
        observed.assert_calm() if socket else observed.assert_no_foreign_requests()


def test_the_caret_stays_with_its_words_when_others_write_before_it(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    area(anna).press_sequentially("Der Beschluss")
    expect(area(ben)).to_have_value("Der Beschluss")
    put_caret(anna, 4)
    put_caret(ben, 0)
    ben.keyboard.type("😀 ")
    expect(area(anna)).to_have_value("😀 Der Beschluss")
    anna.keyboard.type("erste ")
    expect(area(ben)).to_have_value("😀 Der erste Beschluss")


def test_what_is_not_saved_is_counted_and_sent_by_itself_later(room) -> None:
    anna = room.page("anna", socket=False)
    area(anna).press_sequentially("Da")
    saved(anna)
    anna.context.set_offline(True)
    anna.keyboard.type("abc")
    expect(anna.locator("#mitschrift-stand")).to_have_text("3 Änderungen noch nicht gespeichert")
    asked = []
    anna.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    anna.close(run_before_unload=True)
    anna.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    anna.context.set_offline(False)
    saved(anna)
    assert room.stored() == "Daabc"


def test_a_form_without_scripts_and_an_editor_write_in_the_same_text(room) -> None:
    plain, anna = room.page("ben", java_script_enabled=False), room.page("anna")
    area(anna).press_sequentially("Live")
    saved(anna)
    plain.get_by_label("Mitschrift", exact=True).fill("Formular ")
    plain.get_by_role("button", name="Speichern").click()
    expect(plain.get_by_text("Unten steht beides")).to_be_visible()
    expect(area(anna)).to_have_value(re.compile("Formular"))
    assert "Live" in room.stored()


def test_a_lock_that_comes_while_typing_keeps_the_unsaved_text_on_the_page(room) -> None:
    anna = room.page("anna", socket=False)
    area(anna).press_sequentially("Gespeichert.")
    saved(anna)
    anna.context.set_offline(True)
    anna.keyboard.type(" Noch nicht.")
    lock_doc(actor=room.chair, doc=queries.doc_for(room.chair, room.doc), reason="Steht")
    anna.context.set_offline(False)
    expect(anna.get_by_text("Dieser Text ist nicht gespeichert")).to_be_visible()
    expect(anna.get_by_label("Ihr Text")).to_have_value("Gespeichert. Noch nicht.")
    expect(area(anna)).to_have_value("Gespeichert.")
    expect(area(anna)).not_to_be_editable()
    expect(anna.locator("#mitschrift-stand")).to_have_text("Dieser Punkt ist gesperrt. Steht")
    assert room.stored() == "Gespeichert."


def test_a_lock_and_a_lost_seat_are_told_at_once_to_who_has_the_page_open(room) -> None:
    anna = room.page("anna")
    area(anna).press_sequentially("Gespeichert.")
    saved(anna)
    lock_doc(actor=room.chair, doc=queries.doc_for(room.chair, room.doc), reason="Steht")
    expect(area(anna)).not_to_be_editable(timeout=SOON_MS)
    end_seat(actor=room.chair, seat=room.anna_seat)
    expect(anna.locator("#mitschrift-stand")).to_have_text(
        "Sie haben an diesem Tisch keinen Sitz mehr.", timeout=SOON_MS
    )
    expect(area(anna)).not_to_be_editable()


def test_a_text_beyond_the_limit_is_put_back_with_a_reason(room) -> None:
    anna = room.page("anna")
    area(anna).press_sequentially("Anfang")
    area(anna).fill("Anfang" + "ä" * 50_000)
    expect(area(anna)).to_have_value("Anfang")
    expect(anna.locator("#mitschrift-ansage")).to_contain_text("höchstens 50.000 Zeichen")
    saved(anna)
    assert room.stored() == "Anfang"


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 900}, {"width": 320, "height": 640}]
)
def test_the_editor_is_valid_and_accessible(room, viewport) -> None:
    html = {}
    for key in ("anna", "secretary"):
        page = room.page(key, viewport=viewport)
        area(page).press_sequentially("Wort")
        saved(page)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        html[key] = page.request.get(room.address).text()
    assert html_faults(html) == []


def test_who_only_reads_sees_the_line_go_and_come_back(room) -> None:
    anna = room.page("anna")
    area(anna)
    state, spoken = anna.locator("#mitschrift-stand"), anna.locator("#mitschrift-ansage")
    anna.context.set_offline(True)
    expect(state).to_contain_text("Live: getrennt.", timeout=LONG)
    expect(spoken).to_contain_text("Live: getrennt.")
    anna.context.set_offline(False)
    expect(state).to_have_text("", timeout=LONG)
    expect(spoken).to_have_text("Live: wieder verbunden.")


def test_what_was_said_to_be_unsaved_is_said_to_be_saved(room) -> None:
    anna = room.page("anna")
    field, spoken = area(anna), anna.locator("#mitschrift-ansage")
    field.press_sequentially("a")
    saved(anna)
    expect(spoken).to_be_empty()
    anna.context.set_offline(True)
    field.press_sequentially("b")
    expect(spoken).to_contain_text("noch nicht gespeichert", timeout=LONG)
    anna.context.set_offline(False)
    expect(spoken).to_have_text(SAVED, timeout=LONG)
