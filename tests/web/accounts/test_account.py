"""The own account: what it shows, and what can be changed and ended."""

import pytest

from accounts.people import passwords
from accounts.people.queries import person_with
from accounts.sessions.queries import sessions_of, tokens_of
from accounts.sessions.services.sessions import create_token
from tests.factories.people import actor_of, person, sign_in
from tests.support.sign_in import is_signed_in, register, send

GOOD = "blaue Laterne steht schief"


@pytest.fixture
def anna(client):
    made = person("Anna")
    sign_in(client, made)
    return made


def test_the_page_shows_the_account_and_stays_out_of_caches(client, anna) -> None:
    answer = client.get("/konto/")
    assert anna.email in answer.text
    assert "Testbrowser" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_costs_few_statements_and_writes_nothing(client, anna, statements) -> None:
    statements.drain()
    client.get("/konto/")
    assert len(statements) <= 13
    assert statements.writes == []


def test_the_name_changes_at_once(client, anna) -> None:
    assert send(client, "/konto/name", display_name="Anna P.").location == "/konto/"
    assert "Anna P." in client.get("/konto/").text


def test_a_name_that_does_not_fit_comes_back_with_the_reason(client, anna) -> None:
    answer = send(client, "/konto/name", display_name="Senat")
    assert answer.status_code == 422
    assert "klingt nach einem Amt" in answer.text
    assert 'value="Senat"' in answer.text


def test_all_other_sessions_end(client, app, anna) -> None:
    phone = app.test_client()
    sign_in(phone, anna)
    send(client, "/konto/sitzungen/beenden")
    assert is_signed_in(client)
    assert not is_signed_in(phone)


def test_one_session_ends(client, app, anna) -> None:
    phone = app.test_client()
    sign_in(phone, anna)
    with phone.session_transaction():
        latest = sessions_of(actor_of(anna))[0]
    send(client, f"/konto/sitzungen/{latest.id}/beenden")
    assert not is_signed_in(phone)
    assert is_signed_in(client)


def test_ending_the_present_session_signs_out(client, anna) -> None:
    session = sessions_of(actor_of(anna))[0]
    assert send(client, f"/konto/sitzungen/{session.id}/beenden").location == "/"
    assert not is_signed_in(client)


def test_a_strangers_session_does_not_exist(client, app, anna) -> None:
    ben = person("Ben")
    sign_in(app.test_client(), ben)
    session = sessions_of(actor_of(ben))[0]
    assert send(client, f"/konto/sitzungen/{session.id}/beenden").status_code == 404


def test_a_newcomer_may_set_a_password_at_once(client) -> None:
    register(client, "nele@example.org")
    assert "Bisheriges Passwort" not in client.get("/konto/passwort").text
    assert send(client, "/konto/passwort", password=GOOD).location == "/konto/"
    assert person_with("nele@example.org").password_hash.startswith("$argon2id$")
    assert is_signed_in(client)


def test_later_the_present_password_is_asked(client) -> None:
    register(client, "nele@example.org")
    send(client, "/konto/passwort", password=GOOD)
    send(client, "/abmelden")
    send(client, "/anmelden", email="nele@example.org", password=GOOD)
    assert "Bisheriges Passwort" in client.get("/konto/passwort").text
    answer = send(
        client, "/konto/passwort", old_password="falsch", password="vier rote Tassen am Kanal"
    )
    assert answer.status_code == 422
    assert "bisherige Passwort stimmt nicht" in answer.text


def test_an_easy_password_comes_back_with_the_reason(client) -> None:
    register(client, "nele@example.org")
    answer = send(client, "/konto/passwort", password="HamburgForum2026!")
    assert answer.status_code == 422
    assert "nehmen viele" in answer.text
    assert "HamburgForum2026!" not in answer.text


def test_a_stolen_session_is_no_way_to_guess_the_password(client, anna, monkeypatch) -> None:
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    answers = [
        send(client, "/konto/passwort", old_password="geraten", password=GOOD) for _ in range(11)
    ]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]


def opens_with(client, token: str) -> bool:
    answer = client.get("/api/v1/formats", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 200


def test_a_programs_key_is_listed_and_ends(client, anna) -> None:
    kept, ended = create_token(person=anna), create_token(person=anna)
    token = tokens_of(actor_of(anna))[0]
    address = f"/konto/schluessel/{token.id}/beenden"
    assert client.get("/konto/").text.count("Zugangsschlüssel vom") == 2
    assert address in client.get("/konto/").text
    assert send(client, address).location == "/konto/"
    assert [opens_with(client, token) for token in (kept, ended)] == [True, False]
    assert client.get("/konto/").text.count("Zugangsschlüssel vom") == 1


def test_a_strangers_key_does_not_exist(client, anna) -> None:
    ben = person("Ben")
    secret = create_token(person=ben)
    token = tokens_of(actor_of(ben))[0]
    assert send(client, f"/konto/schluessel/{token.id}/beenden").status_code == 404
    assert opens_with(client, secret)


@pytest.mark.parametrize("path", ["/konto/", "/konto/name", "/konto/passwort"])
def test_visitors_are_led_to_the_sign_in(client, path) -> None:
    assert client.get(path).location == f"/anmelden?weiter={path}"
