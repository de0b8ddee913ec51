"""Writing in the room by forms, without JavaScript."""

import re

import pytest

from kernel.database import db
from kernel.ids import new_id
from roundtable.meetings import services as meeting_services
from roundtable.meetings.talk.queries import SHOWN
from tests.factories import people
from tests.factories.meetings import at
from tests.factories.speaking import Talk, a_talk
from tests.factories.talk import texts, write

ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TEXT = "Ich bringe die Liste mit."


@pytest.fixture
def talk(staged) -> Talk:
    return staged(lambda: a_talk("GE"))


@pytest.fixture
def as_(app, talk):
    """A browser of a person at the table."""

    def of(key: str):
        browser = app.test_client()
        people.sign_in(browser, talk.made.persons[key])
        return browser

    return of


def here(talk: Talk, more: str = "") -> str:
    return f"/runde-tische/{talk.made.table.slug}/sitzungen/{talk.meeting.nr}/live{more}"


def get(talk: Talk, browser, more: str = ""):
    with at(talk.now):
        return browser.get(here(talk, more))


def send(talk: Talk, browser, more: str, **fields: str):
    with at(talk.now):
        return browser.post(here(talk, more), data=fields, headers=ORIGIN)


def say(talk: Talk, browser, text: str, key: str = ""):
    return send(talk, browser, "/gespraech", text=text, idempotency_key=key or str(new_id()))


def test_a_message_is_sent_and_read_by_all(talk, as_) -> None:
    sent = say(talk, as_("anna"), "Die **Liste** <script>kommt</script>.")
    assert (sent.status_code, sent.location) == (303, f"{here(talk)}#gespraech-titel")
    for who in ("ben", "guest"):
        page = get(talk, as_(who)).text
        assert "Die <strong>Liste</strong>" in page
        assert "<script>kommt" not in page
        assert f"TOP {talk.meeting.items[0].number}" in page


def test_a_form_sent_twice_is_one_message(talk, as_) -> None:
    anna, page = as_("anna"), ""
    page = get(talk, anna).text
    form = re.search(r'<form[^>]*id="schreiben".*?</form>', page, re.S)[0]
    key = re.search(r'name="idempotency_key" value="([^"]+)"', form)[1]
    for _ in range(2):
        assert say(talk, anna, TEXT, key).status_code == 303
    assert texts(talk, "ben") == [TEXT]


def test_a_refused_message_stands_in_its_field(talk, as_) -> None:
    anna = as_("anna")
    long = say(talk, anna, "x" * 1001)
    assert (long.status_code, "Die Nachricht ist zu lang" in long.text) == (422, True)
    assert "x" * 1001 in long.text
    assert 'aria-invalid="true"' in long.text
    empty = say(talk, anna, "   ")
    assert (empty.status_code, "Bitte schreiben Sie einen Text." in empty.text) == (422, True)
    with at(talk.now):
        meeting_services.close_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)
    late = say(talk, anna, TEXT)
    assert (late.status_code, TEXT in late.text) == (409, True)
    assert "solange die Sitzung läuft" in late.text


def test_ones_own_message_is_taken_back_by_a_button(talk, as_) -> None:
    message = write(talk, "anna", TEXT)
    way = f"/gespraech/{message.id}/zuruecknehmen"
    assert way in get(talk, as_("anna")).text
    assert way not in get(talk, as_("ben")).text
    assert send(talk, as_("ben"), way).status_code == 403
    assert send(talk, as_("anna"), way).status_code == 303
    page = get(talk, as_("ben")).text
    assert (TEXT in page, "Zurückgenommen." in page) == (False, True)


def test_the_chair_hides_on_a_page_of_its_own(talk, as_) -> None:
    message = write(talk, "ben", TEXT)
    way, chair = f"/gespraech/{message.id}/verbergen", as_("chair")
    assert way in get(talk, chair).text
    for who in ("ben", "secretary", "guest"):
        assert get(talk, as_(who), way).status_code == 404
        assert send(talk, as_(who), way, reason="Weil ich es so will.").status_code == 404
    assert TEXT in get(talk, chair, way).text
    assert send(talk, chair, way, reason="so").status_code == 422
    assert send(talk, chair, way, reason="Das war verletzend.").status_code == 303
    page = get(talk, as_("anna")).text
    assert (TEXT in page, "Das war verletzend." in page) == (False, True)
    assert TEXT in get(talk, as_("ben")).text


def test_strangers_and_visitors_find_nothing(app, client, talk) -> None:
    message = write(talk, "anna", TEXT)
    stranger = app.test_client()
    people.sign_in(stranger, people.person("Fremde"))
    for more in ("/gespraech", f"/gespraech/{message.id}/verbergen"):
        assert get(talk, stranger, more).status_code == 404
        assert get(talk, client, more).status_code == 302
    assert say(talk, stranger, TEXT).status_code == 404
    way = f"/gespraech/{message.id}/zuruecknehmen"
    assert send(talk, stranger, way).status_code == 404
    with at(talk.now):
        for address in ("", "ergebnis"):
            page = client.get(here(talk).removesuffix("live") + address).text
            assert TEXT not in page


def test_older_messages_have_pages(talk, as_) -> None:
    for number in range(SHOWN + 1):
        talk.later(30)
        write(talk, "anna", f"Nummer {number}.")
    page = get(talk, as_("ben")).text
    assert ("Nummer 0." in page, "gespraech?vor=2" in page) == (False, True)
    assert "Nummer 0." in get(talk, as_("ben"), "/gespraech?vor=2").text
    assert get(talk, as_("ben"), "/gespraech?vor=x").status_code == 200


def test_the_talk_costs_the_same_for_few_and_many(app, statements) -> None:
    few, many = a_talk("FG"), a_talk("MG")
    write(few, "anna")
    for who in ("anna", "ben", "guest", "chair", "secretary"):
        for number in range(4):
            write(many, who, f"Nummer {number}")

    def signed_in(talk: Talk):
        browser = app.test_client()
        people.sign_in(browser, talk.made.persons["chair"])
        get(talk, browser)
        return browser, here(talk)

    def cost(browser, address: str) -> int:
        db.session.expunge_all()
        statements.clear()
        with at(few.now):
            assert browser.get(address).status_code == 200
        return len(statements)

    (one, short), (other, long) = signed_in(few), signed_in(many)
    for more in ("", "/gespraech", "/verpasst?seit=beginn"):
        assert cost(one, short + more) == cost(other, long + more)
