"""Reading, voting and commenting where the browser runs no script."""

import pytest
from playwright.sync_api import expect

from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PLAIN = {"java_script_enabled": False}
WORDS = "Der Weg dorthin ist auch mit Rollstuhl gut."


def test_a_visitor_reads_and_finds(demo: Town) -> None:
    with demo.visitor(**PLAIN) as (page, _):
        page.get_by_role("main").get_by_role("list").get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.get_by_role("searchbox").fill("Schwimbad")
        page.get_by_role("button", name="Suchen").click()
        expect(page.get_by_role("list", name="Treffer").get_by_role("link").first).to_be_visible()


def test_a_card_holder_votes(demo: Town) -> None:
    with demo.demo_person("marlies", **PLAIN) as (page, _):
        page.get_by_role("link", name="Abstimmungen", exact=True).click()
        running = page.get_by_role("main").get_by_role("listitem").filter(has_text="3 Minuten")
        running.get_by_role("link").first.click()
        page.locator(".ef-head__action a").click()
        for box in page.get_by_role("checkbox", checked=True).all():
            box.uncheck()
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Angaben prüfen").click()
        page.get_by_role("button", name="Stimme abgeben").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Stimme ist gezählt.")


def test_a_citizen_comments(demo: Town) -> None:
    with demo.demo_person("jonte", **PLAIN) as (page, _):
        page.get_by_role("link", name="Beteiligung", exact=True).click()
        page.get_by_role("link", name="Wo fehlt in Hamburg-Nord ein Ort fürs Engagement?").click()
        page.get_by_role("list", name="Vorschläge").get_by_role("link").first.click()
        page.get_by_label("Ihr Beitrag").fill(WORDS)
        page.get_by_role("button", name="Beitrag veröffentlichen").click()
        expect(page.get_by_role("list", name="Beiträge")).to_contain_text(WORDS)
