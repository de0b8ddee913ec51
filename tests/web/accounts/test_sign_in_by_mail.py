"""Signing in by mail: code in the asking browser, link in any, once."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select

from accounts.people.models import Consent, Person
from accounts.people.queries import person_with
from kernel import clock
from kernel.app import settings_of
from kernel.database import db
from tests.factories.people import person, sign_in
from tests.support.sign_in import (
    ask_for_mail,
    choose_name,
    enter_code,
    is_signed_in,
    latest_code,
    latest_link,
    latest_text,
    register,
    send,
)

TEN = timedelta(minutes=10)


def test_the_code_signs_in_and_leads_where_the_person_wanted(client) -> None:
    anna = person("Anna")
    assert ask_for_mail(client, anna.email, "/suche?q=karte").location == "/anmelden/code"
    assert anna.email in client.get("/anmelden/code").text
    answer = enter_code(client, f"{anna.email}")
    assert (answer.status_code, answer.location) == (303, "/suche?q=karte")
    assert is_signed_in(client)


def test_spaces_in_the_code_are_fine(client) -> None:
    anna = person("Anna")
    ask_for_mail(client, anna.email)
    code = latest_code(anna.email)
    send(client, "/anmelden/code", code=f" {code[:3]} {code[3:]} ")
    assert is_signed_in(client)


def test_known_and_unknown_addresses_get_the_same_answer(client) -> None:
    known, unknown = person("Anna").email, "nobody@example.org"
    answers = [ask_for_mail(client, email) for email in (known, unknown)]
    assert answers[0].location == answers[1].location == "/anmelden/code"
    pages = [send(client, "/anmelden", email=e, password="falsch") for e in (known, unknown)]
    shown = [page.text.replace(e, "") for page, e in zip(pages, (known, unknown), strict=True)]
    keyless = [[line for line in text.splitlines() if "idempotency" not in line] for text in shown]
    assert keyless[0] == keyless[1]


def test_a_newcomer_chooses_a_name_that_nobody_prefilled(client) -> None:
    email = "Neu.Petersen@example.org"
    ask_for_mail(client, email)
    assert enter_code(client, email.lower()).location == "/registrieren/name"
    assert "Petersen" not in client.get("/registrieren/name").text
    assert person_with(email) is None
    choose_name(client, "Nele")
    assert is_signed_in(client)
    assert person_with(email).display_name == "Nele"
    assert db.session.scalar(select(func.count()).select_from(Consent)) == 1


@pytest.mark.parametrize(
    "fields", [{"display_name": "Nele"}, {"display_name": "Verwaltung", "terms": "y"}]
)
def test_without_consent_or_with_an_offices_name_there_is_no_account(client, fields) -> None:
    ask_for_mail(client, "nele@example.org")
    enter_code(client, "nele@example.org")
    answer = send(client, "/registrieren/name", **fields)
    assert answer.status_code == 422
    assert fields["display_name"] in answer.text
    assert person_with("nele@example.org") is None


def test_an_account_needs_a_proven_address(client) -> None:
    assert client.get("/registrieren/name").location == "/registrieren"
    ask_for_mail(client, "nele@example.org")
    assert choose_name(client).status_code == 422
    assert person_with("nele@example.org") is None


def test_one_proof_makes_one_account(client) -> None:
    register(client, "nele@example.org")
    send(client, "/abmelden")
    assert choose_name(client).status_code == 303  # back to the start: this browser proved nothing
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1
    assert not is_signed_in(client)


def test_looking_at_the_link_signs_nobody_in(client, statements) -> None:
    anna = person("Anna")
    ask_for_mail(client, anna.email)
    statements.drain()
    assert client.get(latest_link(anna.email)).status_code == 200
    assert statements.writes == []
    assert not is_signed_in(client)


def press(client, link: str, **fields: str):
    return send(client, "/anmelden/link", schluessel=link.partition("schluessel=")[2], **fields)


def test_the_links_button_signs_in_once(client, app) -> None:
    anna = person("Anna")
    ask_for_mail(client, anna.email, "/konto/")
    link = latest_link(anna.email)
    assert press(client, link).location == "/konto/"
    assert is_signed_in(client)
    again = app.test_client()
    assert press(again, link, anderes_geraet="ja").status_code == 422
    assert "gilt nicht mehr" in again.get(link).text
    assert not is_signed_in(again)


def test_another_browser_asks_before_it_signs_in(client, app) -> None:
    anna, phone = person("Anna"), app.test_client()
    ask_for_mail(client, anna.email)
    link = latest_link(anna.email)
    assert "anderen Browser" in phone.get(link).text
    assert press(phone, link).status_code == 422
    assert not is_signed_in(phone)
    press(phone, link, anderes_geraet="ja")
    assert is_signed_in(phone)
    assert not is_signed_in(client)


def test_the_code_helps_nobody_in_another_browser(client, app) -> None:
    anna, thief = person("Anna"), app.test_client()
    ask_for_mail(client, anna.email)
    code = latest_code(anna.email)
    ask_for_mail(thief, "thief@example.org")
    with client.session_transaction() as mine, thief.session_transaction() as theirs:
        theirs["login_mail"] = mine["login_mail"]
    assert send(thief, "/anmelden/code", code=code).status_code in {303, 422}
    assert not is_signed_in(thief)
    send(client, "/anmelden/code", code=code)
    assert is_signed_in(client)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_five_tries_and_no_more(client) -> None:
    anna = person("Anna")
    ask_for_mail(client, anna.email)
    code = latest_code(anna.email)
    for _ in range(5):
        assert send(client, "/anmelden/code", code=wrong(code)).status_code == 422
    answer = send(client, "/anmelden/code", code=code)
    assert "gilt nicht mehr" in answer.text
    assert not is_signed_in(client)


def test_the_fifth_try_may_be_right(client) -> None:
    anna = person("Anna")
    ask_for_mail(client, anna.email)
    for _ in range(4):
        send(client, "/anmelden/code", code=wrong(latest_code(anna.email)))
    enter_code(client, anna.email)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("wait", "fine"), [(timedelta(minutes=10, seconds=-1), True), (TEN, False)]
)
def test_ten_minutes_and_no_more(client, monkeypatch, wait, fine) -> None:
    anna, asked_at = person("Anna"), clock.now()
    monkeypatch.setattr(clock, "now", lambda: asked_at)
    ask_for_mail(client, anna.email)
    monkeypatch.setattr(clock, "now", lambda: asked_at + wait)
    assert ("gilt nicht mehr" in client.get(latest_link(anna.email)).text) is not fine
    enter_code(client, anna.email)
    assert is_signed_in(client) is fine


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_a_sign_in_never_leads_away(client, address) -> None:
    anna = person("Anna")
    ask_for_mail(client, anna.email, address)
    assert enter_code(client, anna.email).location == "/"


def test_links_stand_on_the_configured_host_and_forged_hosts_are_refused(client) -> None:
    anna = person("Anna")
    forged = {"Sec-Fetch-Site": "same-origin", "Host": "evil.example"}
    assert client.post("/anmelden", data={"email": anna.email}, headers=forged).status_code == 400
    ask_for_mail(client, anna.email)
    assert f"{settings_of(current_app).public_url}/anmelden/link?" in latest_text(anna.email)


@pytest.mark.parametrize(
    "email", ["anna", "anna@", "a b@example.org", "a@example.org\r\nBcc: x@y.z"]
)
def test_no_mail_goes_where_none_can_arrive(client, email) -> None:
    answer = ask_for_mail(client, email)
    assert answer.status_code == 422
    assert "keine E-Mail-Adresse" in answer.text


def test_who_is_signed_in_is_led_on(client) -> None:
    sign_in(client, person("Anna"))
    assert client.get("/anmelden?weiter=/konto/").location == "/konto/"


def test_a_page_for_people_leads_visitors_to_the_sign_in_and_back(client) -> None:
    assert client.get("/konto/").location == "/anmelden?weiter=/konto/"


def test_a_stranger_elsewhere_does_not_use_up_my_mails(client, app) -> None:
    anna = person("Anna")
    stranger = app.test_client()
    stranger.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    answers = [ask_for_mail(stranger, anna.email).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    assert ask_for_mail(client, anna.email).status_code == 303
