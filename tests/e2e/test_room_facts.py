"""What lines such as `[[Abstimmung 1]]` stand for, in words under the text in the room, while somebody writes there."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from kernel.database import db
from roundtable.decisions.models import LiveVote
from roundtable.decisions.rules.votes import Choice
from roundtable.meetings.services import note_presence
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.services.locking import lock_doc
from tests.e2e.in_room import LONG, PHONE, Room, a_room
from tests.e2e.writing import SIMPLE, saved
from tests.factories.decisions import TEXT, Sitting
from tests.factories.minutes import text_of
from tests.support.chromium import assert_accessible
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

OPENS = "Hier mitschreiben"
#: long, but sooner than a page asks by itself
SOON = 20_000
VOTE = "Abstimmung 1: Freistellung"
TASK = "Wer: Anna, bis 1. Juni 2099"
FIGURES = "Ja: 2, Nein: 0, Enthaltung: 0. Stimmberechtigt: 3 Sitze."
#: the parts that a newly loaded page of the item would show otherwise, as `beside` in the room
OTHERS = """async (beside) => {
  const text = await (await fetch(beside)).text();
  const anew = new DOMParser().parseFromString(text, 'text/html').querySelector('#mitschrift-ganz');
  const parts = (box) => Array.from(box.querySelectorAll('[data-part]'), (it) => it.id + ': ' + it.innerHTML);
  const [shown, wanted] = [document.querySelector('#mitschrift-ganz'), anew].map(parts);
  return wanted.length && JSON.stringify(shown) === JSON.stringify(wanted) ? [] : [shown, wanted];
}"""
#: what is said aloud from now on
LISTEN = """() => {
  window.said = [];
  new MutationObserver((found) => found.forEach(({ target }) => {
    const it = target.nodeType === 1 ? target : target.parentElement;
    const region = it && it.closest('[role=status], [role=alert], [aria-live]');
    if (region && region.textContent.trim()) said.push(region.textContent.trim());
  })).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
#: where the text stands in the window
PLACE = "Math.round(document.querySelector('#mitschrift .ef-editor').getBoundingClientRect().top)"


def pane(page: Page) -> Locator:
    return page.locator("#mitschrift")


def field(page: Page) -> Locator:
    return pane(page).get_by_role("textbox", name="Mitschrift", exact=True)


def facts(page: Page) -> Locator:
    """What stands in words under the text."""
    return pane(page).locator("#mitschrift-fest")


def fact(page: Page, mark: str) -> Locator:
    return facts(page).get_by_role("group", name=mark, exact=True)


def opened(page: Page) -> Page:
    """Somebody writes in the room."""
    if page.viewport_size == PHONE:
        page.get_by_role("link", name="Mitschrift", exact=True).click()
    pane(page).get_by_role("button", name=OPENS).click()
    expect(field(page)).to_be_focused(timeout=LONG)
    return page


def like_loaded_anew(room: Room, sitting: Sitting, page: Page) -> None:
    """Within the time that telling takes, the pane shows what the item's page shows if it is loaded now."""
    beside = f"{room.address}/mitschrift/{sitting.item.id}?raum=1"
    found: list[Any] = []
    for _try in range(60):
        found = page.evaluate(OTHERS, beside)
        if not found:
            return
        page.wait_for_timeout(250)
    assert found == []


@dataclass
class Desk:
    """The chair at a browser: what is done there, the server itself does and tells."""

    room: Room
    sitting: Sitting
    page: Page

    def announce(self, vote: LiveVote) -> None:
        """End a vote, and tell its result."""
        self.page.goto(f"{self.room.address}/abstimmungen/{vote.id}/")
        for step in ("Abstimmung schließen", "Ergebnis bekanntgeben"):
            self.page.get_by_role("button", name=step).click()
        expect(self.page.get_by_text("angenommen").first).to_be_visible()

    def give_task(self) -> None:
        """Anna gets something to do, out of the item that is on."""
        self.page.goto(f"{self.room.address}/auftraege/neu")
        for label, value in (
            ("Woraus ergibt sich der Auftrag?", self.sitting.item.id),
            ("Wer macht es?", self.sitting.made.seat_id("anna")),
        ):
            self.page.get_by_label(label).select_option(str(value))
        self.page.get_by_label("Was ist zu tun?").fill("Betriebe anschreiben")
        self.page.get_by_label("Bis wann?").fill("2099-06-01")
        self.page.get_by_role("button", name="Auftrag vergeben").click()
        expect(self.page.get_by_text("Der Auftrag ist vergeben.")).to_be_visible()


def at_desk(room: Room, sitting: Sitting) -> Desk:
    return Desk(room, sitting, room.person("chair"))


def open_vote(sitting: Sitting) -> LiveVote:
    """A vote for which two have voted yes."""
    vote = sitting.opened()
    for who in ("chair", "anna"):
        sitting.cast(vote, who, Choice.DAFUER)
    return vote


def stored(sitting: Sitting) -> str:
    db.session.rollback()
    return text_of(doc_of_item(sitting.item.id).id)


def test_a_vote_and_a_task_stand_in_words_under_the_text_of_who_writes(town: Town) -> None:
    with a_room(town) as (sitting, room):
        anna, ben = room.browser("anna"), room.person("ben", viewport=PHONE)
        ben.context.add_init_script(SIMPLE)
        ben.goto(f"{room.address}/live")
        desk = at_desk(room, sitting)
        for page in (opened(anna), opened(ben)):
            expect(facts(page)).to_be_empty()
        anna.keyboard.type("Wir reden lange.")
        for _ in range(len("lange.")):
            anna.keyboard.press("ArrowLeft")
        saved(anna)
        anna.evaluate(LISTEN)
        place = anna.evaluate(PLACE)
        desk.announce(open_vote(sitting))
        expect(fact(anna, "Abstimmung 1")).to_contain_text(VOTE, timeout=SOON)
        # above the text
        expect(anna.locator("#raum-stimme")).to_contain_text("angenommen", timeout=SOON)
        anna.keyboard.type("sehr ")
        desk.give_task()
        expect(fact(anna, "Auftrag 1")).to_contain_text(TASK, timeout=SOON)
        anna.keyboard.type("sehr ")
        saved(anna)
        assert stored(sitting).startswith("Wir reden sehr sehr lange.")
        assert anna.evaluate(PLACE) == place, "the text went from under the hands"
        for page in (anna, ben):
            expect(field(page)).to_be_focused()
            shows_all(page)
            like_loaded_anew(room, sitting, page)
            assert_accessible(page)
        # the result, as before
        expect(anna.locator("#raum-ansage")).to_contain_text("angenommen.", timeout=LONG)
        said = " ".join(anna.evaluate("said"))
        assert "Auftrag" not in said
        assert "feststeht" not in said
        ben.set_viewport_size({"width": 320, "height": 640})
        assert ben.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def shows_all(page: Page) -> None:
    """Result, wording and task, under a title of the part in which they stand."""
    expect(fact(page, "Abstimmung 1")).to_contain_text(FIGURES, timeout=SOON)
    expect(fact(page, "Abstimmung 1")).to_contain_text("Ergebnis: angenommen")
    expect(facts(page)).to_contain_text(TEXT)
    expect(fact(page, "Auftrag 1")).to_contain_text(TASK, timeout=SOON)
    expect(facts(page).get_by_role("heading", name="Was feststeht", level=3)).to_be_visible()


def test_who_comes_stands_under_the_text_where_somebody_has_asked_for_it(town: Town) -> None:
    with a_room(town) as (sitting, room):
        anna = opened(room.browser("anna"))
        anna.keyboard.insert_text("[[Anwesenheit]]\n")
        present = fact(anna, "Anwesenheit")
        expect(present).to_contain_text("Anna", timeout=LONG)
        expect(present).not_to_contain_text("Guest")
        seat = sitting.made.seat_id("guest")
        sitting.do(note_presence, "secretary", meeting=sitting.meeting, seat_id=seat, inward=True)
        name = sitting.made.persons["guest"].display_name
        expect(present).to_contain_text(name, timeout=LONG)
        expect(field(anna)).to_be_focused()
        like_loaded_anew(room, sitting, anna)


def test_what_is_told_while_the_text_is_fetched_is_not_missed(town: Town) -> None:
    with a_room(town) as (sitting, room):
        anna = room.browser("anna")
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        anna.route("**/mitschrift/*", hold, times=1)
        pane(anna).get_by_role("button", name=OPENS).click()
        until(lambda: anna.wait_for_timeout(50) or held)
        answer = held[0].fetch()
        sitting.announced()
        held[0].fulfill(response=answer)
        expect(field(anna)).to_be_focused(timeout=LONG)
        expect(fact(anna, "Abstimmung 1")).to_contain_text(FIGURES, timeout=LONG)
        like_loaded_anew(room, sitting, anna)


def test_words_that_could_not_be_fetched_are_asked_for_again(town: Town) -> None:
    with a_room(town) as (sitting, room):
        anna, desk = opened(room.browser("anna")), at_desk(room, sitting)
        refused: list[Route] = []

        def refuse(route: Route) -> None:
            refused.append(route)
            route.abort()

        anna.route("**/mitschrift/*", refuse, times=1)
        desk.give_task()
        expect(fact(anna, "Auftrag 1")).to_be_visible(timeout=SOON)
        assert refused
        like_loaded_anew(room, sitting, anna)


def test_who_reads_a_locked_item_in_the_room_reads_the_words_in_its_text(town: Town) -> None:
    with a_room(town) as (sitting, room):
        doc, vote, desk = doc_of_item(sitting.item.id), open_vote(sitting), at_desk(room, sitting)
        sitting.do(lock_doc, "secretary", doc=doc, reason="Erst klären")
        anna = room.browser("anna")
        pane(anna).get_by_role("button", name=OPENS).click()
        expect(pane(anna)).to_contain_text("Erst klären", timeout=LONG)
        desk.announce(vote)
        read = pane(anna).locator("#mitschrift-gelesen").get_by_role("group", name="Abstimmung 1")
        expect(read).to_contain_text(FIGURES, timeout=SOON)
        like_loaded_anew(room, sitting, anna)


def test_who_writes_sees_that_a_vote_is_open_above(town: Town) -> None:
    with a_room(town) as (sitting, room):
        ben, desk = room.browser("ben", viewport=PHONE), at_desk(room, sitting)
        opened(ben)
        ben.keyboard.insert_text("Zeile\n" * 30)
        saved(ben)
        open_vote(sitting)
        desk.give_task()
        link = ben.get_by_role("group", name="Das wartet auf Sie").get_by_role("link")
        expect(link).to_contain_text("Abstimmung", timeout=SOON)
        expect(link).to_be_in_viewport(ratio=1)
        link.click()
        expect(ben.get_by_role("radio", name="Ja")).to_be_in_viewport()
        expect(link).to_have_count(0)
