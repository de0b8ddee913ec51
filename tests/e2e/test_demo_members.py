"""The demo's invented members in a real room: switched on, they talk and write before the visitor's eyes."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import expect

from demo.members.script import Kind, script
from tests.factories.scripted import paragraphs
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

#: on a machine that does other things, too
LONG = 60_000
SWITCH = "Beispiel-Mitglieder reden und schreiben mit: "
MOVES = next(iter(script().values()))
SAID = next(move.text for move in MOVES if move.kind is Kind.SAYS)
WRITTEN = paragraphs(MOVES).partition("\n")[0]


def test_they_come_alive_while_somebody_looks(
    new_demo: Callable[[], AbstractContextManager[Town]],
) -> None:
    with new_demo() as town, town.demo_person("tobias") as (page, _):
        page.get_by_role("link", name="Beispiel-Mitglieder an- und ausschalten").click()
        expect(page.get_by_role("heading", name=f"{SWITCH}aus")).to_be_visible()
        page.get_by_role("button", name="Einschalten").click()
        expect(page.get_by_role("heading", name=f"{SWITCH}an")).to_be_visible()
        page.get_by_role("link", name="Zum Raum der Sitzung").click()
        expect(page.get_by_role("main")).to_contain_text(SAID, timeout=LONG)
        page.get_by_role("link", name="Zur Mitschrift").click()
        page.get_by_role("link", name="An TOP Ö 7 schreiben").click()
        expect(page.locator(".cm-content")).to_contain_text(WRITTEN, timeout=LONG)
