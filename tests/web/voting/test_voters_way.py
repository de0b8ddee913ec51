"""Choose, check, cast, receipt: by plain forms, and nothing counts before the cast."""

import re
from contextlib import ExitStack

import pytest
from sqlalchemy import func, select

from accounts.sessions.memory import memory
from kernel.codes import code_of
from kernel.database import db
from participation.voting import services, vault
from participation.voting.models import BallotRow
from tests.factories import people, votes


@pytest.fixture
def anna(client):
    person = people.person("Anna")
    votes.new_town(0)
    votes.TOWN.people.add(person.id)
    people.sign_in(client, person)
    return person


@pytest.fixture
def vote(anna):
    vote = votes.open_vote()
    with ExitStack() as stack:
        stack.enter_context(votes.while_open(vote))
        yield vote


def post(client, address, **fields):
    return client.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def ballots() -> int:
    return db.session.scalar(select(func.count()).select_from(BallotRow)) or 0


def envelope_of(page) -> str:
    return re.search(r'name="envelope" value="([^"]+)"', page.text)[1]


def checked(client, vote, *options):
    return post(client, f"/abstimmungen/{vote.slug}/stimmzettel", option=list(options))


def test_the_whole_way(client, vote) -> None:
    assert "Zum Stimmzettel" in client.get(f"/abstimmungen/{vote.slug}/").text
    check = checked(client, vote, "o1", "o3")
    assert "Noch nicht abgegeben" in check.text
    assert ballots() == 0
    cast = post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope_of(check))
    assert cast.status_code == 303
    assert ballots() == 1
    receipt = client.get(cast.location)
    assert "Ihre Stimme ist gezählt." in receipt.text
    assert "Angebot 1" not in receipt.text
    assert receipt.headers["Cache-Control"] == "no-store"
    assert "Stimme ändern" in client.get(f"/abstimmungen/{vote.slug}/").text


def test_who_has_voted_reads_that_the_vote_counts_until_a_new_one_is_cast(client, vote) -> None:
    address = f"/abstimmungen/{vote.slug}/stimmzettel"
    assert "noch nicht abgegeben" in client.get(address).text
    cast = envelope_of(checked(client, vote, "o1"))
    post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=cast)
    again = client.get(address).text
    assert "noch nicht abgegeben" not in again
    assert "Ihre Stimme ist gezählt und gilt, bis Sie eine neue abgeben." in again
    assert " checked" not in again


def test_an_empty_ballot_says_what_is_missing(client, vote) -> None:
    answer = checked(client, vote)
    assert answer.status_code == 422
    assert "Noch nicht gezählt, es fehlen 1." in answer.text


def test_a_blank_ballot_is_named_before_it_is_cast(client, vote) -> None:
    check = post(client, f"/abstimmungen/{vote.slug}/stimmzettel", blank="1")
    assert "leeren Stimmzettel" in check.text
    post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope_of(check))
    assert db.session.scalars(select(BallotRow.choices)).all() == ["{}"]


def test_the_same_check_page_sent_twice_is_one_decision(client, vote) -> None:
    envelope = envelope_of(checked(client, vote, "o1"))
    for _ in range(2):
        post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope)
    assert db.session.scalars(select(BallotRow.counter)).all() == [1]


def test_an_old_check_page_does_not_replace_a_newer_ballot(client, vote) -> None:
    first, second = (envelope_of(checked(client, vote, key)) for key in ("o1", "o2"))
    post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=second)
    answer = post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=first)
    assert answer.status_code == 409
    assert "in einem anderen Fenster abgestimmt" in answer.text
    assert db.session.scalars(select(BallotRow.choices)).all() == ['{"o2":1}']


def test_a_foreign_or_forged_envelope_counts_nothing(client, vote) -> None:
    envelope = envelope_of(checked(client, vote, "o1"))
    other = people.person("Ben")
    votes.TOWN.people.add(other.id)
    people.sign_in(client, other)
    for text in (envelope, envelope[:-4], "", "x" * 5_000):
        assert post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=text).status_code == 422
    assert ballots() == 0


def test_going_back_keeps_the_choices(client, vote) -> None:
    page = post(client, f"/abstimmungen/{vote.slug}/stimmzettel/aendern", option=["o2"])
    assert re.search(r'value="o2" checked', page.text)


def test_going_back_keeps_the_order(client, vote) -> None:
    address = f"/abstimmungen/{vote.slug}/stimmzettel?sortierung=preis"
    check = post(client, address, option=["o2"]).text
    back = re.search(r'<form id="zurueck" action="([^"]+)"', check)[1]
    page = post(client, back, option=["o2"]).text
    assert re.findall(r'value="(o\d)"', page) == ["o3", "o2", "o1"]
    assert "<strong>nach Preis</strong>" in page


def test_another_order_keeps_the_choices(client, vote) -> None:
    address = f"/abstimmungen/{vote.slug}/stimmzettel/aendern"
    page = post(client, address, option=["o2"], blank="1", sortierung="preis").text
    assert re.findall(r'value="(o\d)"', page) == ["o3", "o2", "o1"]
    assert re.search(r'value="o2" checked', page)
    assert re.search(r'name="blank" value="1" checked', page)
    assert f'action="/abstimmungen/{vote.slug}/stimmzettel?sortierung=preis"' in page


def test_a_page_for_everybody_stands_without_the_votes_secret(client, vote) -> None:
    vault.destroy(vote.id)
    page = client.get(f"/abstimmungen/{vote.slug}/")
    assert page.status_code == 200
    assert "gerade nicht erreichbar" in page.text
    assert "Sie: nein." not in page.text


def test_a_visitor_is_asked_to_sign_in_and_comes_back(app, vote) -> None:
    answer = app.test_client().get(f"/abstimmungen/{vote.slug}/stimmzettel")
    assert answer.status_code == 302
    assert "/anmelden?weiter=/abstimmungen/" in answer.location


def test_who_is_not_on_the_roll_is_told(client, vote) -> None:
    people.sign_in(client, people.person("Ohne Karte"))
    assert client.get(f"/abstimmungen/{vote.slug}/stimmzettel").status_code == 403
    assert "Sie: nein." in client.get(f"/abstimmungen/{vote.slug}/").text


def test_after_the_end_nothing_is_counted(client, vote) -> None:
    envelope = envelope_of(checked(client, vote, "o1"))
    with votes.after_close(vote):
        answer = post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope)
        assert answer.status_code == 409
        assert "nicht gezählt" in answer.text
        assert "keine Quittung" in client.get(f"/abstimmungen/{vote.slug}/quittung").text


def test_who_comes_late_is_not_told_to_be_off_the_roll(client, vote) -> None:
    with votes.after_close(vote):
        looked = client.get(f"/abstimmungen/{vote.slug}/stimmzettel")
        sent = checked(client, vote, "o1")
        page = client.get(f"/abstimmungen/{vote.slug}/").text
    assert (looked.status_code, looked.location) == (302, f"/abstimmungen/{vote.slug}/")
    assert sent.status_code == 409
    assert "nicht gezählt" in sent.text
    assert "Sie: nein." not in page
    assert "wird ausgezählt" in page


def test_the_way_to_the_box_is_not_noted_with_the_session(client, vote, monkeypatch) -> None:
    noted = []
    monkeypatch.setattr(memory, "note_use", lambda *use: noted.append(use))
    client.get(f"/abstimmungen/{vote.slug}/stimmzettel")
    envelope = envelope_of(checked(client, vote, "o1"))
    cast = post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope)
    client.get(cast.location)
    assert noted == []
    client.get("/abstimmungen/")
    assert len(noted) == 1


def test_a_cast_by_the_api_is_not_noted_with_the_session(client, vote, monkeypatch) -> None:
    noted = []
    monkeypatch.setattr(memory, "note_use", lambda *use: noted.append(use))
    page = client.get(f"/abstimmungen/{vote.slug}/stimmzettel").text
    sent = client.post(
        f"/api/v1/votes/{vote.slug}/ballots",
        json={"choices": {"o1": 1}},
        headers={
            "Sec-Fetch-Site": "same-origin",
            "X-CSRF-Token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1],
        },
    )
    assert (sent.status_code, ballots()) == (201, 1)
    assert noted == []


def test_reading_writes_nothing(client, vote, statements) -> None:
    for page in ("", "stimmzettel", "quittung", "regelkarte.json"):
        client.get(f"/abstimmungen/{vote.slug}/{page}")
    client.get("/abstimmungen/")
    assert statements.writes == []


def test_a_draft_is_absent_for_citizens(client, anna) -> None:
    vote = votes.prepared_vote()
    for page in ("", "stimmzettel", "quittung", "ergebnis", "regelkarte.json"):
        assert client.get(f"/abstimmungen/{vote.slug}/{page}").status_code == 404
    assert vote.title not in client.get("/abstimmungen/").text


def counted(vote) -> None:
    with votes.after_close(vote):
        services.close_vote(actor=votes.ELECTION_OFFICE, vote=vote)
        votes.seal(vote)
        services.count_vote(actor=votes.ELECTION_OFFICE, vote=vote)


def test_nothing_per_option_leaves_before_publication(client, vote) -> None:
    envelope = envelope_of(checked(client, vote, "o1"))
    post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope)
    addresses = [f"/abstimmungen/{vote.slug}/ergebnis{kind}" for kind in ("", ".csv", ".pb")]
    for step in (lambda _vote: None, counted):
        step(vote)
        assert {client.get(address).status_code for address in addresses} == {404}


def test_the_published_result_explains_itself(client, vote) -> None:
    envelope = envelope_of(checked(client, vote, "o1", "o3"))
    post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope)
    counted(vote)
    services.publish_result(actor=votes.ELECTION_OFFICE, vote=vote)
    page = client.get(f"/abstimmungen/{vote.slug}/ergebnis").text
    assert "2 von 3 Angeboten gewählt" in page
    assert "Schritt für Schritt" in page
    assert "Niemand hat dafür gestimmt" in page
    assert "könnten Personen verraten" in page
    assert client.get(f"/abstimmungen/{vote.slug}/ergebnis.pb").status_code == 404
    table = client.get(f"/abstimmungen/{vote.slug}/ergebnis.csv").text.splitlines()
    assert table[1].startswith("o1,Angebot 1,60.00,1,100,ja,ja,")


def test_a_check_code_is_found_after_close_and_only_then(client, vote) -> None:
    envelope = envelope_of(checked(client, vote, "o1"))
    post(client, f"/abstimmungen/{vote.slug}/stimme", envelope=envelope)
    receipt = client.get(f"/abstimmungen/{vote.slug}/quittung").text
    code = re.search(r"Q(-[0-9A-Z]{1,4}){5}", receipt)[0]
    address = f"/abstimmungen/{vote.slug}/pruefen"
    assert "sobald die Stimmen sortiert sind" in client.get(address).text
    assert client.get(f"/abstimmungen/{vote.slug}/pruefcodes.txt").status_code == 404
    counted(vote)
    assert "Dieser Stimmzettel ist gezählt." in post(client, address, code=code.lower()).text
    assert "kein vollständiger Prüfcode" in post(client, address, code=code[:-1] + "?").text
    assert "nicht in der Liste" in post(client, address, code=code_of("Q", bytes(10))).text
    assert client.get(f"/abstimmungen/{vote.slug}/pruefcodes.txt").text.split() == [code]


@pytest.mark.parametrize("page", [-1, 0, 2**63, 10**30])
def test_pages_beyond_the_list_of_votes_harm_nobody(client, page) -> None:
    assert client.get(f"/abstimmungen/?seite={page}").status_code == 200


def result_page(client, **facts) -> str:
    vote = votes.counted_vote(**facts)
    services.publish_result(actor=votes.ELECTION_OFFICE, vote=vote)
    return client.get(f"/abstimmungen/{vote.slug}/ergebnis").text


def bars(page: str) -> list[str]:
    return re.findall(r'ef-chart__fill" width="([0-9.]+%)"', page)


def test_a_result_names_the_support_that_was_left(client, database) -> None:
    """o1 costs all of what six can pay; the one who wanted o2 too has nothing left for it."""
    page = result_page(
        client, on_roll=3, ballots=[("o1",), ("o1", "o2"), ("o2",)], costs=(60_00, 50_00)
    )
    assert "Unterstützung 100\u00a0%" in page
    left = re.search(
        r"Unterstützung (\d+)\u00a0%</span>", page.split("Unterstützung 100\u00a0%")[1]
    )
    assert 0 < int(left[1]) < 100
    assert "100 Prozent heißt gewählt" in page


def test_a_result_without_ballots_says_so(client, database) -> None:
    page = result_page(client, ballots=[])
    assert "Niemand hat abgestimmt." in page
    assert "Es wurde nichts gewählt." in page
    assert bars(page) == ["0.00%"] * 3


def test_blank_ballots_are_named_and_choose_nothing(client, database) -> None:
    people_ = votes.new_town(2)
    vote = votes.open_vote()
    with votes.while_open(vote):
        for number, person in enumerate(people_):
            nonce = number.to_bytes(32, "big")
            services.cast_ballot(actor=person, vote=vote, choices={}, blank=True, nonce=nonce)
    counted(vote)
    services.publish_result(actor=votes.ELECTION_OFFICE, vote=vote)
    page = client.get(f"/abstimmungen/{vote.slug}/ergebnis").text
    assert "Beteiligung: 2 von 2 Personen" in page
    assert "darunter 2 leere Stimmzettel" in page
    assert "0 von 3 Angeboten gewählt" in page


@pytest.mark.parametrize(("on_roll", "advisory"), [(20, False), (21, True)])
def test_below_the_quorum_a_result_advises(client, database, on_roll, advisory) -> None:
    page = result_page(client, on_roll=on_roll, ballots=[("o1",)])
    assert ("Dieses Ergebnis ist beratend." in page) is advisory


def test_sixty_options_are_sixty_bars(client, database) -> None:
    page = result_page(client, ballots=[("o1", "o60")], costs=[10_00] * 60)
    assert sorted(bars(page)) == ["0.00%"] * 58 + ["100.00%"] * 2


def test_the_rule_card_says_in_german_what_was_frozen(client, database) -> None:
    page = client.get(f"/abstimmungen/{votes.announced_vote().slug}/").text
    for words in ("Mindestbeteiligung", "5 Prozent des Wählerverzeichnisses", "nachrechnen"):
        assert words in page
