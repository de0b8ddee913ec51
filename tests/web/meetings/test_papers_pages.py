"""Papers of an item: written one a line, refused by line, shown as links to whoever may read the item."""

import pytest

from tests.factories import meetings, people

DRAFT = "https://example.org/entwurf.pdf"
PAPERS = f"Entwurf der Vereinbarung: {DRAFT}\nTischvorlage"
ITEM = {"title": "Freistellung", "kind": "beratung", "text": ""}


@pytest.fixture
def of(app, staged):
    """A browser of somebody at the table; with the table and an invited meeting."""
    made, meeting = staged(_invited)

    def browser(key: str):
        found = app.test_client()
        if key:
            people.sign_in(found, made.persons[key])
        return found

    browser.made, browser.meeting = made, meeting
    browser.address = f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}"
    return browser


def _invited():
    made = meetings.a_round("RT")
    meeting = meetings.planned(made)
    meetings.with_item(made, meeting, "Offen", papers=PAPERS)
    closed = PAPERS.replace("entwurf", "geheim")
    meetings.with_item(made, meeting, "Geheim", public=False, papers=closed)
    return made, meetings.invited(made, meeting)


def send(of, papers: str):
    with meetings.at():
        return of("secretary").post(
            f"{of.address}/tagesordnung/neu",
            data=ITEM | {"papers": papers},
            headers={"Sec-Fetch-Site": "same-origin"},
        )


def test_a_line_that_leads_nowhere_is_refused_at_the_field(of) -> None:
    page = send(of, f"{PAPERS}\nAnlage: https://anlage\n{DRAFT}")
    assert page.status_code == 422
    for words in (
        "Zeile 3 („Anlage: https://anlage“): Diese Adresse ist nicht gültig.",
        "Zeile 4 („https://example.org/entwu…“): Bitte schreiben Sie vor die Adresse, was dort steht.",
        "Beispiel: Entwurf der Vereinbarung: https://example.org/entwurf.pdf",
        "Anlage: https://anlage",
    ):
        assert words in page.text
    assert page.text.count('<li><a href="#papers">Unterlagen – Zeile') == 2
    assert send(of, PAPERS).status_code == 303
    many = "\n".join(f"Anlage {n}" for n in range(21))
    assert "höchstens 20 Unterlagen" in send(of, many).text


@pytest.mark.parametrize(("key", "reads"), [("", False), ("guest", False), ("anna", True)])
def test_the_invitation_shows_links_of_what_one_may_read(of, key: str, reads: bool) -> None:
    with meetings.at():
        page = of(key).get(f"{of.address}/").text
    assert f'href="{DRAFT}"' in page
    assert ">Entwurf der Vereinbarung</a> (example.org)" in page
    assert ("geheim.pdf" in page) is reads


@pytest.mark.parametrize(("key", "reads"), [("guest", False), ("anna", True), ("chair", True)])
def test_the_room_shows_them_too(of, key: str, reads: bool) -> None:
    meetings.goes_on(of.meeting)
    with meetings.at():
        page = of(key).get(f"{of.address}/live").text
    assert ">Entwurf der Vereinbarung</a> (example.org)" in page
    assert ("geheim.pdf" in page) is reads
