"""Unsaved minutes survive what happens to a page: a crash, a refusal, another text than the server's."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from roundtable.minutes import queries
from roundtable.minutes.services.locking import lock_doc
from roundtable.minutes.services.opening import new_epoch
from tests.e2e.writing import SAVED, Room, a_writing_room, saved
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
PHONE = {"width": 360, "height": 740}
#: on a machine that does other things, too
LONG = 60_000
CUT_S = 30
WRITE_DOWN = """() => {
  const line = document.querySelector('#mitschrift-stand');
  window.said = [];
  new MutationObserver(() => window.said.push(line.textContent.trim()))
    .observe(line, {subtree: true, childList: true, characterData: true});
}"""
BOTH = pytest.mark.parametrize("room", [False, True], ids=["large", "simple"], indirect=True)
KEPT = """() => new Promise(resolve => {
  const request = indexedDB.open('mitschrift', 1);
  request.onupgradeneeded = () => request.transaction.abort();
  request.onerror = () => resolve(0);
  request.onsuccess = () => {
    const all = request.result.transaction('ungespeichert').objectStore('ungespeichert').getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result.length); };
  };
})"""


@pytest.fixture
def room(town: Town, request) -> Iterator[Room]:
    """With the larger editor; for some tests with the simple one, too."""
    with a_writing_room(town, simple=getattr(request, "param", False)) as made:
        yield made


def text(page: Page):
    expect(page.get_by_role("button", name="Fett")).to_be_visible()
    return page.get_by_role("textbox", name="Mitschrift", exact=True)


def reads(room: Room, page: Page, words: str) -> None:
    if room.simple:
        expect(text(page)).to_have_value(words)
    else:
        expect(page.locator(".cm-line")).to_have_text(words.split("\n"))


def ready(room: Room, page: Page) -> None:
    """The editor of choice is there."""
    text(page)
    if not room.simple:
        expect(page.locator(".cm-content")).to_be_visible()


def typed(room: Room, page: Page, words: str) -> None:
    ready(room, page)
    text(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def cut(context: BrowserContext) -> None:
    context.set_offline(True)
    context.route("**/api/**", lambda route: route.abort())


def mend(context: BrowserContext) -> None:
    context.unroute("**/api/**")
    context.set_offline(False)


def kept(page: Page, number: int) -> None:
    until(lambda: page.evaluate(KEPT) == number)


def stored(room: Room, page: Page, words: str) -> None:
    """The database holds this, sooner or later; the browser works meanwhile."""

    def look() -> bool:
        page.wait_for_timeout(50)
        return room.stored() == words

    until(look)


@pytest.mark.parametrize("end", ["closed", "crashed"])
def test_what_was_typed_before_the_page_died_arrives_once(room, end: str) -> None:
    anna = room.page("anna", socket=False)
    typed(room, anna, "Da.")
    saved(anna)
    cut(anna.context)
    anna.keyboard.type(" Noch nicht.")
    kept(anna, 1)
    if end == "crashed":
        with pytest.raises(Error):
            anna.goto("chrome://crash")
    anna.close()
    mend(anna.context)
    again = anna.context.new_page()
    again.goto(room.address)
    ready(room, again)
    reads(room, again, "Da. Noch nicht.")
    saved(again)
    assert room.stored() == "Da. Noch nicht."
    kept(again, 0)
    again.reload()
    ready(room, again)
    reads(room, again, "Da. Noch nicht.")


def test_what_was_stored_but_never_acknowledged_arrives_once(room) -> None:
    anna = room.page("anna", socket=False)
    typed(room, anna, "Eins.")
    saved(anna)

    def lose_the_answer(route: Route) -> None:
        own = {**route.request.headers, "Sec-Fetch-Site": "same-origin"}
        assert route.fetch(headers=own).ok
        route.abort()

    anna.context.route("**/updates?**", lose_the_answer)
    anna.keyboard.type(" Zwei.")
    stored(room, anna, "Eins. Zwei.")
    kept(anna, 1)
    anna.close()
    anna.context.unroute("**/updates?**")
    again = anna.context.new_page()
    again.goto(room.address)
    ready(room, again)
    reads(room, again, "Eins. Zwei.")
    kept(again, 0)
    assert room.stored() == "Eins. Zwei."


def test_a_refused_copy_is_shown_until_its_author_discards_it(room) -> None:
    anna = room.page("anna", socket=False)
    typed(room, anna, "Da.")
    saved(anna)
    cut(anna.context)
    anna.keyboard.type(" Zu spät.")
    kept(anna, 1)
    anna.close()
    lock_doc(actor=room.chair, doc=queries.doc_for(room.chair, room.doc), reason="Steht")
    mend(anna.context)
    again = anna.context.new_page()
    again.goto(room.address)
    expect(again.get_by_text("Dieser Text ist nicht gespeichert")).to_be_visible()
    expect(again.get_by_label("Ihr Text")).to_have_value("Da. Zu spät.")
    again.reload()
    expect(again.get_by_label("Ihr Text")).to_have_value("Da. Zu spät.")
    with again.expect_download() as loading:
        again.get_by_role("button", name="Als Datei speichern").click()
    assert loading.value.path().read_text(encoding="utf-8") == "Da. Zu spät."
    assert re.fullmatch(r"mitschrift-top-[\w.-]+\.md", loading.value.suggested_filename)
    again.get_by_role("button", name="Text verwerfen").click()
    expect(again.get_by_label("Ihr Text")).to_be_hidden()
    kept(again, 0)
    assert room.stored() == "Da."


@BOTH
def test_a_copy_of_an_earlier_epoch_is_never_sent(room) -> None:
    anna = room.page("anna", socket=False)
    typed(room, anna, "Alt.")
    saved(anna)
    cut(anna.context)
    anna.keyboard.type(" Unterwegs.")
    kept(anna, 1)
    new_epoch(doc_id=room.doc, text="Neu.")
    mend(anna.context)
    expect(anna.get_by_label("Ihr Text")).to_have_value("Alt. Unterwegs.")
    reads(room, anna, "Neu.")
    anna.reload()
    ready(room, anna)
    expect(anna.get_by_label("Ihr Text")).to_have_value("Alt. Unterwegs.")
    typed(room, anna, " Weiter.")
    saved(anna)
    assert room.stored() == "Neu. Weiter."
    anna.get_by_role("button", name="Text kopieren").click()


@BOTH
def test_equal_states_and_a_lost_deletion_heal_by_the_fingerprint(room) -> None:
    anna = room.page("anna", socket=False)
    typed(room, anna, "Grüße 😀 an alle")
    stored(room, anna, "Grüße 😀 an alle")
    saved(anna)
    reloads: list[str] = []
    anna.on("request", lambda asked: "reloaded=1" in asked.url and reloads.append(asked.url))

    def say_that_it_is_stored(route: Route) -> None:
        route.fulfill(json={"seq": 1})

    anna.route("**/updates?**", say_that_it_is_stored)
    for _ in range(5):
        anna.keyboard.press("Backspace")
    expect(anna.locator("#mitschrift-stand")).to_contain_text("neu geladen", timeout=15_000)
    reads(room, anna, "Grüße 😀 an alle")
    assert len(reloads) == 1
    anna.unroute("**/updates?**")
    anna.keyboard.press("Control+End")
    anna.keyboard.type("!")
    expect(anna.locator("#mitschrift-stand")).to_contain_text("gespeichert", timeout=15_000)
    stored(room, anna, "Grüße 😀 an alle!")


def test_words_that_only_the_page_has_are_sent_and_not_reloaded_away(room) -> None:
    anna = room.page("anna", socket=False)
    typed(room, anna, "Eins")
    stored(room, anna, "Eins")
    saved(anna)
    anna.route("**/updates?**", lambda route: route.fulfill(json={"seq": 1}))
    anna.keyboard.type(" zwei")
    saved(anna)
    anna.unroute("**/updates?**")
    stored(room, anna, "Eins zwei")
    reads(room, anna, "Eins zwei")


@BOTH
def test_a_cut_line_is_told_within_two_seconds_on_a_phone(room) -> None:
    anna = room.page("anna", socket=False, viewport=PHONE)
    typed(room, anna, "Da")
    saved(anna)
    cut(anna.context)
    anna.keyboard.type("abc")
    line = anna.locator("#mitschrift-stand")
    expect(line).to_have_text("3 Änderungen noch nicht gespeichert", timeout=3_000)
    expect(line).to_be_in_viewport()
    mend(anna.context)
    saved(anna)


def test_nothing_typed_is_lost_while_the_line_is_cut_for_half_a_minute(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    typed(room, anna, "Vorher.")
    saved(anna)
    ready(room, ben)
    reads(room, ben, "Vorher.")
    anna.evaluate(WRITE_DOWN)
    cut(anna.context)
    end, words, line = time.monotonic() + CUT_S, "", anna.locator("#mitschrift-stand")
    while time.monotonic() < end:
        anna.keyboard.type(" weg")
        words += " weg"
        unsaved = f"{len(words)} Änderungen noch nicht gespeichert"
        expect(line).to_have_text(unsaved, timeout=LONG)
        anna.wait_for_timeout(2000)
    typed(room, ben, " Ben.")
    saved(ben)
    assert room.stored() == "Vorher. Ben."
    reads(room, anna, f"Vorher.{words}")
    assert all("noch nicht gespeichert" in said for said in anna.evaluate("window.said"))
    mend(anna.context)
    expect(line).to_have_text(SAVED, timeout=LONG)
    text = room.stored()
    assert text in {f"Vorher.{words} Ben.", f"Vorher. Ben.{words}"}
    for page in (anna, ben):
        reads(room, page, text)


def test_signing_out_and_another_person_leave_no_copy(room) -> None:
    anna = room.page("anna", socket=False)
    for leave in ("somebody else signs in", "signs out"):
        room.enter(anna.context, "anna")
        anna.goto(room.address)
        typed(room, anna, "Meins.")
        cut(anna.context)
        anna.keyboard.type(" Noch nicht.")
        kept(anna, 1)
        anna.close()
        mend(anna.context)
        anna = anna.context.new_page()
        if leave == "signs out":
            anna.goto(room.town.server.url + "/konto/")
            assert anna.evaluate(KEPT) == 1
            anna.get_by_role("button", name="Abmelden").click()
            expect(anna.get_by_role("link", name="Anmelden", exact=True)).to_be_visible()
        else:
            room.enter(anna.context, "ben")
            anna.goto(room.town.server.url + "/konto/")
        kept(anna, 0)
