"""What everybody reads of a round table's meeting: its decision, its minutes, the way from an idea to a task."""

from collections.abc import Sequence
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.acts.room import ITEM, VOTE
from tests.support.town import Town, until

TABLE = "/runde-tische/engagementfreundliche-unternehmen/"


def meeting_page(number: str) -> str:
    """The page of the meeting in which this was resolved."""
    return f"{TABLE}sitzungen/{number.partition('/')[0].removeprefix('RT-')}/"


def read_decision(town: Town, number: str, *, confidential: str) -> None:
    """Wording and figures are public, and search knows them; the confidential item is nowhere."""
    with town.visitor() as (page, _):
        page.goto(f"/beschluesse/{number}")
        expect(page.get_by_role("heading", name=VOTE)).to_be_visible()
        expect(page.get_by_text("Ja: 4, Nein: 0, Enthaltung: 0")).to_be_visible()
        _find(page, "/suche?q=Empfehlung+Freistellung&art=beschluss", VOTE)
        for address in (meeting_page(number), f"{meeting_page(number)}ergebnis"):
            page.goto(address)
            assert confidential not in page.content()


def read_minutes(town: Town, number: str, *, wished: str, confidential: str) -> None:
    """The minutes are there as page and files, and are found; the resolution is provisional no more."""
    with town.visitor() as (page, _):
        page.goto(meeting_page(number))
        page.get_by_role("link", name="Protokoll lesen").click()
        main = page.get_by_role("main")
        expect(main).to_contain_text(wished)
        expect(main).to_contain_text(number)
        for ending in ("", ".md", ".pdf"):
            answer = page.request.get(f"{meeting_page(number)}protokoll{ending}")
            assert answer.ok, ending
            text = _text_of(answer.body())
            assert "Freistellung" in text, ending
            assert confidential not in text, ending
        page.goto(f"/beschluesse/{number}")
        expect(main).to_contain_text(number)
        expect(main).not_to_contain_text("vorläufig")
        _find(page, "/suche?q=Betriebe+vier+Wochen+Bescheid&art=top", ITEM)


def walk_the_way(town: Town, number: str, way: Sequence[str], *, by: str) -> None:
    """From what somebody proposed by the resolution to the task, and from the resolution back."""
    proposal, *_, task = way
    with town.visitor() as (page, _):
        page.goto(f"/beschluesse/{number}")
        shown = page.get_by_role("list", name="Weg dieses Beschlusses")
        for title in (*way, VOTE):
            expect(shown).to_contain_text(title)
        shown.get_by_role("link", name=proposal).click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(proposal)
        expect(page.get_by_role("main")).to_contain_text(number)
        page.get_by_role("main").get_by_role("link", name=VOTE).first.click()
        shown.get_by_role("link", name=task).click()
        expect(heading).to_have_text(task)
        expect(page.get_by_role("main")).to_contain_text(by)


def _find(page: Page, address: str, title: str) -> None:
    """Search until the page shows this."""

    def found() -> bool:
        page.goto(address)
        return page.get_by_role("link", name=title).count() > 0

    until(found, within_s=60)


def _text_of(file: bytes) -> str:
    if not file.startswith(b"%PDF"):
        return file.decode()
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
