"""The page of one item's minutes follows locks and what is decided: nobody has to load it anew to learn of them."""

import pytest
from playwright.sync_api import Page, expect

from kernel.database import db
from roundtable.decisions.services import announce_vote, close_vote
from roundtable.meetings.services import note_presence
from roundtable.minutes import queries
from roundtable.minutes.services.locking import lock_doc, unlock_doc
from tests.e2e.in_room import LONG, Room, a_room
from tests.factories.decisions import Sitting
from tests.support.chromium import assert_accessible
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

REASON = "Der Wortlaut ist abgestimmt."
#: parts of the page that would be other ones if it were loaded now
OTHERS = """async () => {
  const text = await (await fetch(location.pathname)).text();
  const anew = new DOMParser().parseFromString(text, 'text/html');
  const lasting = (page) => Array.from(page.querySelectorAll('[data-part]'), (it) => {
    const copy = it.cloneNode(true);
    copy.querySelectorAll('input[type=hidden]').forEach((one) => one.removeAttribute('value'));
    return it.id + ': ' + copy.innerHTML.replace(/\\s+/g, ' ');
  });
  return JSON.stringify(lasting(document)) === JSON.stringify(lasting(anew)) ? [] : [lasting(document), lasting(anew)];
}"""


def at_item(room: Room, sitting: Sitting, who: str) -> Page:
    page = room.person(who)
    page.goto(f"{room.address}/mitschrift/{sitting.item.id}")
    return page


def lock(sitting: Sitting, *, on: bool) -> None:
    db.session.rollback()
    doc = queries.doc_of_item(sitting.item.id)
    how = {"doc": doc, "reason": REASON} if on else {"doc": doc}
    sitting.do(lock_doc if on else unlock_doc, "secretary", **how)


def like_loaded_anew(page: Page) -> None:
    found = [["nothing compared"]]
    for _try in range(60):
        found = page.evaluate(OTHERS)
        if not found:
            return
        page.wait_for_timeout(250)
    assert found == []


def test_who_writes_is_told_of_a_lock_and_of_its_end(town: Town) -> None:
    with a_room(town) as (sitting, room):
        anna, chair = at_item(room, sitting, "anna"), at_item(room, sitting, "chair")
        field = anna.get_by_role("textbox", name="Mitschrift", exact=True)
        expect(anna.locator(".cm-content")).to_be_visible(timeout=LONG)
        expect(chair.locator(".cm-content")).to_be_visible(timeout=LONG)
        state, spoken = anna.locator("#mitschrift-stand"), anna.locator("#mitschrift-ansage")
        lock(sitting, on=True)
        expect(state).to_contain_text(REASON, timeout=LONG)
        expect(field).not_to_be_editable()
        expect(chair.get_by_role("button", name="Sperre aufheben")).to_be_visible(timeout=LONG)
        like_loaded_anew(chair)
        lock(sitting, on=False)
        expect(spoken).to_have_text("Hier können Sie wieder schreiben.", timeout=LONG)
        expect(state).to_have_text("Hier können Sie wieder schreiben.")
        expect(field).to_be_editable()
        assert REASON not in anna.inner_text("main")
        expect(chair.get_by_role("button", name="Sperre aufheben")).to_have_count(0, timeout=LONG)
        like_loaded_anew(chair)
        anna.wait_for_timeout(9_000)
        assert "verbunden" not in spoken.inner_text(), "the line was never lost"


def test_who_came_to_a_locked_item_reads_on_and_is_told_when_it_opens(town: Town) -> None:
    with a_room(town) as (sitting, room):
        lock(sitting, on=True)
        anna = at_item(room, sitting, "anna")
        now = anna.get_by_text("Hier können Sie jetzt schreiben.")
        expect(anna.get_by_text(REASON)).to_be_visible()
        expect(now).to_be_hidden()
        chair = at_item(room, sitting, "chair")
        expect(chair.locator(".cm-content")).to_be_visible(timeout=LONG)
        chair.get_by_role("textbox", name="Mitschrift", exact=True).focus()
        chair.keyboard.type("Zwei Tage.")
        expect(anna.locator("#mitschrift-gelesen")).to_contain_text("Zwei Tage.", timeout=LONG)
        like_loaded_anew(anna)
        lock(sitting, on=False)
        expect(now).to_be_visible(timeout=LONG)
        expect(anna.get_by_text(REASON)).to_be_hidden()
        assert_accessible(anna)
        anna.get_by_role("link", name="Zum Schreiben neu laden").click()
        expect(anna.locator(".cm-content")).to_be_visible(timeout=LONG)


def test_what_is_decided_stands_fast_at_once(town: Town) -> None:
    with a_room(town) as (sitting, room):
        anna = at_item(room, sitting, "anna")
        expect(anna.locator(".cm-content")).to_be_visible(timeout=LONG)
        expect(anna.locator("#mitschrift-stand")).not_to_have_class("ef-saved--pending")
        vote = sitting.opened()
        sitting.do(close_vote, vote=vote)
        sitting.do(announce_vote, vote=vote)
        expect(anna.get_by_role("heading", name="Was feststeht")).to_be_visible(timeout=LONG)
        like_loaded_anew(anna)


def test_who_comes_is_named_where_somebody_has_asked_for_it(town: Town) -> None:
    with a_room(town) as (sitting, room):
        anna = at_item(room, sitting, "anna")
        expect(anna.locator(".cm-content")).to_be_visible(timeout=LONG)
        anna.get_by_role("textbox", name="Mitschrift", exact=True).focus()
        anna.keyboard.insert_text("[[Anwesenheit]]\n")
        present = anna.get_by_role("group", name="Anwesenheit")
        expect(present).to_contain_text("Anna", timeout=LONG)
        seat = sitting.made.seat_id("guest")
        sitting.do(note_presence, "secretary", meeting=sitting.meeting, seat_id=seat, inward=True)
        expect(present).to_contain_text("Guest", timeout=LONG)
        like_loaded_anew(anna)
