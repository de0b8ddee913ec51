"""The start page, the office page and the site's own pages."""

import re

import pytest

from kernel.ids import new_id
from tests.factories import people, votes
from tests.factories.formats import a_format

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


def test_an_empty_platform_says_what_to_do(client) -> None:
    assert "Gerade läuft keine Beteiligung." in client.get("/").text


@pytest.mark.parametrize("many", [1, 4])
def test_the_start_page_costs_the_same_for_one_and_many(client, statements, many) -> None:
    for _ in range(many):
        a_format()
    statements.clear()
    client.get("/")
    assert len(statements) <= 6
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
        ("administration", ["Formate", "Antworten", "Abstimmungen", "Personen", "Seiten"]),
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
