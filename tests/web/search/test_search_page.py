"""`/suche`: one field, filters with counts, marks, no dead end; the same hits for programs."""

from datetime import date

import pytest

from kernel.actors import ANONYMOUS
from participation.voting.wording import mark_of
from search_index import service
from tests.factories import people, votes
from tests.factories.archive import file
from tests.factories.meetings import a_round, invited, planned, with_item
from tests.payloads import SCRIPTS


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


def test_without_an_index_it_is_said_that_there_is_none_yet(client, found) -> None:
    file("1", "Karten für Helfer")
    page = client.get("/suche?q=Karten").text
    assert "Die Suche wird gerade aufgebaut." in page
    assert "Dazu haben wir nichts gefunden." not in page


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


def pages_of_cards(found, number=45) -> None:
    for n in range(number):
        file(str(n), f"Karten für Gruppe {n}", section="Ausschuss A", decided_on=date(2019, 5, 2))
    found()


def test_pages_are_counted_and_behind_the_last_stands_the_last(client, found) -> None:
    pages_of_cards(found)
    assert "Seite 1 von 3" in client.get("/suche?q=Karten").text
    last = client.get("/suche?q=Karten&seite=999999").text
    assert "Seite 3 von 3" in last
    assert last.count("ef-entry--hit") == 5
    assert "Dazu haben wir nichts gefunden." not in last
    assert "seite=4" not in last


def test_programs_turn_pages_by_the_cursor(client, found) -> None:
    pages_of_cards(found)
    seen, cursor = [], None
    while True:
        query = {"q": "Karten"} | ({"cursor": cursor} if cursor else {})
        answer = client.get("/api/v1/search", query_string=query).json
        seen += [item["id"] for item in answer["items"]]
        if (cursor := answer["next_cursor"]) is None:
            break
    assert len(seen) == len(set(seen)) == answer["total"] == 45


def test_chosen_filters_are_seen_kept_and_taken_away_also_without_hits(client, found) -> None:
    file("1", "Karten für Helfer", section="Ausschuss A", decided_on=date(2019, 5, 2))
    found()
    page = client.get("/suche?q=Karten&jahr=1950&jahr=1951&bezirk=Nord&sort=neu&modus=alle").text
    for name, value in [("jahr", "1950"), ("jahr", "1951"), ("bezirk", "Nord"), ("sort", "neu")]:
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert '<input type="hidden" name="modus" value="alle">' in page
    assert (
        'href="/suche?q=Karten&amp;jahr=1951&amp;bezirk=Nord&amp;sort=neu&amp;modus=alle"' in page
    )
    assert "Ohne Filter suchen" in page
    assert 'href="/suche?q=Karten&amp;sort=neu&amp;modus=alle"' in page


def test_a_phrase_that_finds_nothing_can_be_left_out(client, found) -> None:
    file("1", "Karten für Helfer")
    found()
    page = client.get("/suche", query_string={"q": 'Karten "nie gesehen"'}).text
    assert 'href="/suche?q=Karten">' in page


def test_a_correction_leaves_the_other_words_alone(client, found) -> None:
    file("1", "Karten für den Busse")
    found()
    page = client.get("/suche", query_string={"q": "Busse Karten Bussx"}).text
    assert ">Busse Karten Bus</a>" in page or ">Busse Karten Busse</a>" in page


def test_a_status_has_the_mark_that_lists_give_it(client, found) -> None:
    votes.voters(1)
    vote = votes.open_vote()
    found()
    mark = mark_of(vote)
    page = client.get("/suche", query_string={"q": vote.title}).text
    assert mark.kind != "neutral"
    assert f"ef-mark--{mark.kind}" in page
    assert "ef-mark--neutral" not in page


def test_a_title_that_says_all_is_said_once(client, found) -> None:
    file("1", "Karten für Helfer", body="Karten für Helfer")
    found()
    page = client.get("/suche?q=Helfer").text
    assert "ef-entry__text" not in page.partition("ef-entry--hit")[2].partition("</li>")[0]


def test_a_day_is_asked_for_kept_and_taken_away(client, found, monkeypatch) -> None:
    file("1", "Karten für Helfer", decided_on=date(2024, 5, 2))
    found()
    asked = []
    answers = service.find
    monkeypatch.setattr(service, "find", lambda who, q: asked.append(q.as_of) or answers(who, q))
    page = client.get("/suche?q=Karten&stand=2024-06-01").text
    assert "Fassungen vom 1. Juni 2024" in page
    assert 'name="stand" type="date" value="2024-06-01"' in page
    assert '<input type="hidden" name="stand" value="2024-06-01">' in page, "other words keep it"
    assert 'href="/suche?q=Karten"' in page
    for nonsense in ("gestern", "2024-13-01", "1"):
        assert "Fassungen vom" not in client.get(f"/suche?q=Karten&stand={nonsense}").text
    client.get("/api/v1/search?q=Karten&stand=2024-06-01")
    day = date(2024, 6, 1)
    assert asked == [day, None, None, None, day]


def test_all_words_can_be_asked_for(client, found) -> None:
    file("1", "Karten für Helfer")
    file("2", "Karten und Busse")
    found()
    page = client.get("/suche?q=Karten+Busse").text
    assert "Nur Treffer mit allen Wörtern zeigen (1)" in page
    assert "1 Treffer" in client.get("/suche?q=Karten+Busse&modus=alle").text


def test_what_means_something_in_a_question_is_text_in_a_title(client, found) -> None:
    file("1", "Karten für Helfer")
    found()
    for title in ['Mehr "Karten" bitte', "Karten -Helfer im Ort", "Titel: Karten für alle"]:
        hits = service.similar_to_text(ANONYMOUS, title, kinds=frozenset({"archive"}))
        assert [hit.title for hit in hits] == ["Karten für Helfer"]


def test_a_common_word_is_no_resemblance(client, found) -> None:
    file("1", "Freiwilligenmanagement dauerhaft finanzieren", body="Neue Stellen, neue Räume.")
    file("2", "Freier Eintritt ins Museum", body="Für neue Gruppen und ihre Gäste.")
    for n in range(3, 9):
        file(str(n), f"Punkte für Gruppe {n}", body="Der Ausschuss beschließt neue Regeln.")
    found()

    def titles(text: str) -> list[str]:
        hits = service.similar_to_text(ANONYMOUS, text, kinds=frozenset({"archive"}))
        return [hit.title for hit in hits]

    assert titles("Ein neuer Spielplatz für die Straße") == []
    assert titles("Kostenloser Eintritt in Museen") == ["Freier Eintritt ins Museum"]


def test_what_is_typed_goes_on_with_titles_then_words(client, found) -> None:
    file("1", "Karten für Helfer", "Ein Kartenhaus.")
    file("2", "Fahrkarten", "Karten gibt es auch hier.")
    found()
    answer = client.get("/suche/vorschlaege", query_string={"q": "Kart"})
    assert answer.json["texts"][0] == "Karten für Helfer"
    assert "no-store" in answer.headers["Cache-Control"]
    for nothing in ("", " ", "zzz", "\x00", "x" * 5000):
        answer = client.get("/suche/vorschlaege", query_string={"q": nothing})
        assert (answer.status_code, answer.json["texts"]) == (200, [])
    assert client.get("/suche/vorschlaege").json["texts"] == []


def test_what_a_reader_may_not_see_is_not_suggested(app, client, found) -> None:
    made = a_round()
    meeting = planned(made, title="Zwetschgenkuchen für alle")
    with_item(made, meeting, "Zwetschgenkanarie", public=False)
    invited(made, meeting)
    browsers = {"": app.test_client()}
    for who in ("anna", "guest"):
        browsers[who] = app.test_client()
        people.sign_in(browsers[who], made.persons[who])
    found()
    for who, browser in browsers.items():
        answer = browser.get("/suche/vorschlaege", query_string={"q": "Zwetsch"})
        texts = answer.json["texts"]
        assert texts[0].startswith("Zwetschgenkuchen für alle"), who
        assert not any("kanarie" in text.lower() for text in texts), who
