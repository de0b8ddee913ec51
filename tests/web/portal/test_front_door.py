"""The start page, the office page and the site's own pages."""

import re
from datetime import UTC, date, datetime

import pytest

from kernel.actors import SYSTEM
from kernel.database import in_transaction
from kernel.ids import new_id
from participation.consultations.models.formats import Visibility
from participation.voting.services import publish_result
from search_index.archive.services import Paper, file_record
from tests.factories import people, votes
from tests.factories.formats import a_format
from tests.factories.proposals import a_proposal, an_answer

PAGES = [
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
    "/leichte-sprache",
    "/gebaerdensprache",
    "/hilfe/",
]


@pytest.fixture
def office(client, database):
    person = people.person("Jonas", role="administration")
    people.sign_in(client, person)
    return person


def test_the_start_page_says_what_runs(client) -> None:
    format_ = a_format()
    votes.new_town(1)
    vote = votes.open_vote()
    with votes.while_open(vote):
        page = client.get("/").text
    assert format_.title in page
    assert vote.title in page


def test_an_empty_platform_says_what_to_do_and_shows_no_empty_part(client) -> None:
    page = client.get("/").text
    assert "Gerade läuft keine Beteiligung." in page
    assert "Noch kein Ergebnis." in page
    assert "Was wurde aus" not in page


def test_the_start_page_says_what_was_decided_in_the_order_of_days(client, database) -> None:
    result = publish_result(actor=SYSTEM, vote=votes.counted_vote())
    in_transaction(lambda: setattr(result, "published_at", datetime(2020, 1, 31, tzinfo=UTC)))
    for number, day in enumerate((date(2019, 5, 2), date(2021, 3, 4), None)):
        filed(number, day)
    filed(9, date(2023, 1, 1), body="")
    shown = headings(client.get("/").text, "Zuletzt entschieden")
    assert shown == ["Papier 1", result.title, "Papier 0"]
    for number in range(2, 5):
        filed(number, date(2022, 1, number))
    shown = headings(client.get("/").text, "Zuletzt entschieden")
    assert shown == ["Papier 4", "Papier 3", result.title], "the city's own results stay"


def filed(number: int, day: date | None, body: str = "Rat") -> None:
    """A paper in the archive; without a day, or of nobody in particular, it decided nothing."""
    title = f"Papier {number}"
    words = {"title": title, "body": "Worte", "section": body, "decided_on": day}
    file_record(actor=SYSTEM, paper=Paper(source="Rat", source_id=title, **words))


def headings(page: str, part: str) -> list[str]:
    """The titles of the entries under this heading."""
    section = page.partition(f'aria-label="{part}"')[2].partition("</ul>")[0]
    return re.findall(r"<h3[^>]*><a [^>]*>([^<]+)", section)


def test_the_start_page_says_what_became_of_the_last_three_proposals(client, database) -> None:
    format_ = a_format()
    for number in range(1, 6):
        proposal = a_proposal(format_, title=f"Vorschlag {number}")
        if number != 4:
            an_answer(proposal)
    page = client.get("/").text
    assert headings(page, "Was wurde aus …?") == ["Vorschlag 5", "Vorschlag 3", "Vorschlag 2"]
    assert "angenommen" in page


def test_no_office_sees_its_internal_things_on_the_shared_start_page(client, office) -> None:
    format_ = a_format()
    an_answer(a_proposal(format_, title="Nur für Eingeladene"))
    in_transaction(lambda: setattr(format_, "visibility", Visibility.INTERN))
    assert "Nur für Eingeladene" not in client.get("/").text


@pytest.mark.parametrize("many", [1, 4])
def test_the_start_page_costs_the_same_for_one_and_many(client, statements, many) -> None:
    for number in range(many):
        an_answer(a_proposal(a_format()))
        filed(number, date(2020, 1, 1))
    statements.clear()
    client.get("/")
    assert len(statements) <= 8
    assert statements.writes == []


@pytest.mark.parametrize("address", PAGES)
def test_an_unwritten_page_says_so(client, address) -> None:
    assert "noch nicht geschrieben" in client.get(address).text


def write(client, *, based_on: int = 0, text: str = "Wir sind **da**."):
    return client.post(
        "/verwaltung/seiten/impressum",
        data={"title": "Impressum", "text": text, "based_on": based_on},
        headers={"Sec-Fetch-Site": "same-origin"},
    )


def test_the_office_writes_a_page(client, office) -> None:
    assert write(client).status_code == 303
    assert "<strong>da</strong>" in client.get("/impressum").text


def test_a_stale_form_is_refused_with_its_text(client, office) -> None:
    write(client)
    answer = write(client, based_on=0, text="Mein anderer Text")
    assert answer.status_code == 409
    assert "inzwischen geändert" in answer.text
    assert "Mein anderer Text" in answer.text
    assert write(client, based_on=1).status_code == 303


def test_a_poisonous_text_is_stopped_and_kept(client, office) -> None:
    answer = write(client, text="[" * 50_000)
    assert answer.status_code == 422
    assert "noch nicht geschrieben" in client.get("/impressum").text


def test_only_the_office_comes_to_the_office(client, database) -> None:
    assert client.get("/verwaltung/").status_code == 302
    people.sign_in(client, people.person())
    assert client.get("/verwaltung/").status_code == 403
    assert client.get("/verwaltung/seiten/").status_code == 403


def test_an_office_of_one_format_writes_no_site_pages(client, database) -> None:
    people.sign_in(client, people.person(role="administration", scope=f"format:{new_id()}"))
    assert client.get("/verwaltung/").status_code == 200
    assert write(client).status_code == 403


@pytest.mark.parametrize(
    ("role", "rooms"),
    [
        (
            "administration",
            ["Formate", "Antworten", "Abstimmungen", "Runde Tische", "Personen", "Seiten"],
        ),
        ("second-check", ["Antworten"]),
        ("operator", ["Personen"]),
        ("evaluator", []),
    ],
)
def test_the_office_shows_each_task_the_rooms_that_let_it_in(client, database, role, rooms) -> None:
    people.sign_in(client, people.person(role=role))
    shown = re.findall(r'<h3[^>]*><a href="([^"]+)">([^<]+)', client.get("/verwaltung/").text)
    assert [title for _address, title in shown] == rooms
    assert {client.get(address).status_code for address, _title in shown} <= {200}


def test_the_office_page_says_that_nothing_waits(client, office) -> None:
    assert "Nichts wartet auf Sie." in client.get("/verwaltung/").text
