"""What a table does with its minutes after the meeting: lay before it, wish, agree, release, read."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.support.chromium import assert_accessible


def lay_before_the_table(secretary: Page, number: str) -> None:
    """From what waits for the secretary to minutes that all members read."""
    _go_to(secretary, f"Protokoll vorlegen ({number})")
    secretary.get_by_role("button", name="Dem Tisch vorlegen").click()
    expect(secretary.get_by_text("Das Protokoll liegt dem Tisch vor.")).to_be_visible()


def wish(member: Page, number: str, *, item: str, quote: str, instead: str) -> None:
    """A member reads and asks for a change."""
    _go_to(member, f"Protokoll lesen ({number})")
    member.get_by_role("link", name="Änderungswunsch nennen").click()
    choice = member.get_by_label("Zu welchem Punkt?")
    choice.select_option(label=choice.locator("option", has_text=item).inner_text())
    member.get_by_label("Welche Stelle?").fill(quote)
    member.get_by_label("Was soll dort stehen?").fill(instead)
    member.get_by_label("Warum?").fill("So haben wir es besprochen.")
    member.get_by_role("button", name="Änderungswunsch absenden").click()
    expect(member.get_by_text("Ihr Änderungswunsch ist gespeichert.")).to_be_visible()
    expect(member.get_by_role("heading", name="Änderungswünsche")).to_be_visible()


def accept(secretary: Page) -> None:
    """The secretary takes the wish over; the text is theirs again."""
    secretary.reload()
    secretary.get_by_role("link", name="Entscheiden").click()
    secretary.get_by_label("Ja, ich arbeite ihn ein").check()
    secretary.get_by_role("button", name="Entscheidung speichern").click()
    expect(secretary.get_by_text("Schritt 1 von 4: schreiben")).to_be_visible()


def agree(people: Sequence[Page], number: str) -> None:
    """Members agree one after the other, until the majority does."""
    for page in people:
        _go_to(page, f"Protokoll lesen ({number})")
        page.get_by_role("button", name="Ich stimme zu").click()
        expect(page.get_by_text("Ihre Zustimmung ist gespeichert.")).to_be_visible()
    expect(people[-1].get_by_text("Schritt 3 von 4: freigeben")).to_be_visible()


def release(office: Page, number: str, *, confidential: str) -> None:
    """Somebody else reads exactly what will be public, and releases it."""
    main = office.get_by_role("navigation", name="Hauptnavigation")
    main.get_by_role("link", name="Verwaltung", exact=True).click()
    office.get_by_role("link", name=re.compile("^1 Protokoll freigeben")).click()
    expect(office.get_by_role("main")).to_contain_text(number)
    assert confidential not in office.get_by_role("main").inner_text()
    assert_accessible(office)
    office.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(office.get_by_text("Das Protokoll ist öffentlich.")).to_be_visible()
    expect(office.get_by_text("Schritt 4 von 4: öffentlich")).to_be_visible()


def _go_to(page: Page, what: str) -> None:
    """From any page to what waits for the person, by their account."""
    page.get_by_role("link", name="Konto", exact=True).first.click()
    page.get_by_role("link", name=what).click()
