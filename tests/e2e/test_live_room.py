"""The room of a meeting while others act: it stays up to date, takes no focus, loses nothing typed and says little."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from kernel import clock
from kernel.actors import SYSTEM
from roundtable.decisions.services import close_vote
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.services import close_meeting
from roundtable.tables.services.seats import end_seat
from tests.e2e.in_room import LONG, PHONE, Room
from tests.e2e.writing import LEAVES
from tests.factories.decisions import a_sitting
from tests.factories.meetings import at
from tests.factories.speaking import Talk, a_talk
from tests.factories.talk import write
from tests.support.chromium import assert_accessible
from tests.support.html_checker import html_faults
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

MINE = "[data-say=mine]"
ANSWERS_COME_LATE = """() => {
  const send = window.fetch;
  const late = (answer) => new Promise((done) => setTimeout(() => done(answer), 600000));
  window.fetch = (to, how) => how.method === "POST" ? send(to, how).then(late) : send(to, how);
}"""


Hold = Callable[[Page, str], AbstractContextManager[None]]


@contextmanager
def by_mouse(page: Page, name: str) -> Iterator[None]:
    """The mouse is pressed on this button, and let go at the end."""
    page.get_by_role("button", name=name).hover()
    page.mouse.down()
    yield
    page.mouse.up()


@contextmanager
def by_space(page: Page, name: str) -> Iterator[None]:
    """The same with the space bar."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.down("Space")
    yield
    page.keyboard.up("Space")


@pytest.fixture
def room(town: Town) -> Iterator[Room]:
    with town.inside() as app, ExitStack() as stack:
        talk = a_talk()
        talk.now = clock.now()
        yield Room(town, app, talk, stack)


def test_a_turn_is_seen_and_said_without_loading_the_page(room: Room) -> None:
    anna, chair = room.browser("anna", viewport=PHONE), room.browser("chair")
    anna.evaluate("window.isSame = true")
    anna.get_by_role("button", name="Antrag zur Geschäftsordnung").focus()
    chair.evaluate("window.isSame = true")
    entry = room.talk.ask("anna")
    expect(anna.locator(MINE)).to_contain_text("Platz 1, weil erster Beitrag", timeout=LONG)
    focused = "document.activeElement.textContent.trim()"
    assert anna.evaluate(focused) == "Antrag zur Geschäftsordnung"
    expect(chair.get_by_role("button", name="Anna aufrufen")).to_be_visible(timeout=LONG)
    room.talk.chair("call_next", entry_id=entry.id)
    expect(anna.locator(MINE)).to_have_text("Sie sind an der Reihe.", timeout=LONG)
    expect(anna.locator("#raum-ansage")).to_have_text("Sie sind an der Reihe.", timeout=LONG)
    assert anna.evaluate("window.isSame")
    assert chair.evaluate("window.isSame")
    assert_accessible(anna)


def test_who_asks_through_the_line_stays_on_the_page_and_hears_a_refusal(room: Room) -> None:
    anna = room.browser("anna")
    anna.evaluate("window.isSame = true")
    anna.get_by_role("button", name="Zu Wort melden").click()
    expect(anna.locator(MINE)).to_contain_text("Platz 1", timeout=LONG)
    assert room.talk.waiting() == ["anna"]
    secretary = room.browser("secretary")
    assert secretary.get_by_role("button", name="Zu Wort melden").count() == 0
    ben = room.browser("ben")
    button = ben.get_by_role("button", name="Zu Wort melden")
    button.evaluate("it => (window.form = it.form)")
    room.talk.presence("ben", inward=False)
    expect(button).to_have_count(0, timeout=LONG)
    ben.evaluate("document.body.append(window.form), window.form.querySelector('button').click()")
    expect(ben.locator("#raum-hinweis")).to_contain_text(
        "Zu Wort melden sich Anwesende", timeout=LONG
    )
    assert room.talk.waiting() == ["anna"]
    assert anna.evaluate("window.isSame")


def test_what_is_pressed_while_an_answer_is_on_its_way_is_done_too(room: Room) -> None:
    room.talk.ask("anna")
    chair = room.browser("chair")
    chair.evaluate(ANSWERS_COME_LATE)
    chair.get_by_role("button", name="Anna aufrufen").dblclick()
    chair.get_by_role("button", name="Redezeit starten").click(timeout=LONG)
    expect(chair.get_by_role("button", name="Beitrag beenden")).to_be_visible(timeout=LONG)
    chair.reload()
    expect(chair.get_by_role("button", name="Beitrag beenden")).to_be_visible()


def test_a_motion_pressed_twice_stands_and_is_taken_back_where_it_was_pressed(room: Room) -> None:
    anna = room.browser("anna", viewport=PHONE)
    own = anna.get_by_role("group", name="Was Sie betrifft")
    own.get_by_role("button", name="Antrag zur Geschäftsordnung").dblclick()
    back = own.get_by_role("button", name="Antrag zurückziehen")
    expect(back).to_be_visible(timeout=LONG)
    anna.wait_for_timeout(1_000)
    waiting = anna.get_by_role("list", name="Wer wartet").get_by_role("listitem")
    expect(waiting).to_have_count(1)
    assert_accessible(anna)
    back.click()
    expect(own.get_by_role("button", name="Antrag zur Geschäftsordnung")).to_be_visible(
        timeout=LONG
    )
    expect(waiting).to_have_count(0)


def test_who_stands_where_nothing_changed_is_left_there(room: Room) -> None:
    anna = room.browser("anna")
    anna.get_by_role("button", name="Antrag zur Geschäftsordnung").focus()
    anna.evaluate(
        "window.stood = document.activeElement, window.key = new FormData(stood.form).get('id')"
    )
    room.talk.ask("ben")
    expect(anna.get_by_role("list", name="Wer wartet")).to_contain_text("Ben", timeout=LONG)
    assert anna.evaluate("window.stood === document.activeElement")
    assert anna.evaluate("window.key !== new FormData(stood.form).get('id')"), "the key is used up"
    anna.keyboard.press("Enter")
    expect(anna.locator(MINE)).to_contain_text("Platz 1", timeout=LONG)


@pytest.mark.parametrize("hold", [by_mouse, by_space])
def test_what_is_held_down_stays_until_it_is_let_go(room: Room, hold: Hold) -> None:
    room.talk.ask("anna")
    chair = room.browser("chair")
    waiting = chair.get_by_role("list", name="Wer wartet")
    with hold(chair, "Anna aufrufen"):
        room.talk.ask("ben")
        chair.wait_for_timeout(1_000)
        assert "Ben" not in waiting.inner_text()
    expect(chair.get_by_role("button", name="Redezeit starten")).to_be_visible(timeout=LONG)
    expect(waiting).to_contain_text("Ben", timeout=LONG)


def test_an_answer_that_comes_while_one_presses_waits_until_one_lets_go(room: Room) -> None:
    room.talk.ask("anna")
    chair = room.browser("chair")
    answers: list[Route] = []

    def keep(route: Route) -> None:
        answers.append(route)

    chair.route(chair.url, keep)
    room.talk.ask("ben")
    until(lambda: chair.wait_for_timeout(50) or answers)
    with by_mouse(chair, "Anna aufrufen"):
        with chair.expect_response(chair.url):
            answers[0].continue_()
        chair.unroute(chair.url)
        chair.wait_for_timeout(500)
    expect(chair.get_by_role("button", name="Redezeit starten")).to_be_visible(timeout=LONG)


def test_what_the_chair_types_stays_while_others_ask(room: Room) -> None:
    room.talk.ask("anna")
    chair = room.browser("chair")
    chair.get_by_text("Auf der Redeliste verschieben").click()
    reason = chair.get_by_label("Grund")
    reason.fill("muss um 18")
    room.talk.ask("ben")
    expect(chair.get_by_role("list", name="Wer wartet")).to_contain_text("Ben", timeout=LONG)
    reason.press_sequentially(" Uhr gehen")
    expect(reason).to_have_value("muss um 18 Uhr gehen")


def test_the_chairs_room_is_valid_accessible_and_fits_a_small_phone(room: Room) -> None:
    room.talk.speech("anna", 20)
    entry = room.talk.ask("anna")
    for deed in ("call_next", "start_speech"):
        room.talk.chair(deed, entry_id=entry.id)
    room.talk.ask("ben", Kind.ZWISCHENFRAGE)
    for who in ("ben", "guest", "chair"):
        room.talk.ask(who)
    chair = room.browser("chair", viewport={"width": 320, "height": 640})
    assert html_faults({"room": chair.request.get(chair.url).text()}) == []
    assert chair.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(chair)


def test_the_clock_runs_between_facts(room: Room) -> None:
    entry = room.talk.ask("anna")
    for deed in ("call_next", "start_speech"):
        room.talk.chair(deed, entry_id=entry.id)
    ben = room.browser("ben")
    shown = ben.locator("[data-runs]")
    before = shown.inner_text()
    expect(shown).not_to_have_text(before, timeout=LONG)
    assert shown.inner_text().endswith("von 3:00")


def test_who_loses_the_seat_is_told_that_the_view_stands_still(room: Room) -> None:
    ben = room.browser("ben")
    ben.get_by_role("textbox", name="Nachricht").fill("Noch nicht gesendet")
    end_seat(actor=SYSTEM, seat=room.talk.made.seats["ben"])
    room.talk.ask("anna")
    expect(ben.locator("#raum-verbindung")).to_contain_text("ändert sich nicht mehr", timeout=LONG)
    assert ben.get_by_text("Anna").count() == 0
    expect(ben.locator(MINE)).to_have_text("Sie haben an diesem Tisch keinen Sitz mehr.")
    expect(ben.locator("#raum-ansage")).to_contain_text("keinen Sitz mehr", timeout=LONG)
    assert ben.locator("#raum button").count() == 0
    expect(ben.get_by_role("textbox", name="Nachricht")).to_have_value("Noch nicht gesendet")
    assert ben.evaluate(LEAVES)


def test_the_pages_clock_and_its_signals(room: Room) -> None:
    page = room.browser("guest")
    found = page.evaluate(
        """async () => {
          const { hasSignal, ticked } = await import(document.querySelector("script[src*=room]").src);
          return [ticked("1:20 von 3:00", 125), hasSignal(143, 144, 180), hasSignal(144, 150, 180),
            hasSignal(179, 180, 180), hasSignal(181, 190, 180)];
        }"""
    )
    assert found == ["2:05 von 3:00", True, False, True, False]


def test_on_a_phone_new_messages_are_counted_until_one_looks(room: Room) -> None:
    anna = room.browser("anna", viewport=PHONE)
    tab = anna.get_by_role("link", name="Gespräch")
    for text in ("Eins.", "Zwei."):
        write(room.talk, "ben", text)
    expect(tab).to_have_text("Gespräch (2 neu)", timeout=LONG)
    assert not anna.get_by_text("Zwei.").is_visible()
    tab.click()
    expect(tab).to_have_text("Gespräch", timeout=LONG)
    assert anna.get_by_text("Zwei.").is_visible()
    assert anna.evaluate("document.activeElement.textContent") == "Gespräch"
    assert anna.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(anna)


def test_what_one_types_stays_while_others_write_and_the_meeting_ends(room: Room) -> None:
    anna = room.browser("anna")
    field = anna.get_by_role("textbox", name="Nachricht")
    field.press_sequentially("Ich wollte noch")
    write(room.talk, "ben", "Bis dann.")
    expect(anna.locator("[data-message]")).to_have_count(1, timeout=LONG)
    with at(room.talk.now):
        close_meeting(actor=room.talk.made.actor("chair"), meeting=room.talk.meeting)
    expect(anna.locator("#raum-stand")).to_contain_text("beendet", timeout=LONG)
    expect(anna.locator(MINE)).to_contain_text("Die Sitzung ist geschlossen.")
    expect(anna.locator("#raum-ansage")).to_contain_text("Die Sitzung ist geschlossen.")
    way = anna.get_by_role("link", name="Zur Sitzung und ihren Ergebnissen")
    assert way.get_attribute("href").endswith(f"{room.talk.meeting.nr}/")
    expect(field).to_have_count(0)
    unsent = anna.get_by_role("textbox", name="Ihr Text, nicht gesendet")
    expect(unsent).to_have_value("Ich wollte noch")
    expect(unsent).not_to_be_editable()
    assert anna.evaluate(LEAVES), "nothing is left that could be sent"
    assert_accessible(anna)


def test_what_is_taken_back_is_said_and_no_longer_called_saved(room: Room) -> None:
    anna = room.browser("anna")
    anna.get_by_role("textbox", name="Nachricht").fill("Zu früh.")
    anna.get_by_role("button", name="Nachricht senden").click()
    saved = anna.locator("#schreiben [role=status].ef-saved span")
    expect(saved).to_contain_text("Gespeichert.", timeout=LONG)
    back = anna.get_by_role("button", name=re.compile("^Zurücknehmen: Nachricht von Anna um "))
    back.click()
    expect(anna.locator("#raum-hinweis")).to_have_text(
        "Ihre Nachricht ist zurückgenommen.", timeout=LONG
    )
    expect(saved).to_be_empty()
    expect(back).to_have_count(0, timeout=LONG)


def test_an_emptied_box_lets_one_go_even_after_a_refusal(room: Room) -> None:
    anna = room.browser("anna")
    field = anna.get_by_role("textbox", name="Nachricht")
    field.fill("\u00a0")
    field.press("Tab")
    anna.get_by_role("button", name="Nachricht senden").click()
    expect(anna.locator("#schreiben [role=status].ef-saved")).not_to_be_empty(timeout=LONG)
    assert not anna.evaluate(LEAVES)
    field.fill("")
    assert anna.evaluate(LEAVES)


def test_a_vote_that_closes_takes_the_choice_that_was_not_sent_along(town: Town) -> None:
    with town.inside() as app, ExitStack() as stack:
        sitting = a_sitting(present=("ben",))
        here = Room(town, app, Talk(sitting.made, sitting.meeting, clock.now()), stack)
        vote = sitting.opened()
        anna, chair = here.browser("anna"), here.browser("chair", viewport=PHONE)
        assert_accessible(anna)
        assert html_faults({"vote": anna.request.get(anna.url).text()}) == []
        anna.get_by_label("Ja", exact=True).check()
        chair.get_by_label("Nein", exact=True).check()
        chair.get_by_role("button", name="Verbindlich abstimmen").click()
        expect(chair.locator("[data-say=vote]")).to_have_text(
            "Ihre Stimme ist gezählt: Nein.", timeout=LONG
        )
        expect(anna.get_by_label("Ja", exact=True)).to_be_checked()
        sitting.do(close_vote, vote=vote)
        expect(anna.locator("[data-say=vote]")).to_have_text(
            "Die Abstimmung ist geschlossen.", timeout=LONG
        )
        assert anna.get_by_role("radio").count() == 0


def test_a_vote_says_that_it_is_final_and_is_cast_by_its_button_alone(town: Town) -> None:
    with town.inside() as app, ExitStack() as stack:
        sitting = a_sitting(present=("ben",))
        here = Room(town, app, Talk(sitting.made, sitting.meeting, clock.now()), stack)
        sitting.opened()
        anna = here.browser("anna")
        votes = anna.get_by_role("group", name="Abstimmung", exact=True)
        expect(votes).to_contain_text("Ihre Stimme können Sie nicht mehr ändern.")
        button = anna.get_by_role("button", name="Verbindlich abstimmen")
        button.click()
        choices = anna.get_by_role("group", name="Ihre Stimme")
        expect(choices).to_have_accessible_description(
            re.compile("Bitte wählen Sie eine der Antworten")
        )
        yes = anna.get_by_label("Ja", exact=True)
        expect(yes).to_be_focused()
        expect(yes).to_have_attribute("aria-invalid", "true")
        assert_accessible(anna)
        anna.keyboard.press("Space")
        expect(choices).not_to_contain_text("Bitte wählen Sie")
        anna.keyboard.press("Enter")
        button.focus()
        expect(anna.locator("[data-say=vote]")).to_contain_text("Eine Abstimmung ist offen")
        assert yes.get_attribute("aria-invalid") is None
        anna.keyboard.press("Enter")
        expect(anna.locator("[data-say=vote]")).to_contain_text("gezählt: Ja", timeout=LONG)


def test_the_chair_hears_of_hands_and_of_motions_to_order(room: Room) -> None:
    chair, ben = room.browser("chair"), room.browser("ben")
    spoken = chair.locator("#raum-ansage")
    room.talk.ask("anna")
    expect(spoken).to_have_text("Neue Wortmeldung: Anna.", timeout=LONG)
    room.talk.ask("ben", Kind.GO_ANTRAG)
    expect(spoken).to_have_text("Antrag zur Geschäftsordnung: Ben.", timeout=LONG)
    expect(ben.get_by_role("button", name="Antrag zurückziehen")).to_be_visible(timeout=LONG)
    assert "Neue Wortmeldung" not in ben.locator("#raum-ansage").inner_text()
