"""What happens around the ballot: the office freezes the rules, card holders decide, the result explains itself."""

import csv
import json
from collections.abc import Sequence
from urllib.request import Request, urlopen

from playwright.sync_api import Locator, Page, expect

from accounts.people.queries import person_with
from kernel.actors import SYSTEM
from participation.engagement_card.services import activate_card
from tests.e2e.acts.office import day, go_to_office
from tests.support.town import Town, until

NUMBERS = ("ergebnis", "ergebnis.csv", "ergebnis.pb", "pruefcodes.txt")


def prepare_vote(page: Page, format_: str, *, budget: str, first: int, last: int) -> None:
    """Make the vote of a format out of its accepted proposals, and freeze its rules."""
    go_to_office(page, "Formate")
    page.get_by_role("main").get_by_role("link", name=format_).click()
    page.get_by_role("link", name="Abstimmung vorbereiten").click()
    page.get_by_label("Was folgt aus dem Ergebnis?").fill("Die Angebote gibt es ab Juli.")
    page.get_by_label("Budget").fill(budget)
    page.get_by_role("group", name="Beginn").get_by_label("Beginn").fill(day(first).isoformat())
    page.get_by_role("group", name="Ende").get_by_label("Ende").fill(day(last).isoformat())
    page.get_by_role("button", name="Abstimmung vorbereiten").click()
    page.get_by_role("button", name="Regelkarte festlegen und veröffentlichen").click()
    expect(page.get_by_text("Die Regelkarte steht.")).to_be_visible()


def go_to_vote(page: Page, title: str) -> None:
    """From any page to a vote, by the main navigation."""
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role(
        "link", name="Abstimmungen"
    ).click()
    page.get_by_role("main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def wait_until_open(page: Page, title: str) -> None:
    """Reload the page of a vote until the worker has opened it."""
    go_to_vote(page, title)

    def is_open() -> bool:
        page.reload()
        return page.get_by_role("link", name="Zum Stimmzettel").count() > 0

    until(is_open, within_s=60)


def read_rule_card(page: Page) -> None:
    """The rules stand in plain words, with their check sum, before the first ballot."""
    expect(page.get_by_role("heading", name="So wird gezählt")).to_be_visible()
    page.get_by_text("Regelkarte: alle Regeln genau").click()
    expect(page.get_by_text("SHA-256")).to_be_visible()


def expect_whole_ballot(page: Page) -> None:
    """The page has come as far as the last option."""
    expect(page.get_by_label("Keines davon")).to_be_visible()


def choose(page: Page, titles: Sequence[str]) -> None:
    """Tick these options and no other, and go on to the page that shows the choice."""
    expect_whole_ballot(page)
    ticked = page.get_by_role("checkbox", checked=True)
    while ticked.count():
        ticked.first.uncheck()
    for title in titles:
        page.get_by_label(title).check()
    page.get_by_role("button", name="Angaben prüfen").click()
    expect(page.get_by_text("Noch nicht abgegeben")).to_be_visible()
    for title in titles:
        expect(page.get_by_role("table", name="Ihre Auswahl")).to_contain_text(title)


def cast(page: Page) -> str:
    """Put the ballot into the box; the check code of the receipt."""
    page.get_by_role("button", name="Stimme abgeben").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Stimme ist gezählt.")
    return page.locator(".ef-receipt .ef-figure").inner_text()


def cast_by_program(town: Town, slug: str, token: str, keys: Sequence[str]) -> None:
    """Cast with a token, as programs do."""
    request = Request(  # noqa: S310 (loopback)
        f"{town.server.url}/api/v1/votes/{slug}/ballots",
        data=json.dumps({"choices": dict.fromkeys(keys, 1)}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310 (loopback)
        assert answer.status == 201
        assert json.load(answer)["state"] == "gezaehlt"


def keys_of(page: Page) -> dict[str, str]:
    """The options of the ballot on this page: title → key."""
    expect_whole_ballot(page)
    found: dict[str, str] = page.evaluate("""() => Object.fromEntries(
      Array.from(document.querySelectorAll("input[name=option]"))
        .map((box) => [document.querySelector(`label[for="${box.id}"]`).textContent.trim(), box.value]))""")
    return found


def expect_no_numbers(page: Page, slug: str) -> None:
    """Whoever looks: while the vote runs nothing per option leaves page, table, file or list of codes."""
    for path in NUMBERS:
        answer = page.request.get(f"/abstimmungen/{slug}/{path}")
        assert answer.status == 404, path
    shown = page.request.get(f"/abstimmungen/{slug}/").text()
    assert "Stimmen ·" not in shown
    hits = page.request.get("/api/v1/search?q=Schwimmbad+Stimmen").text()
    assert "Stimmen ·" not in hits


def publish_result(page: Page, title: str) -> None:
    """Wait for the count, look at the result before others can, publish it."""
    go_to_office(page, "Abstimmungen")
    page.get_by_role("main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    def is_counted() -> bool:
        page.reload()
        return page.get_by_role("link", name="Ergebnis vorab prüfen").count() > 0

    until(is_counted, within_s=60)
    page.get_by_role("link", name="Ergebnis vorab prüfen").click()
    expect(page.get_by_text("Noch nicht öffentlich")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Ergebnis veröffentlichen").click()
    page.get_by_role("link", name="Ergebnis ansehen").click()


def read_result(page: Page, *, chosen: Sequence[str], missed: str) -> None:
    """The page says what was chosen, why, why not, step by step, as picture, table and file."""
    main = page.get_by_role("main")
    for title in chosen:
        expect(explanation(page, title)).to_contain_text("Gewählt")
    expect(explanation(page, missed)).to_contain_text("Nicht gewählt")
    for heading in ("Zwei Regeln nebeneinander", "Schritt für Schritt", "Warum, warum nicht?"):
        expect(main.get_by_role("heading", name=heading)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tabelle als CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["angebot"] for row in rows if row["gewaehlt"] == "ja"} == set(chosen)


def explanation(page: Page, title: str) -> Locator:
    """Why an option was chosen, or why not."""
    why = page.locator("#warum")
    return why.locator("dt", has_text=title).locator("xpath=following-sibling::dd[1]")


def check_code(page: Page, code: str) -> None:
    """With the code of the receipt anybody can see that the ballot was counted."""
    page.get_by_role("link", name="Prüfen Sie mit Ihrem Prüfcode").click()
    page.get_by_role("textbox", name="Prüfcode").fill(code)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Dieser Stimmzettel ist gezählt.")).to_be_visible()


def give_card(town: Town, email: str) -> None:
    """Make a card active; no page offers that yet."""
    with town.inside():
        person = person_with(email)
        assert person
        activate_card(actor=SYSTEM, person_id=person.id)
