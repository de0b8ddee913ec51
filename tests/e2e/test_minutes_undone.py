"""Ways back around the release: what names somebody goes back to the table, a withdrawal is undone for a day."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import cookie_of
from tests.factories.protocols import Paper, a_paper, printing
from tests.support.chromium import assert_accessible, visitor
from tests.support.html_checker import html_faults
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
REASON = "Bitte nennen Sie Anna nicht."
Enter = Callable[[str], Page]


@contextmanager
def people_of(town: Town, make: Callable[[], Paper]) -> Iterator[tuple[str, Enter]]:
    """Where these minutes are, and browsers of their people; nothing unseemly happens in them."""
    with town.inside() as app, printing(), ExitStack() as stack:
        paper = make()
        office = paper.office()
        persons = {**paper.sitting.made.persons, **paper.offices}
        meeting = paper.sitting.meeting
        here = (
            f"{town.server.url}/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/protokoll"
        )
        assert office.person_id == persons["office"].id

        def enter(key: str) -> Page:
            page, observed = stack.enter_context(
                visitor(town.browser, viewport={"width": 320, "height": 640})
            )
            stack.callback(observed.assert_calm)
            if key:
                value = cookie_of(app, persons[key])
                cookie = {"name": "forum", "value": value, "url": town.server.url}
                page.context.add_cookies([cookie])
            return page

        yield here, enter


def sound(page: Page) -> None:
    """Accessible, valid, and no wider than the phone."""
    assert_accessible(page)
    assert html_faults({page.url: page.content()}) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_name_goes_back_to_the_table_before_anybody_reads_it(town: Town) -> None:
    with people_of(town, lambda: a_paper(more="Anna fragt nach.").approved()) as (here, enter):
        office, secretary = enter("office"), enter("secretary")
        office.goto(f"{here}/freigeben")
        expect(office.get_by_role("main")).to_contain_text("nicht zugestimmt haben: Anna")
        office.get_by_role("link", name="Zurückgeben").click()
        sound(office)
        office.get_by_label("Was soll sich ändern?").fill(REASON)
        office.get_by_role("button", name="Zurückgeben").click()
        expect(office.get_by_role("main")).to_contain_text("Von der Verwaltung zurückgegeben")
        secretary.goto(f"{town.server.url}/konto/")
        secretary.get_by_role("link", name="Zurückgegebenes Protokoll überarbeiten").click()
        expect(secretary.get_by_role("main")).to_contain_text(REASON)
        sound(secretary)
        secretary.get_by_role("link", name="Protokoll ansehen und vorlegen").click()
        secretary.get_by_role("button", name="Dem Tisch vorlegen").click()
        expect(secretary.get_by_role("main")).to_contain_text(
            f"Von der Verwaltung zurückgegeben: {REASON}"
        )


def test_what_was_withdrawn_by_mistake_is_public_again(town: Town) -> None:
    with people_of(town, lambda: a_paper().published()) as (here, enter):
        office, citizen = enter("office"), enter("")
        office.goto(f"{here}/zurueckziehen")
        sound(office)
        office.get_by_label("Grund").fill("Ein Name stand darin.")
        office.get_by_role("button", name="Jetzt zurückziehen").click()
        sound(office)
        answer = citizen.goto(here)
        assert answer
        assert answer.status == 410
        office.get_by_role("button", name="Wieder veröffentlichen").click()
        expect(office.get_by_role("main")).to_contain_text("Schritt 4 von 4: öffentlich")
        answer = citizen.goto(here)
        assert answer
        assert answer.status == 200
