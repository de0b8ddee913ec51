"""A conversation while others write: told politely, shown when asked for, and nothing typed is ever lost."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, WebSocketRoute, expect
from sqlalchemy import select

from discussion.threads.models import Comment
from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.posting import post_comment
from kernel.database import db
from kernel.ids import new_id
from kernel.live.listeners import PER_SESSION
from kernel.subjects import Subject
from scripts.build_static import STATIC
from tests.e2e.serving import cookie_of
from tests.factories.people import actor, person
from tests.factories.proposals import a_proposal
from tests.support.chromium import assert_accessible, refuse_lines, visitor
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

NAMES = json.loads((STATIC / "dist" / "manifest.json").read_text())
CONNECTED, CUT = "Live: verbunden", "Live: getrennt seit"
NEWS = ".ef-live__news a"
PUBLISHED = "Ihr Beitrag ist veröffentlicht."
#: more marks on a letter than we store
PILED = "a" + 12 * "\u0301"
#: for a line that may come back after some attempts, on a machine that does other things, too
LONG = 60_000


@dataclass
class Talk:
    """A conversation on a running platform, and browsers that look at it."""

    town: Town
    app: Flask
    subject: Subject
    stack: ExitStack

    @property
    def address(self) -> str:
        return f"{self.town.server.url}/gespraech/{self.subject.kind}/{self.subject.id}/"

    def say(self, text: str, to: UUID | None = None) -> UUID:
        """Somebody comments, on another device."""
        return post_comment(actor=actor("Cem"), subject=self.subject, text=text, parent_id=to)

    def reader(self, name: str = "", **options: Any) -> Page:
        """Somebody looks at the conversation in a browser of their own; signed in where a name is given."""
        page = self.browser(name, **options)
        self.look(page)
        return page

    def browser(self, name: str = "", **options: Any) -> Page:
        """A browser; when the test ends it has met nothing unseemly."""
        page, observed = self.stack.enter_context(visitor(self.town.browser, **options))
        self.stack.callback(observed.assert_calm)
        if name:
            cookie = cookie_of(self.app, person(name))
            page.context.add_cookies(
                [{"name": "forum", "value": cookie, "url": self.town.server.url}]
            )
        return page

    def look(self, page: Page) -> None:
        page.goto(self.address)
        expect(page.locator(".ef-live__state")).to_have_text(CONNECTED, timeout=LONG)

    def stored(self) -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(select(Comment.text).order_by(Comment.created_at)))[-9:]

    def times(self, text: str) -> int:
        """How often this comment is stored."""
        return self.stored().count(text)


@pytest.fixture
def talk(town: Town) -> Iterator[Talk]:
    with town.inside() as app, ExitStack() as stack:
        yield Talk(town, app, a_proposal().subject, stack)


def write(page: Page, text: str) -> None:
    page.get_by_label("Ihr Beitrag").fill(text)
    page.get_by_role("button", name="Beitrag veröffentlichen").click()


def expect_news(page: Page, words: str) -> None:
    expect(page.locator(NEWS)).to_have_text(words, timeout=LONG)


def comments(page: Page) -> Any:
    return page.get_by_role("list", name="Beiträge")


def spot(page: Page, text: str) -> float:
    """Where on the screen this stands."""
    box = page.get_by_text(text, exact=True).bounding_box()
    assert box
    return box["y"]


def test_what_others_write_is_told_and_shown_when_asked_for(talk: Talk) -> None:
    talk.say("Anfang.")
    anna, ben = talk.reader("Anna"), talk.reader("Ben")
    ben.get_by_label("Ihr Beitrag").fill("Ich überlege noch")
    before = spot(ben, "Anfang.")
    write(anna, "Mehr Bänke am Ufer.")
    expect(comments(anna)).to_contain_text("Mehr Bänke am Ufer.", timeout=LONG)
    expect_news(ben, "1 neuer Beitrag – anzeigen")
    assert spot(ben, "Anfang.") == before, "nothing moves that somebody reads"
    expect(ben.get_by_label("Ihr Beitrag")).to_be_focused()
    expect(comments(ben)).not_to_contain_text("Mehr Bänke am Ufer.")
    assert_accessible(ben)
    ben.locator(NEWS).focus()
    ben.keyboard.press("Enter")
    expect(comments(ben)).to_contain_text("Mehr Bänke am Ufer.")
    expect(ben.locator(".ef-comment__by").first).to_be_focused()
    expect(ben.locator(".ef-comment__by").first).to_have_text("Anna neu")
    expect(ben.locator(NEWS)).to_be_hidden()
    expect(ben.get_by_label("Ihr Beitrag")).to_have_value("Ich überlege noch")
    assert_accessible(ben)
    ben.get_by_label("Ihr Beitrag").fill("")


def test_news_are_reached_by_keyboard_and_counted(talk: Talk) -> None:
    visitor_ = talk.reader()
    for text in ("Eins.", "Zwei."):
        talk.say(text)
    expect_news(visitor_, "2 neue Beiträge – anzeigen")
    visitor_.get_by_role("button", name="Beitrag veröffentlichen").focus()
    visitor_.keyboard.press("Tab")
    expect(visitor_.locator(NEWS)).to_be_focused()
    visitor_.keyboard.press("Enter")
    expect(comments(visitor_)).to_contain_text("Eins.")
    expect(visitor_.locator("#gespraech-titel")).to_have_text("Gespräch (2 Beiträge)")


def test_ones_own_comment_appears_without_leaving_the_page(talk: Talk) -> None:
    anna = talk.reader("Anna")
    anna.evaluate("window.stays = true")
    for text in ("Der erste Beitrag.", "Und noch einer."):
        write(anna, text)
        expect(comments(anna)).to_contain_text(text, timeout=LONG)
        expect(anna.locator("form .ef-saved")).to_have_text(PUBLISHED)
        expect(anna.get_by_label("Ihr Beitrag")).to_have_value("")
        assert talk.times(text) == 1
    expect(anna.locator(NEWS)).to_be_hidden(timeout=LONG)
    assert anna.evaluate("window.stays")
    anna.goto(talk.address)  # no question whether to leave


def test_what_is_sent_while_the_line_is_cut_is_kept_and_stored_once(talk: Talk) -> None:
    anna = talk.reader("Anna")
    anna.context.set_offline(True)
    expect(anna.locator(".ef-live__state")).to_contain_text(CUT, timeout=LONG)
    write(anna, "Aus dem Tunnel.")
    expect(anna.locator("form .ef-saved")).to_contain_text("Noch nicht gespeichert.")
    expect(anna.get_by_label("Ihr Beitrag")).to_have_value("Aus dem Tunnel.")
    assert_accessible(anna)
    talk.say("Inzwischen.")
    assert talk.times("Aus dem Tunnel.") == 0
    anna.context.set_offline(False)
    expect(anna.locator("form .ef-saved")).to_have_text(PUBLISHED, timeout=LONG)
    expect(comments(anna)).to_contain_text("Inzwischen.")
    expect(anna.locator(".ef-live__state")).to_have_text(CONNECTED, timeout=LONG)
    assert talk.times("Aus dem Tunnel.") == 1


def test_who_signs_out_elsewhere_is_told_and_loses_no_text(talk: Talk) -> None:
    anna = talk.reader("Anna")
    anna.get_by_label("Ihr Beitrag").fill("Noch nicht fertig")
    other = anna.context.new_page()
    other.goto(f"{talk.town.server.url}/konto/")
    other.get_by_role("button", name="Abmelden", exact=True).click()
    expect(anna.locator(".ef-live__news")).to_contain_text("Sie sind abgemeldet.", timeout=LONG)
    expect(anna.locator(".ef-live__state")).to_have_text("Live: beendet")
    assert_accessible(anna)
    anna.get_by_role("button", name="Beitrag veröffentlichen").click()
    expect(anna.get_by_role("heading", level=1)).to_contain_text("nmelden")
    assert talk.times("Noch nicht fertig") == 0


@contextmanager
def losing(page: Page, words: str) -> Iterator[list[str]]:
    """A network that loses the first frame with these words."""
    lost: list[str] = []

    def through(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if isinstance(message, str) and words in message and not lost:
                lost.append(message)
            else:
                route.send(message)

        server.on_message(pass_on)

    page.route_web_socket("**/socket.io/**", through)
    yield lost


def test_a_lost_frame_is_asked_for_by_its_number(talk: Talk) -> None:
    page = talk.browser()
    with losing(page, "Verlorenes.") as lost:
        talk.look(page)
        for text in ("Verlorenes.", "Gefundenes."):
            talk.say(text)
        expect_news(page, "2 neue Beiträge – anzeigen")
        assert lost


def test_without_a_line_the_form_is_sent_as_ever(talk: Talk) -> None:
    anna = talk.browser("Anna")
    refuse_lines(anna.context)
    anna.goto(talk.address)
    expect(anna.locator(".ef-live__state")).to_contain_text(CUT, timeout=LONG)
    write(anna, "Ohne Leitung.")
    expect(comments(anna)).to_contain_text("Ohne Leitung.", timeout=LONG)
    assert talk.times("Ohne Leitung.") == 1


def test_where_the_line_alone_is_gone_the_form_is_sent_in_the_background(talk: Talk) -> None:
    anna = talk.browser("Anna")
    lines: list[WebSocketRoute] = []
    is_cut: list[bool] = []

    def through(route: WebSocketRoute) -> None:
        if is_cut:
            route.close()
        else:
            route.connect_to_server()
            lines.append(route)

    anna.route_web_socket("**/socket.io/**", through)
    talk.look(anna)
    anna.evaluate("window.stays = true")
    is_cut.append(True)
    anna.route("**/socket.io/**", lambda route: route.abort())
    for line in lines:
        line.close()
    expect(anna.locator(".ef-live__state")).to_contain_text(CUT, timeout=LONG)
    write(anna, "Auf anderem Weg.")
    expect(anna.locator("form .ef-saved")).to_have_text(PUBLISHED, timeout=LONG)
    expect(comments(anna)).to_contain_text("Auf anderem Weg.", timeout=LONG)
    assert talk.times("Auf anderem Weg.") == 1
    assert anna.evaluate("window.stays")


def test_a_reply_deep_in_a_branch_is_a_link_away(talk: Talk) -> None:
    root = talk.say("Anfang.")
    for number in range(3):
        talk.say(f"Antwort {number}.", to=root)
    page = talk.browser()
    page.goto(f"{talk.address}?reihenfolge=aelteste")
    expect(page.locator(".ef-live__state")).to_have_text(CONNECTED, timeout=LONG)
    talk.say("Die vierte Antwort.", to=root)
    expect_news(page, "1 neuer Beitrag – anzeigen")
    page.locator(NEWS).click()
    expect(page.locator(".ef-live__news")).to_contain_text("Neue Antworten stehen weiter unten")
    expect(page.locator("#gespraech-titel")).to_be_focused()
    assert page.url.endswith("?reihenfolge=neueste"), "as the list stands now"
    page.locator(NEWS).click()
    expect(page.get_by_text("Die vierte Antwort.", exact=True)).to_be_visible()


def test_a_refusal_is_shown_where_the_form_always_shows_it(talk: Talk) -> None:
    anna = talk.reader("Anna")
    write(anna, PILED)
    expect(anna.get_by_role("alert")).to_contain_text("Zusatzzeichen", timeout=LONG)
    expect(anna.get_by_label("Ihr Beitrag")).to_have_value(PILED)
    anna.get_by_label("Ihr Beitrag").fill("Kürzer.")
    expect(anna.locator(".ef-live__state")).to_have_text(CONNECTED, timeout=LONG)
    anna.get_by_role("button", name="Beitrag veröffentlichen").click()
    expect(comments(anna)).to_contain_text("Kürzer.", timeout=LONG)
    assert talk.times("Kürzer.") == 1


def test_a_hidden_comment_is_told_as_a_change(talk: Talk) -> None:
    comment = talk.say("Eine Beleidigung.")
    page = talk.reader()
    hide_comment(actor=actor(role="moderator"), comment_id=comment, reason="Greift andere an.")
    expect_news(page, "Ein Beitrag wurde geändert – anzeigen")
    page.locator(NEWS).click()
    expect(comments(page)).not_to_contain_text("Eine Beleidigung.")


def test_the_first_view_waits_for_no_line(talk: Talk) -> None:
    page = talk.browser()
    page.goto(talk.address, wait_until="load")
    before = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart")
    expect(page.locator(".ef-live__state")).to_have_text(CONNECTED, timeout=LONG)
    client = page.evaluate(
        "performance.getEntriesByType('resource').find(r => r.name.includes('/socket.io.')).startTime"
    )
    assert client >= before


def test_facts_come_each_once_and_in_the_order_of_their_numbers(talk: Talk) -> None:
    page = talk.browser()
    page.goto(talk.address)
    found = page.evaluate(
        """async (path) => {
          const { Room } = await import(path), heard = [];
          const room = new Room("thread:x", 2, (fact) => heard.push(fact.seq));
          room.take([{ seq: 4 }, { seq: 2 }]);
          const hadGap = room.hasGap, before = heard.length;
          room.take([{ seq: 3 }, { seq: 3 }, { seq: 5 }, { seq: 4 }]);
          return [before, hadGap, heard, room.hasGap]; }""",
        f"/static/dist/{NAMES['live.js']}",
    )
    assert found == [0, True, [3, 4, 5], False]


def test_keys_of_forms_and_of_the_line_are_spelled_alike(talk: Talk) -> None:
    page, key = talk.browser(), new_id()
    page.goto(talk.address)
    made, spelled = page.evaluate(
        "async ([path, key]) => { const { newId, dashed } = await import(path);"
        " return [newId(), dashed(key)]; }",
        [f"/static/dist/{NAMES['live.js']}", key.hex],
    )
    assert (UUID(made).version, str(UUID(made)), spelled) == (4, made, str(key))


def test_after_a_refusal_nobody_tries_before_the_time_told_and_nobody_for_ever(talk: Talk) -> None:
    page = talk.browser()
    page.goto(talk.address)
    found = page.evaluate(
        """async (path) => {
          const { afterRefusal } = await import(path);
          return [afterRefusal(1, 10, 0), afterRefusal(5, 10, 1), afterRefusal(6, 10, 0)]; }""",
        f"/static/dist/{NAMES['live.js']}",
    )
    waits = [{"why": "full", "wait": 10_000}, {"why": "full", "wait": 15_000}]
    assert found == [*waits, {"why": "refused"}]


def test_one_window_too_many_says_so_and_comes_in_once_another_is_closed(talk: Talk) -> None:
    anna = talk.reader("Anna")
    more = """async ([path, count]) => {
      const { openLine } = await import(path), come = (done) => (state) => state.name === "connected" && done();
      await Promise.all(Array.from({ length: count }, () => new Promise((done) => openLine().watch(come(done))))); }"""
    anna.evaluate(more, [f"/static/dist/{NAMES['live.js']}", PER_SESSION - 1])
    window = anna.context.new_page()
    window.clock.install()
    window.goto(talk.address)
    state = window.locator(".ef-live__state")
    expect(state).to_contain_text("Zu viele Fenster sind offen", timeout=LONG)
    assert_accessible(window)
    write(window, "Trotzdem gesagt.")
    expect(window.locator("form .ef-saved")).to_contain_text("Noch nicht gespeichert.")
    anna.close()
    window.clock.fast_forward(16_000)
    expect(state).to_have_text(CONNECTED, timeout=LONG)
    expect(window.locator("form .ef-saved")).to_have_text(PUBLISHED, timeout=LONG)
    assert talk.times("Trotzdem gesagt.") == 1
