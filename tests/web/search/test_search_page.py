"""`/suche`: one field, filters with counts, marks, no dead end; the same hits for programs."""

from datetime import date

import pytest

from kernel.actors import SYSTEM
from search_index import projector, service
from search_index.archive import services as archive
from search_index.archive.services import Paper
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories import votes
from tests.payloads import SCRIPTS


@pytest.fixture
def found(app, client, tmp_path, monkeypatch):
    index = WhooshIndex(tmp_path / "search", today=lambda: date(2026, 11, 22))
    monkeypatch.setitem(app.extensions, service.EXTENSION, index)
    yield lambda: projector.rebuild(index)
    index.close()


def file(number: str, title: str, body: str = "Beschlossen.", **facts) -> None:
    paper = Paper(source="demo", source_id=number, title=title, body=body, **facts)
    archive.file_record(actor=SYSTEM, paper=paper)


def test_an_empty_question_invites(client, found) -> None:
    assert "Finden Sie frühere Beteiligungen" in client.get("/suche").text


@pytest.mark.parametrize(
    "question", ["Verguenstigungen", "Vergünstigung", "Vergünst", "Vergünstigugnen"]
)
def test_words_are_found_as_people_type_them(client, found, question) -> None:
    file("22/1", "Vergünstigungen für Engagierte", section="Sozialausschuss")
    found()
    page = client.get("/suche", query_string={"q": question}).text
    assert "1 Treffer" in page
    assert "<mark>" in page
    assert "Sozialausschuss" in page


def test_filters_narrow_and_can_be_taken_away(client, found) -> None:
    file("1", "Karten für Helfer", section="Ausschuss A", decided_on=date(2019, 5, 2))
    file("2", "Karten für Vereine", section="Ausschuss B", decided_on=date(2021, 5, 2))
    found()
    page = client.get("/suche?q=Karten&jahr=2019").text
    assert "1 Treffer" in page
    assert "Filter entfernen" in page
    assert "2. Mai 2019" in page


def test_nothing_found_offers_ways_on(client, found) -> None:
    file("1", "Karten für Helfer")
    found()
    page = client.get("/suche?q=Karten&jahr=1950").text
    assert "Dazu haben wir nichts gefunden." in page
    assert "ohne Jahr: 1 Treffer" in page


def test_drafts_of_the_office_leave_no_trace(client, found) -> None:
    vote = votes.prepared_vote()
    found()
    page = client.get("/suche", query_string={"q": vote.title}).text
    assert "Dazu haben wir nichts gefunden." in page
    assert f"/abstimmungen/{vote.slug}/" not in page


def test_an_announced_vote_is_found_by_its_options(client, found) -> None:
    vote = votes.announced_vote()
    found()
    assert vote.title in client.get("/suche?q=Angebot").text


def test_programs_get_the_same_hits(client, found) -> None:
    file("1", "Karten für Helfer")
    found()
    answer = client.get("/api/v1/search?q=Karte").json
    assert answer["total"] == 1
    assert answer["items"][0]["kind"] == "archive"
    assert client.get(answer["items"][0]["url"]).status_code == 200


@pytest.mark.parametrize(
    "question", ["%", '"', "-", "((", "titel:", "a" * 5_000, "\x00", "*", "OR AND NOT"]
)
def test_no_question_is_an_error(client, found, question) -> None:
    found()
    assert client.get("/suche", query_string={"q": question}).status_code == 200


def test_scripts_in_records_and_questions_stay_text(client, found) -> None:
    for number, payload in enumerate(SCRIPTS):
        file(str(number), f"Karte {payload}"[:200], payload, section=payload[:60])
    found()
    for payload in SCRIPTS:
        page = client.get("/suche", query_string={"q": f"Karte {payload}"}).text
        assert payload not in page or "<" not in payload


def test_searching_writes_nothing(client, found, statements) -> None:
    found()
    statements.clear()
    client.get("/suche?q=Karte")
    assert statements.writes == []


def test_an_unknown_record_is_not_found(client, found) -> None:
    assert client.get("/archiv/nonsense").status_code == 404
