"""Signing in by password, and how often one may try."""

import pytest

from accounts.people import passwords
from accounts.people.services import set_password_hash
from accounts.sessions import limits as sign_in_limits
from kernel.actors import SYSTEM
from tests.factories.people import person
from tests.support.sign_in import ask_for_mail, is_signed_in, send

GOOD = "blaue Laterne steht schief"


@pytest.fixture
def anna(database):
    made = person("Anna")
    hashed = passwords.hash_password(GOOD)
    set_password_hash(actor=SYSTEM, person=made, password_hash=hashed)
    return made


def test_address_and_password_sign_in(client, anna) -> None:
    answer = send(client, "/anmelden", email=anna.email, password=GOOD, weiter="/konto/")
    assert (answer.status_code, answer.location) == (303, "/konto/")
    assert is_signed_in(client)


def test_a_wrong_password_keeps_the_address_and_forgets_the_password(client, anna) -> None:
    answer = send(client, "/anmelden", email=anna.email, password="ganz falsch")
    assert answer.status_code == 422
    assert "stimmen nicht" in answer.text
    assert anna.email in answer.text
    assert "ganz falsch" not in answer.text


def test_a_password_may_be_pasted_and_filled_by_a_manager(client) -> None:
    page = client.get("/anmelden").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_a_sign_in_gets_a_new_secret_and_ends_the_one_before(client, anna) -> None:
    cookies = []
    for _ in range(2):
        send(client, "/anmelden", email=anna.email, password=GOOD)
        cookies.append(client.get_cookie("forum").value)
    assert cookies[0] != cookies[1]
    client.set_cookie("forum", cookies[0])
    assert not is_signed_in(client)


def test_a_cookie_from_before_the_sign_in_gains_nothing(client, anna) -> None:
    client.get("/anmelden")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by a stranger"
    send(client, "/anmelden", email=anna.email, password=GOOD)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_a_replayed_cookie_opens_nothing_after_the_sign_out(client, anna) -> None:
    send(client, "/anmelden", email=anna.email, password=GOOD)
    stolen = client.get_cookie("forum").value
    send(client, "/abmelden")
    client.set_cookie("forum", stolen)
    assert not is_signed_in(client)


def test_a_forged_sign_in_is_refused(client, anna) -> None:
    answer = client.post(
        "/anmelden",
        data={"email": anna.email, "password": GOOD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert not is_signed_in(client)


def tries_until_too_fast(client, deed, most: int) -> int:
    for number in range(1, most + 2):
        answer = deed(client, number)
        if answer.status_code == 429:
            assert int(answer.headers["Retry-After"]) > 0
            return number
    return 0


def password_for(email: str):
    return lambda client, _: send(client, "/anmelden", email=email, password="falsch")


@pytest.mark.parametrize("email", ["anna@example.org", "unknown@example.org"])
def test_the_eleventh_password_for_an_address_is_too_fast(client, monkeypatch, email) -> None:
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    if email.startswith("anna"):
        email = person("Anna").email
    assert tries_until_too_fast(client, password_for(email), 10) == 11


@pytest.mark.parametrize(
    ("limit", "deed"),
    [
        ("PASSWORDS_PER_NETWORK", lambda c, n: password_for(f"a{n}@example.org")(c, n)),
        ("MAILS_PER_NETWORK", lambda c, n: ask_for_mail(c, f"a{n}@example.org")),
        ("PROOFS_PER_NETWORK", lambda c, _: send(c, "/anmelden/code", code="123456")),
        ("PROOFS_PER_NETWORK", lambda c, n: send(c, "/anmelden/link", schluessel=f"k{n}")),
    ],
)
def test_a_network_has_limits_over_all_addresses(client, monkeypatch, limit, deed) -> None:
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    monkeypatch.setattr(sign_in_limits, limit, "3/hour")
    assert tries_until_too_fast(client, deed, 3) == 4


def test_an_address_gets_five_mails_an_hour(client) -> None:
    spellings = ["a@example.org", "A@example.org", " a@EXAMPLE.org"]
    ask = lambda client, number: ask_for_mail(client, spellings[number % 3])  # noqa: E731
    assert tries_until_too_fast(client, ask, 5) == 6
    assert ask_for_mail(client, "b@example.org").status_code == 303


def test_another_network_may_still_try_an_address(client, monkeypatch) -> None:
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    assert tries_until_too_fast(client, password_for("a@example.org"), 10) == 11
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    answer = client.post(
        "/anmelden",
        data={"email": "a@example.org", "password": "falsch"},
        headers={"Sec-Fetch-Site": "same-origin"},
        environ_overrides=elsewhere,
    )
    assert answer.status_code == 422
