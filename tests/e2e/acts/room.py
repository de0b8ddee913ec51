"""What people do in a meeting of a round table: enter, ask to speak, write, vote, give a task, end it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.acts import keys
from tests.e2e.acts.office import day
from tests.e2e.writing import saved
from tests.support.town import Town

#: who waits when the story begins
WAITING = ("Katrin B.", "Helmut K.", "Frau Brandt, Referat Engagement")
ITEM, VOTE = "Freistellung für Engagement", "Empfehlung zur Freistellung"
YES = "Ihre Stimme ist gezählt: Ja."


def find_room(page: Page, town: Town) -> str:
    """From the start page to the room of the meeting that runs; its address."""
    page.goto(town.server.url)
    page.get_by_role("link", name="Runde Tische", exact=True).first.click()
    page.get_by_role("link", name="Engagementfreundliche Unternehmen").first.click()
    page.get_by_role("link", name="Termine und Tagesordnungen").click()
    page.get_by_role("link", name="Vereinbarung zur Freistellung").click()
    page.get_by_role("link", name="In den Raum").click()
    page.wait_for_url("**/live")
    return page.url


def find_room_by_keyboard(page: Page, town: Town, room: str) -> None:
    """The same with keys alone, by the table's page."""
    page.goto(town.server.url)
    for name in (
        "Runde Tische",
        "Engagementfreundliche Unternehmen",
        "Vereinbarung zur Freistellung",
        "In den Raum",
    ):
        keys.go(page, name)
    assert page.url == room


def expect_connected(page: Page) -> None:
    """From now on the room hears what happens."""
    expect(page.locator("#raum-verbindung")).to_contain_text("verbunden")


def say_where_it_began(chair: Page, room: str, subjects: dict[str, str]) -> None:
    """The chair ties the item to what came before: title → kind."""
    chair.goto(f"{room.removesuffix('/live')}/tagesordnung/")
    chair.get_by_role("link", name=f"Bezug von „{ITEM}“").click()
    main = chair.get_by_role("main")
    for title, kind in subjects.items():
        main.get_by_role("searchbox").or_(main.get_by_role("textbox")).first.fill(title)
        main.get_by_role("button", name="Suchen").click()
        found = chair.get_by_role("list", name="Gefunden").get_by_role("listitem")
        alike = found.filter(has=chair.get_by_role("link", name=title))
        hit = alike.filter(has=chair.get_by_text(kind, exact=True)).first
        hit.get_by_role("button", name="Mit dem Punkt verbinden").click()
        tied = chair.get_by_role("list", name="Darauf bezieht sich der Punkt")
        expect(tied).to_contain_text(title)
        expect(tied).to_contain_text(kind)


def talk(chair: Page, tobias: Page, nele: Page) -> None:
    """One asks with keys alone, one on a phone; the chair calls in order until both have had their turn."""
    keys.press(tobias, "Zu Wort melden")
    expect(_mine(tobias)).to_contain_text("Platz 4")
    nele.get_by_role("button", name="Zu Wort melden").click()
    expect(_mine(nele)).to_contain_text("Platz 5")
    for name in WAITING:
        _turn(chair, name)
    _turn(chair, "Tobias R.", at=tobias)
    _turn(chair, "Nele W.", at=nele)


def _turn(chair: Page, name: str, *, at: Page | None = None) -> None:
    """Somebody is called, speaks and ends; `at` is where they read that it is their turn."""
    chair.get_by_role("button", name=f"{name} aufrufen").click()
    chair.get_by_role("button", name="Redezeit starten").click()
    if at:
        expect(_mine(at)).to_have_text("Sie haben das Wort.")
    end = chair.get_by_role("button", name="Beitrag beenden")
    end.click()
    expect(end).to_have_count(0)


def _mine(page: Page) -> Locator:
    return page.locator("[data-say=mine]")


def open_minutes(page: Page, *, by: str) -> Locator:
    """From where one is by this link to the text of the item; where one writes."""
    page.get_by_role("link", name=by).click()
    page.get_by_role("link", name="An TOP Ö 7 schreiben").click()
    editor = page.locator(".cm-content")
    text = editor.and_(page.get_by_role("textbox", name="Mitschrift", exact=True))
    text.wait_for()
    return text


def write(nele: Page, brandt: Page, words: str) -> None:
    """What one writes at an item, the other reads there without loading anything."""
    own, theirs = (open_minutes(page, by="Zur Mitschrift") for page in (nele, brandt))
    own.press_sequentially(words)
    saved(nele)
    expect(theirs).to_have_text(words)


def write_instead(nele: Page, before: str, words: str) -> None:
    """The secretary writes into the item what was wished."""
    text = open_minutes(nele, by="Weiterschreiben")
    expect(text).to_contain_text(before)
    text.press("Control+Home")
    text.press_sequentially(f"{words} ")
    expect(text).to_contain_text(f"{words} {before}")
    saved(nele)


def open_vote(chair: Page) -> str:
    """From the room the chair opens what was prepared; the address at which it is led."""
    chair.get_by_role("link", name="Zur Leitung der Sitzung").click()
    chair.locator("main").get_by_role("link", name="Abstimmungen").click()
    chair.get_by_role("link", name=VOTE).click()
    button = chair.get_by_role("button", name="Abstimmung eröffnen")
    button.wait_for()
    desk = chair.url
    button.click()
    expect(chair.get_by_role("button", name="Abstimmung schließen")).to_be_visible()
    return desk


def agree(page: Page, desk: str) -> None:
    """Vote by the way the meeting's page offers."""
    page.goto(desk.partition("/abstimmungen/")[0] + "/")
    page.get_by_role("link", name=VOTE).click()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Verbindlich abstimmen").click()
    expect(page.get_by_text("Ihre Stimme ist gezählt.")).to_be_visible()


def agree_in_room(page: Page, room: str) -> None:
    """Vote in the room, and stay there."""
    page.goto(room)
    expect_connected(page)
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Verbindlich abstimmen").click()
    expect(page.locator("[data-say=vote]")).to_have_text(YES)
    assert page.url == room


def agree_by_keyboard(page: Page, room: str) -> None:
    """The room has announced the vote; there, with keys alone."""
    said = page.locator("[data-say=vote]")
    expect(said).to_contain_text(VOTE)
    keys.choose(page, "Ja")
    keys.press(page, "Verbindlich abstimmen")
    expect(said).to_have_text(YES)
    assert page.url == room


def announce(chair: Page, desk: str) -> None:
    """The vote is closed, its result said."""
    chair.goto(desk)
    chair.get_by_role("button", name="Abstimmung schließen").click()
    say = chair.get_by_role("button", name="Ergebnis bekanntgeben")
    say.click()
    expect(say).to_have_count(0)
    expect(chair.get_by_text("angenommen").first).to_be_visible()


def read_result_by_keyboard(page: Page) -> None:
    """The room says what came out; the vote's page says it in full."""
    said = f"{VOTE}: angenommen. Ja: 4, Nein: 0, Enthaltung: 0."
    expect(page.locator("[data-say=vote]")).to_have_text(said)
    keys.go(page, "Alles zu dieser Abstimmung")
    expect(page.get_by_role("heading", level=1)).to_have_text(VOTE)
    expect(page.get_by_role("heading", name="Wer hat wie gestimmt?")).to_be_visible()


def give_task(chair: Page, room: str, number: str, task: str) -> None:
    """Somebody takes on what follows from the resolution."""
    chair.goto(f"{room.removesuffix('/live')}/leitung")
    chair.get_by_role("link", name="Auftrag vergeben").click()
    for label, words in (
        ("Woraus ergibt sich der Auftrag?", number),
        ("Wer macht es?", "Tobias R."),
    ):
        choice = chair.get_by_label(label)
        choice.select_option(label=choice.locator("option", has_text=words).inner_text())
    chair.get_by_label("Was ist zu tun?").fill(task)
    chair.get_by_label("Bis wann?").fill(day(90).isoformat())
    chair.get_by_role("button", name="Auftrag vergeben").click()
    expect(chair.get_by_text("Der Auftrag ist vergeben.")).to_be_visible()


def close_and_release(chair: Page, room: str, number: str) -> None:
    """The meeting ends; the chair looks at the day's result and releases it."""
    chair.goto(f"{room.removesuffix('/live')}/leitung")
    chair.get_by_role("button", name="Sitzung beenden").click()
    expect(chair.get_by_text("Die Sitzung ist beendet")).to_be_visible()
    chair.get_by_role("link", name="Ergebnis prüfen und veröffentlichen").click()
    chair.get_by_role("button", name="Ergebnis veröffentlichen").click()
    expect(chair.get_by_text("Das Ergebnis ist veröffentlicht.")).to_be_visible()
    expect(chair.get_by_text(number).first).to_be_visible()
