"""The round table's line: people talk, write, vote, close, agree on the minutes and publish; everybody finds them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.acts import protocol
from tests.support.chromium import visitor
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

#: on a machine that does other things, too
LONG = 60_000
TABLE = "/runde-tische/engagementfreundliche-unternehmen/"
PHONE = {"width": 360, "height": 740}
NOTED = "Die Betriebe wollen mitmachen, wenn Vereine früh Bescheid sagen."
WISHED = "Die Betriebe machen mit, wenn Vereine vier Wochen vorher Bescheid sagen."
TITLE = "Empfehlung zur Freistellung"
#: a word of the item that is not public
CONFIDENTIAL = "zögert"
#: where the matter began, and what belongs to it
PROPOSAL = "Freier Eintritt in die Schwimmhalle"


@pytest.fixture(scope="module")
def town(new_demo: Callable[[], AbstractContextManager[Town]]) -> Iterator[Town]:
    """A demo of its own: this story closes the meeting that others look at."""
    with new_demo() as made:
        yield made


def test_four_browsers_hold_a_meeting_and_everybody_reads_its_decision(town: Town) -> None:
    with ExitStack() as stack:

        def enter(key: str, **options: Any) -> Page:
            page, observed = stack.enter_context(town.demo_person(key, **options))
            stack.callback(observed.assert_calm)
            page.set_default_timeout(LONG)
            return page

        chair, secretary = enter("derya"), enter("nele")
        member, office = enter("tobias", viewport=PHONE), enter("brandt")
        room = room_of(chair, town)
        _say_where_it_began(chair, room)
        for page in (chair, secretary, member, office):
            page.goto(room)
            expect(page.locator("#raum-verbindung")).to_contain_text("verbunden", timeout=LONG)
        _talk(chair, member)
        _write(secretary, office)
        vote = _open_vote(chair)
        for page in (chair, secretary, office):
            _agree(page, vote)
        _agree_by_keyboard(member, room)
        _close(chair, vote, room)
        number = _release(chair, room)
        _read_as_visitor(town, number)
        meeting = number.partition("/")[0]
        protocol.lay_before_the_table(secretary, meeting)
        protocol.wish(member, meeting, item="TOP Ö 7", quote=NOTED, instead=WISHED)
        protocol.accept(secretary)
        _write_instead(secretary)
        protocol.lay_before_the_table(secretary, meeting)
        protocol.agree([chair, secretary, member, office, enter("ade")], meeting)
        protocol.release(office, meeting, confidential=CONFIDENTIAL)
        _read_minutes_as_visitor(town, number)


def room_of(page: Page, town: Town) -> str:
    """From the start page to the room of the meeting that runs."""
    page.goto(town.server.url)
    page.get_by_role("link", name="Runde Tische", exact=True).first.click()
    page.get_by_role("link", name="Engagementfreundliche Unternehmen").first.click()
    page.get_by_role("link", name="Termine und Tagesordnungen").click()
    page.get_by_role("link", name="Vereinbarung zur Freistellung").click()
    page.get_by_role("link", name="In den Raum").click()
    return page.url


def _say_where_it_began(chair: Page, room: str) -> None:
    """The chair ties the item to the proposal of a citizen."""
    chair.goto(f"{room.removesuffix('/live')}/tagesordnung/")
    chair.get_by_role("link", name="Bezug von „Freistellung für Engagement“").click()
    chair.get_by_role("main").get_by_role("searchbox").or_(
        chair.get_by_role("main").get_by_role("textbox")
    ).first.fill(PROPOSAL)
    chair.get_by_role("main").get_by_role("button", name="Suchen").click()
    found = chair.get_by_role("list", name="Gefunden").get_by_role("listitem")
    hit = found.filter(has=chair.get_by_role("link", name=PROPOSAL)).first
    hit.get_by_role("button", name="Mit dem Punkt verbinden").click()
    expect(chair.get_by_role("list", name="Darauf bezieht sich der Punkt")).to_contain_text(
        PROPOSAL
    )


def _talk(chair: Page, member: Page) -> None:
    """A member asks on the phone; the chair sees it and calls in order until it is their turn."""
    member.get_by_role("button", name="Zu Wort melden").click()
    expect(member.locator("[data-say=mine]")).to_contain_text("Platz 4", timeout=LONG)
    for name in ("Katrin B.", "Helmut K.", "Frau Brandt, Referat Engagement", "Tobias R."):
        chair.get_by_role("button", name=f"{name} aufrufen").click()
        chair.get_by_role("button", name="Redezeit starten").click()
        if name == "Tobias R.":
            expect(member.locator("[data-say=mine]")).to_have_text(
                "Sie haben das Wort.", timeout=LONG
            )
        chair.get_by_role("button", name="Beitrag beenden").click()
        expect(chair.get_by_role("button", name="Beitrag beenden")).to_have_count(0, timeout=LONG)


def _write(secretary: Page, office: Page) -> None:
    """What one writes at an item, the other reads there without loading anything."""
    for page in (secretary, office):
        page.get_by_role("link", name="Zur Mitschrift").click()
        page.get_by_role("link", name="An TOP Ö 7 schreiben").click()
        page.locator(".cm-content").wait_for()
    secretary.get_by_role("textbox", name="Mitschrift", exact=True).press_sequentially(NOTED)
    expect(secretary.locator("#mitschrift-stand")).to_contain_text("gespeichert", timeout=LONG)
    expect(office.locator(".cm-content")).to_have_text(NOTED, timeout=LONG)


def _open_vote(chair: Page) -> str:
    """The chair opens what was prepared; the address at which seats vote."""
    chair.get_by_role("link", name="Zur Leitung der Sitzung").click()
    chair.locator("main").get_by_role("link", name="Abstimmungen").click()
    chair.get_by_role("link", name=TITLE).click()
    desk = chair.url
    chair.get_by_role("button", name="Abstimmung eröffnen").click()
    expect(chair.get_by_role("button", name="Abstimmung schließen")).to_be_visible(timeout=LONG)
    return desk


def _agree(page: Page, desk: str) -> None:
    """Vote by the way the meeting's page offers."""
    page.goto(desk.partition("/abstimmungen/")[0] + "/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Verbindlich abstimmen").click()
    expect(page.get_by_text("Ihre Stimme ist gezählt.")).to_be_visible(timeout=LONG)


def _agree_by_keyboard(member: Page, room: str) -> None:
    """The room has announced the vote; there, with keys alone."""
    expect(member.locator("[data-say=vote]")).to_contain_text(TITLE, timeout=LONG)
    member.get_by_label("Ja", exact=True).focus()
    member.keyboard.press("Space")
    member.get_by_role("button", name="Verbindlich abstimmen").focus()
    member.keyboard.press("Enter")
    expect(member.locator("[data-say=vote]")).to_have_text(
        "Ihre Stimme ist gezählt: Ja.", timeout=LONG
    )
    assert member.url == room


def _close(chair: Page, desk: str, room: str) -> None:
    """Close and announce the vote, then the meeting."""
    chair.goto(desk)
    chair.get_by_role("button", name="Abstimmung schließen").click()
    chair.get_by_role("button", name="Ergebnis bekanntgeben").click()
    expect(chair.get_by_text("angenommen").first).to_be_visible(timeout=LONG)
    chair.goto(f"{room.removesuffix('/live')}/leitung")
    chair.get_by_role("button", name="Sitzung beenden").click()
    expect(chair.get_by_text("Die Sitzung ist beendet")).to_be_visible(timeout=LONG)


def _release(chair: Page, room: str) -> str:
    """Look at the day's result and release it; the number of the resolution."""
    chair.get_by_role("link", name="Ergebnis prüfen und veröffentlichen").click()
    chair.get_by_role("button", name="Ergebnis veröffentlichen").click()
    number = f"RT-{room.removesuffix('/live').rpartition('/')[2]}/1"
    expect(chair.get_by_text(number).first).to_be_visible(timeout=LONG)
    return number


def _read_as_visitor(town: Town, number: str) -> None:
    """Everybody reads the wording and the figures, and search knows them; the confidential item is nowhere."""
    with visitor(town.browser) as (page, observed):
        page.goto(f"{town.server.url}/beschluesse/{number}")
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        expect(page.get_by_text("Ja: 4, Nein: 0, Enthaltung: 0")).to_be_visible()

        def found() -> bool:
            page.goto(f"{town.server.url}/suche?q=Empfehlung+Freistellung&art=beschluss")
            return page.get_by_role("link", name=TITLE).count() > 0

        until(found, within_s=60)
        for address in (
            f"{TABLE}sitzungen/{number[3:10]}/",
            f"{TABLE}sitzungen/{number[3:10]}/ergebnis",
        ):
            page.goto(f"{town.server.url}{address}")
            assert CONFIDENTIAL not in page.content()
        observed.assert_calm()


def _write_instead(secretary: Page) -> None:
    """The secretary writes into the item what was wished."""
    secretary.get_by_role("link", name="Weiterschreiben").click()
    secretary.get_by_role("link", name="An TOP Ö 7 schreiben").click()
    box = secretary.get_by_role("textbox").last
    expect(box).to_be_editable(timeout=LONG)
    box.press("Control+Home")
    box.press_sequentially(WISHED + " ")
    expect(secretary.locator("#mitschrift-stand")).to_contain_text("gespeichert", timeout=LONG)


def _read_minutes_as_visitor(town: Town, number: str) -> None:
    """Everybody reads the minutes as page and files, finds them, and goes from the resolution to where it began."""
    nr = number.partition("/")[0].removeprefix("RT-")
    with visitor(town.browser) as (page, observed):
        page.goto(f"{town.server.url}{TABLE}sitzungen/{nr}/")
        page.get_by_role("link", name="Protokoll lesen").click()
        main = page.get_by_role("main")
        expect(main).to_contain_text(WISHED)
        expect(main).to_contain_text(number)
        for ending in ("", ".md", ".pdf"):
            answer = page.request.get(f"{town.server.url}{TABLE}sitzungen/{nr}/protokoll{ending}")
            assert answer.ok, ending
            text = _text_of(answer.body())
            assert "Freistellung" in text, ending
            assert CONFIDENTIAL not in text, ending
        page.goto(f"{town.server.url}/beschluesse/{number}")
        expect(page.get_by_role("main")).not_to_contain_text("vorläufig")
        page.get_by_role("link", name=PROPOSAL).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(PROPOSAL)
        expect(page.get_by_role("main")).to_contain_text(number)

        def found() -> bool:
            page.goto(f"{town.server.url}/suche?q=Betriebe+vier+Wochen+Bescheid&art=top")
            return page.get_by_role("link", name="Freistellung für Engagement").count() > 0

        until(found, within_s=60)
        observed.assert_calm()


def _text_of(file: bytes) -> str:
    if not file.startswith(b"%PDF"):
        return file.decode()
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
