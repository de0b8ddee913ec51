"""What the office says to proposals: drafts in a series, a second person, publication together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.acts.office import go_to_office


@dataclass(frozen=True)
class Decision:
    """What becomes of a proposal."""

    status: str
    reason: str
    cost: str = ""


def go_to_desk(page: Page, format_: str) -> None:
    """From the office's page to the proposals of a format."""
    go_to_office(page, "Formate")
    page.get_by_role("main").get_by_role("link", name=format_).click()
    page.get_by_role("link", name="Vorschläge beantworten").click()


def draft_answers(
    page: Page, format_: str, decisions: Mapping[str, Decision], cosigner: str
) -> None:
    """Answer several proposals at once and hand the drafts to the second person."""
    go_to_desk(page, format_)
    for title in decisions:
        page.get_by_label(title).check()
    page.get_by_role("button", name="Ausgewählte beantworten").click()
    for title, decision in decisions.items():
        part = page.get_by_role("group", name=title)
        part.get_by_label("Stand").select_option(label=decision.status)
        part.get_by_label("Begründung").fill(decision.reason)
        part.get_by_label("Kosten").fill(decision.cost)
    page.get_by_label("Wer soll mitzeichnen?").select_option(label=cosigner)
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    page.get_by_role("button", name="Zur Mitzeichnung geben").click()
    expect(page.get_by_text("Die Entwürfe warten auf die Mitzeichnung.")).to_be_visible()


def cosign(page: Page, titles: Sequence[str]) -> None:
    """The second person reads what waits and stands behind it."""
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role(
        "link", name="Verwaltung"
    ).click()
    page.get_by_role("main").get_by_role("link", name="mitzeichnen").click()
    for title in titles:
        expect(page.get_by_label(title)).to_be_checked()
    page.get_by_label("Anmerkung").fill("So ist es besprochen.")
    page.get_by_role("button", name="Ausgewählte mitzeichnen").click()
    expect(page.get_by_text("Nichts wartet auf Ihre Mitzeichnung.")).to_be_visible()


def publish_answers(page: Page, format_: str, count: int) -> None:
    """Publish all signed answers together."""
    go_to_desk(page, format_)
    page.get_by_role("link", name=f"{count} Antworten veröffentlichen").click()
    page.get_by_role("button", name="Ausgewählte veröffentlichen").click()
    expect(page.get_by_text("Die Antworten sind veröffentlicht.")).to_be_visible()
