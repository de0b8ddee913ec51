"""The permanent pages of minutes: before, while and after they are public, in every version and as files."""

import hashlib
import json
import re

import pytest

from kernel.database import db
from kernel.pdf.kept import Print
from roundtable.minutes.reading.prints import print_new
from roundtable.minutes.workflow import services
from tests.factories import people
from tests.factories.meetings import at
from tests.factories.protocols import CANARY, OPEN_TEXT, Paper, a_paper
from tests.support.printed import Printed

CORRECTED = "Der Tisch berät über „Freistellung“ und Bildungszeit. Das wird angenommen."
ADDRESSES = ["", ".pdf", ".md", ".json", "/v1", "/v1.pdf", "/v1.md", "/v1.json"]


@pytest.fixture
def paper(staged) -> Paper:
    """Minutes of a meeting that is over."""
    return staged(lambda: a_paper("RT"))


def here(paper: Paper, ending: str = "") -> str:
    meeting = paper.sitting.meeting
    return f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/protokoll{ending}"


def withdraw(paper: Paper) -> None:
    paper.do(services.withdraw_minutes, paper.office(), reason="Ein Name stand darin.")


def words(answer) -> str:
    """Whatever the file says, whatever its kind."""
    if answer.mimetype == "application/pdf":
        return Printed(answer.data).text
    return answer.get_data(as_text=True)


def statuses(client, paper: Paper) -> set[int]:
    return {client.get(here(paper, ending)).status_code for ending in ADDRESSES}


def test_before_the_release_there_is_no_such_page(client, paper) -> None:
    assert statuses(client, paper) == {404}
    paper.approved()
    assert statuses(client, paper) == {404}


def test_every_form_says_what_is_public_and_nothing_else(client, paper) -> None:
    paper.published()
    assert statuses(client, paper) == {200}
    for said in (words(client.get(here(paper, ending))) for ending in ADDRESSES):
        assert "Freistellung" in said
        assert CANARY not in said
        assert "Grundstück" not in said


def test_the_page_shows_items_at_their_places_and_leads_to_the_files(client, paper) -> None:
    page = words(client.get(here(paper.published())))
    assert f'id="top-{paper.sitting.item.number.split()[1]}"' in page
    assert "nichtöffentlich" in page
    assert f'href="{here(paper, "/v1.pdf")}"' in page
    assert f'href="{here(paper, "/v1.md")}"' in page
    assert "genehmigt und veröffentlicht" in page


def correct(paper: Paper) -> None:
    paper.do(
        services.propose_correction,
        number=paper.minutes.number,
        texts={paper.sitting.item.number or "": CORRECTED},
        reason="Falsches Wort",
    )
    paper.release(reason="Falsches Wort")


def test_an_old_version_stays_marked_and_leads_to_the_valid_one(client, paper) -> None:
    paper.published()
    before = {
        each: client.get(here(paper, each)).data for each in ("/v1.pdf", "/v1.md", "/v1.json")
    }
    correct(paper)
    assert {each: client.get(here(paper, each)).data for each in before} == before
    old, valid = words(client.get(here(paper, "/v1"))), words(client.get(here(paper)))
    assert "Das ist eine frühere Fassung. Sie gilt nicht mehr." in old
    assert f'href="{here(paper)}">Zur gültigen Fassung 2 vom' in old
    assert '<span class="ef-facts__part">Fassung 1 vom' in old, (
        "which one it is, where one begins to read"
    )
    assert "Bildungszeit" not in old
    assert "Bildungszeit" in valid
    assert "Berichtigt: Falsches Wort" in valid
    assert "Bildungszeit" in words(client.get(here(paper, ".pdf")))
    assert client.get(here(paper, "/v2")).status_code == 200
    assert client.get(here(paper, "/v3")).status_code == 404


def test_what_was_withdrawn_is_gone_and_says_why(client, paper) -> None:
    paper.published()
    withdraw(paper)
    assert statuses(client, paper) == {410}
    for said in (words(client.get(here(paper, ending))) for ending in ADDRESSES):
        assert "Ein Name stand darin." in said
        assert OPEN_TEXT not in said


def test_what_was_taken_back_is_there_again_byte_for_byte(client, paper) -> None:
    paper.published()
    files = [each for each in ADDRESSES if "." in each]
    before = {each: client.get(here(paper, each)).data for each in files}
    withdraw(paper)
    assert statuses(client, paper) == {410}
    paper.restore()
    assert statuses(client, paper) == {200}
    assert {each: client.get(here(paper, each)).data for each in files} == before
    assert print_new() == 1


def test_a_file_that_somebody_has_is_not_sent_again(client, paper) -> None:
    paper.published()
    for ending in (".pdf", ".md", ".json"):
        first = client.get(here(paper, ending))
        again = client.get(here(paper, ending), headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert first.headers["Cache-Control"] == "no-cache"


def test_the_hash_is_that_of_the_public_content(client, paper) -> None:
    paper.published()
    data = client.get(here(paper, ".json")).data
    assert hashlib.sha256(data).hexdigest() in words(client.get(here(paper)))
    assert [item["public"] for item in json.loads(data)["items"]].count(False) == 1


def test_a_print_is_kept_once_and_handed_out_as_it_was(client, paper) -> None:
    paper.published()
    made_now = client.get(here(paper, ".pdf")).data
    assert (print_new(), print_new()) == (1, 0)
    kept = db.session.query(Print).one()
    assert (kept.pdf, kept.sha256) == (made_now, hashlib.sha256(made_now).hexdigest())
    assert client.get(here(paper, ".pdf")).data == made_now


def test_what_was_withdrawn_is_not_printed_any_more(client, paper) -> None:
    paper.published()
    withdraw(paper)
    assert print_new() == 0


def test_the_page_of_the_meeting_leads_there(client, paper) -> None:
    meeting_page = here(paper).removesuffix("protokoll")
    assert here(paper) not in words(client.get(meeting_page))
    paper.published()
    assert f'href="{here(paper)}"' in words(client.get(meeting_page))
    withdraw(paper)
    assert "Nicht mehr öffentlich" in words(client.get(meeting_page))


def test_a_member_reads_the_same_page(app, client, paper) -> None:
    paper.published()
    member = app.test_client()
    people.sign_in(member, paper.sitting.made.persons["anna"])
    with at(paper.now):
        page = words(member.get(here(paper)))
    assert "Freistellung" in page
    assert CANARY not in page


def test_the_secretary_reads_before_submitting_what_print_shows_otherwise(
    app, client, paper
) -> None:
    paper.write(paper.sitting.item, f"{OPEN_TEXT} Danke 🙂 an alle.")
    secretary = app.test_client()
    people.sign_in(secretary, paper.sitting.made.persons["secretary"])
    with at(paper.now):
        page = words(secretary.get(here(paper, "/vorlegen")))
    assert re.search("Text, bei „[^“]*Danke 🙂 an alle", page)
    assert "Dort steht dann [Zeichen U+1F642]." in page
    assert "Das fehlt noch" not in page, "it hinders nobody"
