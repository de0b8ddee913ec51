"""What the administration does in the story: open a format, answer, prepare a vote, publish."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from kernel import clock
from tests.support.town import PASSWORD, Town

JONAS, MIA, DORO = "jonas@amt.example", "mia@amt.example", "doro@post.example"
QUESTION = "Welche Angebote fehlen auf der Engagement-Karte?"
#: new in the city
DISTRICT = "Neuwerk"
#: phases of the blueprint: name on the page → first and last day, counted from today
PHASES = {
    "Vorschlagen": (0, 9),
    "Prüfen": (10, 13),
    "Antworten": (14, 19),
    "Abstimmen": (20, 29),
    "Ergebnis": (30, 60),
}
RESPONSIBLE = {
    "Name": "Jonas Brandt",
    "Aufgabe": "Projektleitung Engagement-Karte",
    "Stelle": "Referat Engagement",
    "So erreicht man die Person": "engagement@beispiel.example",
}
DEPUTY = RESPONSIBLE | {"Name": "Aylin Yilmaz", "Aufgabe": "Vertretung"}


def day(offset: int) -> date:
    """A day in Hamburg, counted from the real today."""
    return clock.now().astimezone(clock.BERLIN).date() + timedelta(days=offset)


def go_to_office(page: Page, area: str) -> None:
    """From any page to an area of the office, by the links a person sees."""
    main = page.get_by_role("navigation", name="Hauptnavigation")
    main.get_by_role("link", name="Verwaltung", exact=True).click()
    page.get_by_role("main").get_by_role("link", name=area, exact=True).click()


def keep_a_district(page: Page, name: str) -> None:
    """Write down a district of the city, which formats can name from then on."""
    go_to_office(page, "Formate")
    page.get_by_role("link", name="Bezirke und Themen verwalten").click()
    page.get_by_role("link", name="Bezirk hinzufügen").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("main").get_by_text(name).first.wait_for()


def open_the_format(page: Page) -> None:
    """Write the format down from its blueprint, look at it as a visitor, publish it."""
    go_to_office(page, "Formate")
    page.get_by_role("link", name="Neues Format anlegen").click()
    page.get_by_role("link", name="Angebote wünschen und abstimmen").click()
    _write(page)
    page.get_by_role("button", name="Entwurf speichern").click()
    page.get_by_role("link", name="Ansicht als Besucher").click()
    see_what_visitors_see(page)
    page.get_by_role("link", name="Zurück zur Verwaltung dieses Formats").click()
    page.get_by_role("button", name="Format veröffentlichen").click()
    page.get_by_role("link", name="Öffentliche Seite").wait_for()


def see_what_visitors_see(page: Page) -> None:
    """What the page of a new format must say: what is possible, how long it takes, until when, who answers."""
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    main = page.get_by_role("main")
    for words in (
        "Jetzt können Sie Vorschläge schreiben",
        "etwa 5 Minuten",
        re.compile(r"noch \d+ Tage"),
        "Referat Engagement",
        "Jonas Brandt",
        "Aylin Yilmaz",
        DISTRICT,
        "Am Ende entscheidet eine Abstimmung.",
    ):
        expect(main).to_contain_text(words)


def _write(page: Page) -> None:
    page.get_by_label("Titel").fill(QUESTION)
    page.get_by_label("Kurzfassung").fill(
        "Die Engagement-Karte soll neue Angebote bekommen. Sie schlagen vor, wir prüfen. "
        "Wer eine Karte hat, stimmt ab."
    )
    page.get_by_label("Beschreibung").fill(
        "Wer sich engagiert, bekommt **Vergünstigungen**.\n\n## Was ist möglich?\n\n- Eintritt\n- Fahrkarten"
    )
    page.get_by_label("Entscheidung", exact=True).check()
    page.get_by_label("Bezirk").select_option(label=DISTRICT)
    for name, (first, last) in PHASES.items():
        page.get_by_label(f"{name} beginnt am").fill(day(first).isoformat())
        page.get_by_label(f"{name} endet am").fill(day(last).isoformat())
    _fill(page, "Wer ist zuständig?", RESPONSIBLE)
    _fill(page, "Wer vertritt?", DEPUTY)


def _fill(page: Page, section: str, words: Mapping[str, str]) -> None:
    part = page.get_by_role("group", name=section)
    for label, text in words.items():
        part.get_by_label(label).fill(text)


def first_people(town: Town) -> None:
    """The operator makes the first account of the administration; others of the story have accounts too."""
    words = ["--role", "administration", "--name", "Jonas Brandt", "--password-stdin"]
    town.command("accounts", "create", JONAS, *words, typed=PASSWORD + "\n")
    with town.inside():
        town.create(MIA, "Mia Wolf", "second-check")
        town.create(DORO, "Doro")
