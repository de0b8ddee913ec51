"""The whole line in the demo: from a citizen's proposal by a public vote to a table that talks, decides and publishes.

A proposal is written, answered, voted on and counted; then a round table takes it up, and people talk, write, vote,
close, agree on the minutes and publish. Everybody finds the task at the end by the way that led to it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.acts import keys, office, protocol, public_line
from tests.e2e.writing import SAVED
from tests.support.chromium import visitor
from tests.support.town import Town, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

#: on a machine that does other things, too
LONG = 60_000
TABLE = "/runde-tische/engagementfreundliche-unternehmen/"
PHONE = {"width": 360, "height": 740}
NOTED = "Die Betriebe wollen mitmachen, wenn Vereine früh Bescheid sagen."
WISHED = "Die Betriebe machen mit, wenn Vereine vier Wochen vorher Bescheid sagen."
TITLE = "Empfehlung zur Freistellung"
#: a word of the item that is not public
CONFIDENTIAL = "zögert"
#: where the matter began, and what was decided about it before
PROPOSAL, PUBLIC_VOTE = public_line.POOL, office.QUESTION
TASK = "Mit dem Schwimmbad über freien Eintritt sprechen"


@pytest.fixture(scope="module")
def town(new_demo: Callable[..., AbstractContextManager[Town]]) -> Iterator[Town]:
    """A demo of its own: this story closes the meeting that others look at."""
    with new_demo(sends_mails=True) as made:
        yield made


def test_a_proposal_goes_by_a_public_vote_and_a_meeting_of_four_browsers_to_a_published_task(
    town: Town,
) -> None:
    public_line.walk(town)
    with ExitStack() as stack:

        def enter(key: str, **options: Any) -> Page:
            page, observed = stack.enter_context(town.demo_person(key, **options))
            stack.callback(observed.assert_calm)
            page.set_default_timeout(LONG)
            return page

        chair, secretary = enter("derya"), enter("nele", viewport=PHONE)
        member, office_ = enter("tobias"), enter("brandt")
        room = room_of(chair, town)
        _say_where_it_began(chair, room)
        for page in (chair, secretary, office_):
            page.goto(room)
        _enter_by_keyboard(member, town, room)
        for page in (chair, secretary, member, office_):
            expect(page.locator("#raum-verbindung")).to_contain_text("verbunden", timeout=LONG)
        _talk(chair, member)
        _write(secretary, office_)
        vote = _open_vote(chair)
        for page in (chair, secretary, office_):
            _agree(page, vote)
        _agree_by_keyboard(member, room)
        _announce(chair, vote)
        _read_result_by_keyboard(member)
        number = f"RT-{room.removesuffix('/live').rpartition('/')[2]}/1"
        _give_task(chair, room, number)
        _close_and_release(chair, room, number)
        _read_as_visitor(town, number)
        meeting = number.partition("/")[0]
        protocol.lay_before_the_table(secretary, meeting)
        protocol.wish(member, meeting, item="TOP Ö 7", quote=NOTED, instead=WISHED)
        protocol.accept(secretary)
        _write_instead(secretary)
        protocol.lay_before_the_table(secretary, meeting)
        protocol.agree([chair, secretary, member, office_, enter("ade")], meeting)
        protocol.release(office_, meeting, confidential=CONFIDENTIAL)
        _read_minutes_as_visitor(town, number)
        _walk_the_way_as_visitor(town, number)


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
    """The chair ties the item to the proposal of a citizen, and to the vote that it was an option of."""
    chair.goto(f"{room.removesuffix('/live')}/tagesordnung/")
    chair.get_by_role("link", name="Bezug von „Freistellung für Engagement“").click()
    for title, kind in ((PROPOSAL, "Vorschlag"), (PUBLIC_VOTE, "Abstimmung")):
        box = chair.get_by_role("main").get_by_role("searchbox")
        box.or_(chair.get_by_role("main").get_by_role("textbox")).first.fill(title)
        chair.get_by_role("main").get_by_role("button", name="Suchen").click()
        found = chair.get_by_role("list", name="Gefunden").get_by_role("listitem")
        alike = found.filter(has=chair.get_by_role("link", name=title))
        hit = alike.filter(has=chair.get_by_text(kind, exact=True)).first
        hit.get_by_role("button", name="Mit dem Punkt verbinden").click()
        tied = chair.get_by_role("list", name="Darauf bezieht sich der Punkt")
        expect(tied).to_contain_text(title)
        expect(tied).to_contain_text(kind)


def _enter_by_keyboard(member: Page, town: Town, room: str) -> None:
    """From the start page into the room, with keys alone."""
    member.goto(town.server.url)
    for name in (
        "Runde Tische",
        "Engagementfreundliche Unternehmen",
        "Vereinbarung zur Freistellung",
        "In den Raum",
    ):
        keys.go(member, name)
    assert member.url == room


def _talk(chair: Page, member: Page) -> None:
    """A member asks with keys alone; the chair sees it and calls in order until it is their turn."""
    keys.press(member, "Zu Wort melden")
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
    expect(secretary.locator("#mitschrift-stand")).to_have_text(SAVED, timeout=LONG)
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
    keys.choose(member, "Ja")
    keys.press(member, "Verbindlich abstimmen")
    expect(member.locator("[data-say=vote]")).to_have_text(
        "Ihre Stimme ist gezählt: Ja.", timeout=LONG
    )
    assert member.url == room


def _announce(chair: Page, desk: str) -> None:
    """The vote is closed, its result said."""
    chair.goto(desk)
    chair.get_by_role("button", name="Abstimmung schließen").click()
    chair.get_by_role("button", name="Ergebnis bekanntgeben").click()
    expect(chair.get_by_text("angenommen").first).to_be_visible(timeout=LONG)


def _read_result_by_keyboard(member: Page) -> None:
    """The room says what came out; the vote's page says it in full."""
    said = f"{TITLE}: angenommen. Ja: 4, Nein: 0, Enthaltung: 0."
    expect(member.locator("[data-say=vote]")).to_have_text(said, timeout=LONG)
    keys.go(member, "Alles zu dieser Abstimmung")
    expect(member.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(member.get_by_role("heading", name="Wer hat wie gestimmt?")).to_be_visible()


def _give_task(chair: Page, room: str, number: str) -> None:
    """Somebody takes on what follows from the resolution."""
    chair.goto(f"{room.removesuffix('/live')}/leitung")
    chair.get_by_role("link", name="Auftrag vergeben").click()
    for label, words in (
        ("Woraus ergibt sich der Auftrag?", number),
        ("Wer macht es?", "Tobias R."),
    ):
        choice = chair.get_by_label(label)
        choice.select_option(label=choice.locator("option", has_text=words).inner_text())
    chair.get_by_label("Was ist zu tun?").fill(TASK)
    chair.get_by_label("Bis wann?").fill(office.day(90).isoformat())
    chair.get_by_role("button", name="Auftrag vergeben").click()
    expect(chair.get_by_text("Der Auftrag ist vergeben.")).to_be_visible(timeout=LONG)


def _close_and_release(chair: Page, room: str, number: str) -> None:
    """The meeting ends; the chair looks at the day's result and releases it."""
    chair.goto(f"{room.removesuffix('/live')}/leitung")
    chair.get_by_role("button", name="Sitzung beenden").click()
    expect(chair.get_by_text("Die Sitzung ist beendet")).to_be_visible(timeout=LONG)
    chair.get_by_role("link", name="Ergebnis prüfen und veröffentlichen").click()
    chair.get_by_role("button", name="Ergebnis veröffentlichen").click()
    expect(chair.get_by_text(number).first).to_be_visible(timeout=LONG)


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
    secretary.locator(".cm-content").wait_for()
    box = secretary.get_by_role("textbox", name="Mitschrift", exact=True)
    expect(box).to_contain_text(NOTED, timeout=LONG)
    box.press("Control+Home")
    box.press_sequentially(WISHED + " ")
    expect(secretary.locator("#mitschrift-stand")).to_have_text(SAVED, timeout=LONG)


def _read_minutes_as_visitor(town: Town, number: str) -> None:
    """Everybody reads the minutes as page and files, and finds them; the resolution is provisional no more."""
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

        def found() -> bool:
            page.goto(f"{town.server.url}/suche?q=Betriebe+vier+Wochen+Bescheid&art=top")
            return page.get_by_role("link", name="Freistellung für Engagement").count() > 0

        until(found, within_s=60)
        observed.assert_calm()


def _walk_the_way_as_visitor(town: Town, number: str) -> None:
    """From the proposal that somebody wrote by the resolution to the task, and from the resolution back."""
    with visitor(town.browser, base_url=town.server.url) as (page, observed):
        page.goto(f"/beschluesse/{number}")
        way = page.get_by_role("list", name="Weg dieses Beschlusses")
        for title in (PROPOSAL, PUBLIC_VOTE, TITLE, TASK):
            expect(way).to_contain_text(title)
        way.get_by_role("link", name=PROPOSAL).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(PROPOSAL)
        expect(page.get_by_role("main")).to_contain_text(number)
        page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
        page.get_by_role("list", name="Weg dieses Beschlusses").get_by_role(
            "link", name=TASK
        ).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TASK)
        expect(page.get_by_role("main")).to_contain_text("Tobias")
        observed.assert_calm()


def _text_of(file: bytes) -> str:
    if not file.startswith(b"%PDF"):
        return file.decode()
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
