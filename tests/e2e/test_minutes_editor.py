"""The larger editor of minutes in real browsers: buttons, own undoing, carets of others, no trap, and a calm policy."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from roundtable.minutes import queries
from roundtable.minutes.services.locking import lock_doc, unlock_doc
from roundtable.tables.services.seats import end_seat
from tests.e2e.writing import SIMPLE, Room, a_writing_room, saved
from tests.support.chromium import assert_accessible
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
SOON_MS = 4_000
LINES = ".cm-content > .cm-line"


@pytest.fixture
def room(town: Town) -> Iterator[Room]:
    with a_writing_room(town, simple=False) as made:
        yield made
        for observed in made.observed:
            observed.assert_calm()


def editor(page: Page):
    """The text, once the larger editor is there."""
    expect(page.locator(".cm-content")).to_be_visible()
    return page.get_by_role("textbox", name="Mitschrift", exact=True)


def reads(page: Page, text: str) -> None:
    expect(page.locator(LINES)).to_have_text(text.split("\n"), use_inner_text=False)


def write(page: Page, text: str) -> None:
    editor(page).focus()
    page.keyboard.type(text)


def test_two_people_write_at_once_and_a_third_in_the_simple_editor(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    write(anna, "Grüße 😀\nZweite Zeile")
    saved(anna)
    reads(ben, "Grüße 😀\nZweite Zeile")
    write(ben, "Ben. ")
    anna.keyboard.type(" von Anna")
    for page in (anna, ben):
        reads(page, "Ben. Grüße 😀\nZweite Zeile von Anna")
        saved(page)
    anna.get_by_label("Einfacher Editor").check()
    area = anna.get_by_label("Mitschrift", exact=True)
    expect(area).to_have_value("Ben. Grüße 😀\nZweite Zeile von Anna")
    area.press_sequentially("!")
    reads(ben, "Ben. Grüße 😀\nZweite Zeile von Anna!")
    assert room.stored() == "Ben. Grüße 😀\nZweite Zeile von Anna!"


def test_the_chosen_editor_is_remembered(room) -> None:
    anna = room.page("anna")
    write(anna, "Text")
    anna.get_by_label("Einfacher Editor").check()
    expect(anna.locator(".cm-content")).to_have_count(0)
    saved(anna)
    anna.reload()
    expect(anna.get_by_role("button", name="Fett")).to_be_visible()
    expect(anna.get_by_label("Mitschrift", exact=True)).to_have_value("Text")
    anna.get_by_label("Einfacher Editor").uncheck()
    reads(anna, "Text")


@pytest.mark.parametrize("simple", [False, True], ids=["large", "simple"])
def test_buttons_write_the_signs_and_show_what_they_mean(room, simple: bool) -> None:
    anna = room.page("anna")
    if simple:
        anna.context.add_init_script(SIMPLE)
        anna.reload()
        anna.get_by_role("button", name="Fett").wait_for()
        anna.get_by_label("Mitschrift", exact=True).focus()
    else:
        editor(anna).focus()
    anna.keyboard.type("Wichtig")
    anna.get_by_role("button", name="Fett").click()
    anna.keyboard.press("End")
    anna.keyboard.type("\nPunkt")
    anna.get_by_role("button", name="Liste").click()
    anna.keyboard.type("\nErgebnis" if simple else "\n\nErgebnis")
    anna.get_by_role("button", name="Überschrift").click()
    until(lambda: room.stored() == "**Wichtig**\n- Punkt\n## Ergebnis")
    if not simple:
        expect(anna.locator(".ef-editor__bold")).to_have_text("**Wichtig**")
        expect(anna.locator(".ef-editor__heading")).to_have_text("## Ergebnis")


@pytest.mark.parametrize("simple", [False, True], ids=["large", "simple"])
def test_undoing_takes_back_only_what_one_wrote_oneself(room, simple: bool) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    if simple:
        anna.get_by_label("Einfacher Editor").check()
        anna.get_by_label("Mitschrift", exact=True).focus()
    else:
        editor(anna).focus()
    anna.keyboard.type("Anna")
    reads(ben, "Anna")
    write(ben, "Ben ")
    saved(ben)
    text = anna.get_by_label("Mitschrift", exact=True)
    if simple:
        expect(text).to_have_value("Ben Anna")
    else:
        reads(anna, "Ben Anna")
    anna.keyboard.press("Control+z")
    reads(ben, "Ben ")
    anna.keyboard.press("Control+z")
    anna.keyboard.press("Control+y")
    reads(ben, "Ben Anna")
    anna.get_by_role("button", name="Rückgängig").click()
    reads(ben, "Ben ")
    saved(anna)
    assert room.stored() == "Ben "


def test_the_caret_stays_with_its_words_and_the_other_one_is_shown_with_a_name(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    write(anna, "Der Beschluss")
    for _ in range(9):
        anna.keyboard.press("ArrowLeft")
    reads(ben, "Der Beschluss")
    mark = ben.locator(".ef-caret")
    expect(mark).to_have_attribute("data-name", room.names["anna"])
    expect(mark).to_have_attribute("aria-hidden", "true")
    expect(ben.locator("#mitschrift-leute")).to_have_text(f"{room.names['anna']} schreibt")
    expect(ben.locator("#mitschrift-ansage")).to_have_text(f"{room.names['anna']} schreibt")
    write(ben, "😀 ")
    reads(anna, "😀 Der Beschluss")
    anna.keyboard.type("erste ")
    reads(ben, "😀 Der erste Beschluss")
    before = mark.evaluate("mark => { const r = document.createRange(); r.setStart(mark.parentNode, 0);"
                           " r.setEndBefore(mark); return r.toString() }")  # fmt: skip
    assert before == "😀 Der erste "
    expect(ben.locator("#mitschrift-leute")).to_have_text("", timeout=15_000)
    anna.close()
    expect(mark).to_have_count(0, timeout=SOON_MS)


#: whether the name at a caret is inside the frame of the text
IS_INSIDE = """mark => {
  if (!mark.isConnected) return false;
  const name = getComputedStyle(mark, "::before");
  const frame = mark.closest(".cm-content").getBoundingClientRect();
  const left = mark.getBoundingClientRect().left + parseFloat(name.left);
  return left > frame.left && left + parseFloat(name.width) < frame.right;
}"""


def test_a_name_is_whole_also_where_the_line_ends(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    write(anna, "Das steht im Protokoll. " * 12)
    for key, turned in (("End", 1), ("Home", 0)):
        anna.keyboard.press("Control+Home")
        anna.keyboard.type(" ")
        anna.keyboard.press(key)
        anna.keyboard.type("x")
        expect(ben.locator(".ef-caret--typing")).to_have_count(1)
        expect(ben.locator(".ef-caret--turned")).to_have_count(turned)
        until(lambda: ben.locator(".ef-caret").evaluate(IS_INSIDE))
    saved(anna)


def test_who_wants_no_word_of_others_hears_none(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    editor(ben)
    ben.get_by_label("Nicht vorlesen, wer gerade schreibt").check()
    write(anna, "Text")
    expect(ben.locator("#mitschrift-leute")).to_have_text(f"{room.names['anna']} schreibt")
    expect(ben.locator("#mitschrift-ansage")).to_have_text("")


def test_a_removed_member_is_seen_no_more_and_sees_nobody(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    write(anna, "Text")
    write(ben, "Ben ")
    expect(ben.locator(".ef-caret")).to_have_count(1)
    expect(anna.locator(".ef-caret")).to_have_count(1)
    end_seat(actor=room.chair, seat=room.anna_seat)
    expect(anna.locator(".ef-caret")).to_have_count(0, timeout=SOON_MS)
    expect(ben.locator(".ef-caret")).to_have_count(0, timeout=SOON_MS)
    expect(anna.locator("#mitschrift-stand")).to_have_text(
        "Sie haben an diesem Tisch keinen Sitz mehr."
    )
    ben.keyboard.type("unter uns ")
    saved(ben)
    assert "unter uns" not in anna.locator(".cm-content").inner_text()


def test_the_keyboard_goes_in_and_out_again(room) -> None:
    anna = room.page("anna")
    write(anna, "Text")
    anna.keyboard.press("Shift+Tab")
    expect(anna.get_by_role("button", name="Wiederholen")).to_be_focused()
    anna.keyboard.press("Tab")
    expect(editor(anna)).to_be_focused()
    anna.keyboard.press("Escape")
    anna.keyboard.press("Tab")
    expect(anna.get_by_label("Einfacher Editor")).to_be_focused()
    saved(anna)
    assert room.stored() == "Text"


def test_letters_that_are_being_composed_are_not_disturbed(room) -> None:
    anna, ben = room.page("anna"), room.page("ben")
    write(anna, "Anfang ")
    reads(ben, "Anfang ")
    keys = anna.context.new_cdp_session(anna)
    keys.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    write(ben, "Ben ")
    saved(ben)
    anna.wait_for_timeout(500)
    keys.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    expect(anna.locator(".cm-content")).not_to_contain_text("Ben")
    keys.send("Input.insertText", {"text": "日本"})
    reads(anna, "Ben Anfang 日本")
    reads(ben, "Ben Anfang 日本")
    saved(anna)
    assert room.stored() == "Ben Anfang 日本"


def test_what_the_server_would_refuse_is_not_taken_and_told(room) -> None:
    anna = room.page("anna")
    write(anna, "Anfang")
    for pasted, told in (
        ("ä" * 50_001, "höchstens 50.000 Zeichen"),
        (" data:image/png;base64,iVBOR", "Bilder können nicht"),
    ):
        anna.keyboard.insert_text(pasted)
        expect(anna.locator("#mitschrift-stand")).to_contain_text(told)
        reads(anna, "Anfang")
    anna.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text/plain', ' a\\u000bb\\r\\nc');
        document.querySelector('.cm-content').dispatchEvent(
          new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    reads(anna, "Anfang ab\nc")
    expect(anna.locator("#mitschrift-stand")).to_have_text(
        re.compile("^gespeichert"), timeout=15_000
    )
    assert room.stored() == "Anfang ab\nc"


def test_a_lock_is_told_at_once_and_nothing_can_be_typed(room) -> None:
    anna = room.page("anna")
    write(anna, "Gespeichert.")
    saved(anna)
    lock_doc(actor=room.chair, doc=queries.doc_for(room.chair, room.doc), reason="Steht")
    expect(editor(anna)).to_have_attribute("aria-readonly", "true", timeout=SOON_MS)
    expect(anna.get_by_role("button", name="Fett")).to_be_disabled()
    locked = "Dieser Punkt ist gesperrt. Steht"
    expect(anna.locator("#mitschrift-stand")).to_have_text(locked)
    expect(anna.locator("#mitschrift-ansage")).to_have_text(locked)
    expect(anna.locator("#mitschrift-sperre")).to_have_text(locked)
    anna.keyboard.type("Nein")
    anna.keyboard.press("Control+b")
    reads(anna, "Gespeichert.")
    unlock_doc(actor=room.chair, doc=queries.doc_for(room.chair, room.doc))
    expect(anna.locator("#mitschrift-sperre")).to_have_text("", timeout=SOON_MS)


def test_where_the_larger_editor_cannot_be_had_the_simple_one_stays(room) -> None:
    anna = room.page("anna", without="**/codemirror.*.js")
    area = anna.get_by_label("Mitschrift", exact=True)
    expect(anna.get_by_role("button", name="Fett")).to_be_visible()
    area.press_sequentially("Trotzdem")
    saved(anna)
    assert room.stored() == "Trotzdem"


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 320, "height": 640}},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
    ],
    ids=["wide", "narrow", "dark", "forced"],
)
def test_the_editor_is_accessible_in_all_modes(room, options) -> None:
    anna, ben = room.page("anna", **options), room.page("ben")
    write(ben, "## Überschrift\n- Punkt\n\n**Fett** und [[Abstimmung 3]]")
    write(anna, "Wort ")
    expect(anna.locator(".ef-caret")).to_have_count(1)
    assert_accessible(anna)
    assert anna.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
