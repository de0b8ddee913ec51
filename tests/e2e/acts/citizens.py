"""What people of the city do in the story: write first, register on sending, comment, support, search."""

import re
import time

from playwright.sync_api import Page, expect

from tests.e2e.acts.office import DISTRICT
from tests.support.town import Town, until


def go_to_format(page: Page, title: str) -> None:
    """From any page to a running format, by the start page."""
    page.get_by_role("link", name="Engagementforum Hamburg").click()
    page.get_by_role("list", name="Was läuft gerade?").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def go_to_proposal(page: Page, format_: str, title: str) -> None:
    """From any page to a proposal, by its format."""
    go_to_format(page, format_)
    page.get_by_role("list", name="Vorschläge").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def write_proposal(page: Page, title: str, text: str, place: str = "") -> None:
    """Fill the form as far as the page that shows it as others will read it."""
    page.get_by_role("link", name="Vorschlag schreiben").first.click()
    page.get_by_label("Titel").press_sequentially(title)
    page.get_by_label("Beschreibung").fill(text)
    page.get_by_label("Ort", exact=True).fill(place)
    page.get_by_label("Bezirk").select_option(label=DISTRICT)


def look_and_send(page: Page) -> None:
    """Look at the proposal once more and send it."""
    page.get_by_role("button", name="Vorschlag ansehen und absenden").click()
    expect(page.get_by_text("Noch nicht veröffentlicht")).to_be_visible()
    page.get_by_role("button", name="Vorschlag absenden").click()


def register(page: Page, town: Town, email: str, name: str) -> None:
    """From the question for an address to an account, with the code from the mail."""
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("button", name="Code per E-Mail schicken").click()
    page.get_by_label("Code aus der Mail").fill(town.code_for(email))
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Ihr Name im Forum").fill(name)
    page.get_by_label("Ich bin mit den Nutzungsregeln einverstanden.").check()
    page.get_by_role("button", name="Konto anlegen").click()


def expect_similar(page: Page, title: str) -> None:
    """While typing, the page names what resembles the title."""
    expect(page.locator("#aehnlich").get_by_role("link", name=title)).to_be_visible()


def expect_published(page: Page, title: str, author: str) -> None:
    """The proposal stands under the chosen name."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text(author)


def comment(page: Page, text: str) -> None:
    """Write under what the page shows."""
    page.get_by_label("Ihr Beitrag").fill(text)
    page.get_by_role("button", name="Beitrag veröffentlichen").click()


def find(page: Page, words: str, kind: str, title: str) -> float:
    """Type words into the search of the page until a thing of this kind is found; the seconds that took."""
    began = time.monotonic()

    def look() -> bool:
        page.get_by_role("search").locator("[type=search]").fill(words)
        page.get_by_role("search").get_by_role("button", name="Suchen").click()
        page.get_by_role("heading", level=2, name=re.compile("Treffer")).wait_for()
        hits = page.get_by_role("list", name="Treffer").get_by_role("listitem")
        kinds = hits.filter(has=page.get_by_text(re.compile(f"^{kind}( ·|$)")))
        return kinds.get_by_role("link", name=title).count() > 0

    until(look, within_s=60)
    return time.monotonic() - began
