"""The live room as a page with forms: everything works without JavaScript, and each sees what is theirs."""

import re

import pytest

from kernel.database import db, in_transaction
from kernel.ids import new_id
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.services import close_meeting
from roundtable.meetings.speaking.queries import entries_of
from tests.factories import meetings, people
from tests.factories.meetings import at
from tests.factories.speaking import Talk, a_talk

SECRET = "Vertrauliche Angebote"


@pytest.fixture
def talk(staged) -> Talk:
    return staged(lambda: a_talk("RT"))


@pytest.fixture
def as_(app, talk):
    """A browser of a person at the table."""

    def of(key: str):
        browser = app.test_client()
        people.sign_in(browser, talk.made.persons[key])
        return browser

    return of


def here(talk: Talk) -> str:
    return f"/runde-tische/{talk.made.table.slug}/sitzungen/{talk.meeting.nr}/live"


def page_of(talk: Talk, browser) -> str:
    with at(talk.now):
        answer = browser.get(here(talk))
    assert answer.status_code == 200
    return answer.text


def press(talk: Talk, browser, text: str, **more: str):
    """Send the form of this button, as a browser without scripts does."""
    page = page_of(talk, browser)
    forms = re.findall(r"<form.*?</form>", page, re.S)
    (form,) = [one for one in forms if f">{text}<" in one]
    address = re.search(r'action="([^"]+)"', form)[1]
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'
    fields = {**dict(re.findall(hidden, form)), **more}
    with at(talk.now):
        return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def mine(page: str) -> str:
    return re.search(r'data-say="mine">([^<]+)<', page)[1]


def test_the_whole_way_of_a_contribution(talk, as_) -> None:
    anna, chair = as_("anna"), as_("chair")
    assert mine(page_of(talk, anna)) == "Sie stehen nicht auf der Redeliste."
    assert press(talk, anna, "Zu Wort melden").status_code == 303
    expected = "Sie stehen auf der Redeliste: Platz 1, weil erster Beitrag."
    assert mine(page_of(talk, anna)) == expected
    press(talk, chair, "Anna aufrufen")
    assert mine(page_of(talk, anna)) == "Sie sind an der Reihe."
    press(talk, chair, "Redezeit starten")
    talk.later(80)
    page = page_of(talk, anna)
    assert (mine(page), "1:20 von 3:00" in page) == ("Sie haben das Wort.", True)
    talk.later(70)
    assert "Redezeit bald vorbei" in page_of(talk, as_("ben"))
    talk.later(60)
    assert "Redezeit vorbei" in page_of(talk, as_("ben"))
    press(talk, anna, "Ich bin fertig")
    assert "Anna: 3:30 von 3:00" in page_of(talk, as_("ben"))


def test_a_form_sent_twice_asks_once(talk, as_) -> None:
    anna = as_("anna")
    fields = {"kind": "beitrag", "id": str(new_id())}
    for _ in range(2):
        with at(talk.now):
            sent = anna.post(
                f"{here(talk)}/melden", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
            )
        assert sent.status_code == 303
    assert len(entries_of(talk.meeting.id)) == 1


def test_who_waits_takes_it_back(talk, as_) -> None:
    anna = as_("anna")
    press(talk, anna, "Zu Wort melden")
    assert "Zu Wort melden" not in page_of(talk, anna)
    press(talk, anna, "Wortmeldung zurückziehen")
    assert mine(page_of(talk, anna)) == "Sie stehen nicht auf der Redeliste."


def test_what_was_pressed_by_mistake_is_taken_back_where_it_was_pressed(talk, as_) -> None:
    anna = as_("anna")

    def own_place() -> str:
        return page_of(talk, anna).split('id="raum-ich"')[1].split('id="raum-stimme"')[0]

    press(talk, anna, "Zu Wort melden")
    assert press(talk, anna, "Antrag zur Geschäftsordnung").location.endswith("#raum-ich")
    assert "Wortmeldung zurückziehen" in own_place()
    press(talk, anna, "Antrag zurückziehen")
    assert "Antrag zur Geschäftsordnung" in own_place()
    press(talk, as_("chair"), "Anna aufrufen")
    press(talk, anna, "Wortmeldung zurückziehen")
    assert mine(page_of(talk, anna)) == "Sie stehen nicht auf der Redeliste."


def test_moving_asks_for_a_reason_and_shows_it_to_all(talk, as_) -> None:
    talk.ask("anna")
    entry = talk.ask("ben")
    fields = {"entry": str(entry.id), "position": "1"}
    refused = press(talk, as_("chair"), "Verschieben", **fields, reason="")
    assert (refused.status_code, "Bitte nennen Sie den Grund" in refused.text) == (422, True)
    assert (
        press(talk, as_("chair"), "Verschieben", **fields, reason="muss gehen").status_code == 303
    )
    assert "„muss gehen“" in page_of(talk, as_("guest"))
    assert talk.waiting() == ["ben", "anna"]
    bad = press(talk, as_("chair"), "Verschieben", **fields | {"position": "x"}, reason="so")
    assert (bad.status_code, 'value="so"' in bad.text) == (422, True)


def test_the_secretary_enters_people_without_a_device(talk, as_) -> None:
    seat = str(talk.made.seat_id("ben"))
    assert press(talk, as_("secretary"), "Eintragen", seat=seat, kind="beitrag").status_code == 303
    assert "eingetragen von der Leitung" in page_of(talk, as_("anna"))
    assert "Eintragen" not in page_of(talk, as_("anna"))
    twice = press(talk, as_("secretary"), "Eintragen", seat=seat, kind="beitrag")
    assert (twice.status_code, "schon auf der Redeliste" in twice.text) == (409, True)


def test_the_list_is_closed_and_opened(talk, as_) -> None:
    press(talk, as_("chair"), "Redeliste schließen")
    page = page_of(talk, as_("anna"))
    assert ("Zu Wort melden" in page, "Antrag zur Geschäftsordnung" in page) == (False, True)
    press(talk, as_("chair"), "Redeliste wieder öffnen")
    assert "Zu Wort melden" in page_of(talk, as_("anna"))


def test_the_chair_leads_the_agenda_from_the_room(talk, as_) -> None:
    number = talk.meeting.items[0].number
    press(talk, as_("chair"), f"{number}: Beraten")
    assert "Gerade ist kein Punkt aufgerufen." in page_of(talk, as_("anna"))
    press(talk, as_("chair"), f"{talk.meeting.items[1].number}: Aufrufen")
    assert talk.meeting.items[1].title in page_of(talk, as_("anna"))
    assert "Beraten<" not in page_of(talk, as_("secretary"))


def test_the_room_is_for_seats_and_leading_it_for_the_chair(app, talk, as_) -> None:
    entry = talk.ask("anna")
    stranger = app.test_client()
    people.sign_in(stranger, people.person("Fremde"))
    origin = {"Sec-Fetch-Site": "same-origin"}
    with at(talk.now):
        assert stranger.get(here(talk)).status_code == 404
        assert stranger.get(f"{here(talk)}/jetzt").status_code == 404
        sent = {"kind": "beitrag", "id": str(new_id())}
        assert stranger.post(f"{here(talk)}/melden", data=sent, headers=origin).status_code == 404
        address = f"{here(talk)}/wortmeldungen/{entry.id}/aufrufen"
        assert as_("ben").post(address, headers=origin).status_code == 403
        assert stranger.post(address, headers=origin).status_code == 404
        for wrong in (f"{here(talk)}/wortmeldungen/{entry.id}/tanzen", f"{here(talk)}/melden"):
            assert as_("anna").post(wrong, headers=origin).status_code == 404
    assert talk.waiting() == ["anna"]


def test_guests_read_no_title_of_a_nonpublic_item(client, as_, talk) -> None:
    made = meetings.a_round("NT")
    meeting = meetings.planned(made)
    meetings.with_item(made, meeting, SECRET, public=False)
    meetings.invited(made, meeting)
    secret = Talk(made, meeting)
    for who in ("anna", "guest"):
        secret.presence(who, inward=True)
    with at(secret.now):
        meetings.services.start_meeting(
            actor=made.actor("chair"), meeting=meeting, agenda_confirmed=True
        )
    secret.turn(5, ItemState.AUFGERUFEN)
    found = {}
    for who in ("anna", "guest"):
        browser = client.application.test_client()
        people.sign_in(browser, made.persons[who])
        with at(secret.now):
            elsewhere = browser.get(f"{here(secret)}/jetzt").text
        found[who] = SECRET in page_of(secret, browser) + elsewhere
        assert (SECRET in elsewhere) == found[who]
    assert found == {"anna": True, "guest": False}


def test_before_and_after_the_meeting_the_room_says_so(client) -> None:
    made = meetings.a_round("VT")
    talk = Talk(made, meetings.invited(made))
    browser = client.application.test_client()
    people.sign_in(browser, made.persons["anna"])
    assert "Die Sitzung läuft nicht." in page_of(talk, browser)


def test_the_room_is_found_from_the_meetings_page(client, talk, as_) -> None:
    address = here(talk).removesuffix("live")
    with at(talk.now):
        assert "In den Raum" in as_("guest").get(address).text
        assert "In den Raum" not in client.get(address).text


def test_the_room_costs_the_same_for_few_and_many(app, statements) -> None:
    few, many = a_talk("FT"), a_talk("MT")
    few.ask("anna")
    for number in range(6):
        in_transaction(lambda n=number: meetings.one_more_seat(many.made, 20 + n))
    everybody = ("anna", "ben", "guest", "chair")
    for who in everybody:
        many.speech(who, 60)
    for who in everybody:
        many.ask(who)
        many.ask(who, Kind.GO_ANTRAG)

    def signed_in(talk: Talk):
        browser = app.test_client()
        people.sign_in(browser, talk.made.persons["chair"])
        page_of(talk, browser)
        return browser, here(talk)

    def cost(browser, address: str) -> int:
        db.session.expunge_all()
        statements.clear()
        with at(few.now):
            assert browser.get(address).status_code == 200
        return len(statements)

    walks = signed_in(few), signed_in(many)
    assert cost(*walks[0]) == cost(*walks[1])


def test_what_the_room_says_is_told_to_other_pages_of_the_meeting(talk, as_) -> None:
    entry = talk.ask("anna")
    talk.chair("call_next", entry_id=entry.id)
    with at(talk.now):
        told = as_("anna").get(f"{here(talk)}/jetzt").json
        other = as_("ben").get(f"{here(talk)}/jetzt").json
    assert told["says"]["mine"] == "Sie sind an der Reihe."
    assert told["calls"] == ["mine"]
    assert told["says"]["item"].endswith(", aufgerufen")
    assert other["calls"] == []


def test_members_write_on_the_called_item_in_the_room_and_guests_find_no_place_to(
    talk, as_
) -> None:
    item = talk.meeting.items[0]
    address = f'data-address="{here(talk).removesuffix("/live")}/mitschrift/{item.id}"'
    page = page_of(talk, as_("anna"))
    assert address in page
    assert '<a href="#mitschrift">Mitschrift</a>' in page
    for hidden in (address, "mitschrift"):
        assert hidden not in page_of(talk, as_("guest"))
    talk.turn(0, ItemState.BERATEN)
    page = page_of(talk, as_("anna"))
    assert "Hier schreiben alle mit, sobald die Leitung einen aufruft." in page
    with at(talk.now):
        close_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)
    assert "Zur ganzen Mitschrift" in page_of(talk, as_("anna"))
