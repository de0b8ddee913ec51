"""Write first, register on sending: after the sign-in the author sees the text published."""

from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.drafts import port
from accounts.drafts.finishing import Sent
from accounts.people.queries import person_with
from tests.factories.people import person
from tests.support.sign_in import ask_for_mail, choose_name, enter_code, latest_link, send

FORM = "comments.new"
RETURN = "/beteiligung/orte/?seite=2#antworten"
EMAIL = "nele@example.org"


@pytest.fixture
def sent(monkeypatch):
    """What was published: (author, text)."""
    done: list[tuple] = []

    def publish(actor, payload) -> Sent:
        done.append((actor.name, payload["body"]))
        return Sent("/beteiligung/orte/#beitrag-1", "Ihr Beitrag ist veröffentlicht.")

    monkeypatch.setattr("accounts.drafts.finishing._finishers", {FORM: publish})
    return done


def write(client, body: str = "Gute Idee!") -> str:
    """Press "Absenden" as a visitor in this browser; where the sign-in leads afterwards."""
    with client.session_transaction() as cookie, client.application.test_request_context("/"):
        answer = port.ask_to_sign_in(
            form=FORM, payload={"body": body, "idempotency_key": "k"}, return_address=RETURN
        )
        cookie["browser"] = port.mark()
    return parse_qs(urlsplit(answer.location).query)["weiter"][0]


def test_the_address_leads_back_with_the_text(client, sent) -> None:
    back = urlsplit(write(client))
    assert (back.path, back.fragment) == ("/beteiligung/orte/", "antworten")
    assert parse_qs(back.query)["seite"] == ["2"]
    with client.application.test_request_context(back.geturl()):
        assert port.kept_payload(FORM) == {"body": "Gute Idee!"}
        assert port.kept_payload("proposals.new") is None


def test_a_newcomer_sees_the_text_published_after_choosing_a_name(client, sent) -> None:
    after = write(client)
    assert "wartet auf Sie" in client.get("/anmelden", query_string={"weiter": after}).text
    ask_for_mail(client, EMAIL, after)
    enter_code(client, EMAIL)
    assert sent == []
    answer = choose_name(client, "Nele")
    assert answer.location == "/beteiligung/orte/#beitrag-1"
    assert sent == [("Nele", "Gute Idee!")]
    assert "Ihr Beitrag ist veröffentlicht." in client.get("/konto/").text


def test_who_has_an_account_sees_it_published_after_the_code(client, sent) -> None:
    anna, after = person("Anna"), write(client)
    ask_for_mail(client, anna.email, after)
    assert enter_code(client, anna.email).location == "/beteiligung/orte/#beitrag-1"
    assert sent == [("Anna", "Gute Idee!")]


def test_on_another_device_the_text_waits_for_the_button(client, app, sent) -> None:
    anna, after, phone = person("Anna"), write(client), app.test_client()
    ask_for_mail(client, anna.email, after)
    key = latest_link(anna.email).partition("schluessel=")[2]
    answer = send(phone, "/anmelden/link", schluessel=key, anderes_geraet="ja")
    assert answer.location == after
    assert sent == []


def test_a_strangers_link_publishes_nothing_in_my_name(client, app, sent) -> None:
    stranger, anna = app.test_client(), person("Anna")
    trap = write(stranger, "Unsinn in fremdem Namen")
    ask_for_mail(client, anna.email, trap)
    assert enter_code(client, anna.email).location == trap
    assert sent == []


def test_without_an_account_nothing_is_published(client, sent) -> None:
    ask_for_mail(client, EMAIL, write(client))
    enter_code(client, EMAIL)
    choose_name(client, "Verwaltung")
    assert (sent, person_with(EMAIL)) == ([], None)
