"""Who writes before the page is ready loses no letter and no place: first the text comes, then the larger editor."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.writing import Room, a_writing_room, saved
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
STATE = re.compile(r"/minutes/docs/[\w-]+/state\?")
LARGER = re.compile(r"/minutes-rich\.\w+\.js")


@pytest.fixture
def room(town: Town) -> Iterator[Room]:
    with a_writing_room(town, simple=False) as made:
        yield made


@contextmanager
def held(page: Page, address: re.Pattern[str]) -> Iterator[None]:
    """What the page fetches from here waits till the end of this."""
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route(address, keep)
    page.reload()
    yield
    until(lambda: page.wait_for_timeout(50) or waiting)
    for route in waiting:
        route.continue_()
    page.unroute(address)


def writer(room: Room, text: str) -> Page:
    """A browser at an item in which this stands."""
    page = room.page("anna")
    page.locator(".cm-content").wait_for()
    page.locator(".cm-content").press_sequentially(text)
    saved(page)
    return page


def field(page: Page):
    return page.locator("textarea").first


def reads(room: Room, page: Page, text: str) -> None:
    expect(page.locator(".cm-content")).to_have_text(text)
    until(lambda: room.stored() == text)
    saved(page)


def test_what_is_typed_while_the_text_is_asked_for_stays_where_it_was_typed(room) -> None:
    anna = writer(room, "Mitte")
    with held(anna, STATE):
        field(anna).press("Control+Home")
        anna.keyboard.type("Anfang ")
    anna.locator(".cm-content").wait_for()
    anna.keyboard.type("und ")
    reads(room, anna, "Anfang und Mitte")


def test_what_others_write_meanwhile_stands_beside_it(room) -> None:
    anna, ben = writer(room, "Mitte"), room.page("ben")
    ben.locator(".cm-content").wait_for()
    with held(anna, STATE):
        field(anna).press("Control+End")
        anna.keyboard.type(" Schluss")
        ben.locator(".cm-content").press("Control+Home")
        ben.keyboard.type("Anfang ")
        saved(ben)
    anna.locator(".cm-content").wait_for()
    anna.keyboard.type("!")
    reads(room, anna, "Anfang Mitte Schluss!")


def test_words_for_a_place_that_is_gone_are_kept_beside_the_text(room) -> None:
    anna, ben = writer(room, "Ein Satz"), room.page("ben")
    ben.locator(".cm-content").wait_for()
    with held(anna, STATE):
        field(anna).evaluate("field => { field.focus(); field.setSelectionRange(4, 4); }")
        anna.keyboard.type("guter ")
        ben.locator(".cm-content").press("Control+a")
        ben.keyboard.type("Anders")
        saved(ben)
    expect(anna.get_by_label("Ihr Text")).to_have_value("Ein guter Satz")
    expect(anna.locator(".cm-content")).to_have_text("Anders")
    assert room.stored() == "Anders"


def test_the_larger_editor_takes_over_the_place_of_the_caret(room) -> None:
    anna = writer(room, "Mitte")
    with held(anna, LARGER):
        anna.get_by_role("button", name="Fett").wait_for()
        field(anna).press("Control+Home")
        anna.keyboard.type("An")
    anna.locator(".cm-content").wait_for()
    anna.keyboard.type("fang ")
    reads(room, anna, "Anfang Mitte")
    anna.get_by_label("Einfacher Editor").check()
    field(anna).focus()
    anna.keyboard.type("der ")
    expect(field(anna)).to_have_value("Anfang der Mitte")


@pytest.mark.parametrize("late", [STATE, LARGER], ids=["text", "editor"])
def test_letters_that_are_being_composed_are_finished_first(room, late: re.Pattern[str]) -> None:
    anna = writer(room, "Mitte ")
    keys = anna.context.new_cdp_session(anna)
    with held(anna, late):
        if late is LARGER:
            anna.get_by_role("button", name="Fett").wait_for()
        field(anna).press("Control+End")
        keys.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    anna.wait_for_timeout(1_000)
    expect(anna.locator(".cm-content")).to_have_count(0)
    expect(field(anna)).to_have_value("Mitte に")
    keys.send("Input.insertText", {"text": "日本"})
    anna.locator(".cm-content").wait_for()
    anna.keyboard.type("!")
    reads(room, anna, "Mitte 日本!")
