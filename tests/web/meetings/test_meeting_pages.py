"""The pages of a meeting: planned, written, invited, answered, attended, without JavaScript."""

import json
import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.mail import Mail
from roundtable.meetings.models import AgendaItem, Meeting, Presence, Rsvp
from roundtable.meetings.search import documents
from roundtable.meetings.subject import describe
from search_index.wording import name_of_art
from tests.factories import meetings, people
from tests.factories.meetings import MEETS_AT, MONDAY, a_round, at

SECRET = "Kündigung"
ITEM = {"title": "Freistellung", "kind": "beratung", "text": "Wie machen wir das?", "papers": ""}
PLAN = {
    "title": "Fünfte Sitzung",
    "day": "2024-05-06",
    "starts_at": "17:00",
    "ends_at": "19:30",
    "place": "Bürgerhaus",
    "video_url": "https://video.example.org/5",
    "quorum_rule": "jede_gruppe",
}


def base(made) -> str:
    return f"/runde-tische/{made.table.slug}/sitzungen"


def here(made, meeting) -> str:
    return f"{base(made)}/{meeting.nr}"


def post(browser, address, **fields):
    return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def with_secret(made):
    """An invited meeting with an item that only members may read."""
    meeting = meetings.planned(made)
    meetings.with_item(made, meeting, SECRET, public=False, text=SECRET, papers=SECRET)
    return meetings.invited(made, meeting)


def link_of(made, key: str) -> str:
    statement = select(Mail.text).where(Mail.to == made.persons[key].email)
    return re.search(r"/rueckmeldung\?schluessel=\S+", db.session.scalars(statement).one())[0]


def test_the_whole_way(client, made, as_) -> None:
    chair, secretary = as_("chair"), as_("secretary")
    with at(MONDAY):
        planned = post(chair, f"{base(made)}/neu", **PLAN)
        assert planned.status_code == 303
        assert "Termin steht" in secretary.get(planned.location).text
        meeting = db.session.scalars(select(Meeting)).one()
        agenda = f"{here(made, meeting)}/tagesordnung"
        assert post(secretary, f"{agenda}/neu", **ITEM).status_code == 303
        assert "Freistellung" in secretary.get(f"{agenda}/").text
        assert "Freistellung" not in client.get(f"{here(made, meeting)}/").text
        assert post(chair, f"{here(made, meeting)}/einladen", reason="").status_code == 303
    mail = db.session.scalars(select(Mail.text)).first()
    assert "http://127.0.0.1:5000/rueckmeldung?schluessel=" in mail
    public = client.get(f"{here(made, meeting)}/").text
    assert "Freistellung" in public
    assert "TOP Ö 6" in public
    assert "Montag, 6. Mai 2024, 17\u00a0Uhr" in public
    with at(MONDAY):
        answer = post(as_("anna"), f"{here(made, meeting)}/rueckmeldung", answer="zugesagt")
        assert answer.status_code == 303
    assert "kommt" in chair.get(f"{here(made, meeting)}/leitung").text
    with at(MEETS_AT):
        for key in ("chair", "anna"):
            seat = made.seat_id(key)
            post(secretary, f"{here(made, meeting)}/anwesenheit", seat=seat, inward="1")
        quorum = secretary.get(f"{here(made, meeting)}/anwesenheit").text
        assert "Beschlussfähig: 2 da, 2 nötig." in quorum
        started = post(
            chair, f"{here(made, meeting)}/beginnen", agenda_confirmed="y", early_meant="y"
        )
        assert started.status_code == 303
        for step in ("unterbrechen", "fortsetzen", "beenden"):
            assert post(chair, f"{here(made, meeting)}/{step}").status_code == 303
    assert "beendet, Protokoll folgt" in client.get(f"{here(made, meeting)}/").text


def test_a_nonpublic_item_appears_nowhere_outside(client, made, as_) -> None:
    meeting = with_secret(made)
    page, told = here(made, meeting), [str(meeting.id)]
    addresses = [f"{page}/", f"{base(made)}/", link_of(made, "anna"), link_of(made, "guest")]
    addresses += [f"{page}/einladung/v1{end}" for end in ("", ".json", ".ics")]
    official = client.application.test_client()
    people.sign_in(official, people.person("Amt", role="administration"))
    for browser in (client, as_("guest"), official):
        answers = {address: browser.get(address) for address in addresses}
        assert {answer.status_code for answer in answers.values()} == {200}
        assert [a for a, answer in answers.items() if SECRET in answer.text] == []
    assert "TOP N 1 – nichtöffentlich" in client.get(f"{page}/").text
    assert SECRET not in str(documents(told)) + str(describe(people.actor(), told))
    assert SECRET in as_("anna").get(f"{page}/").text


def test_search_learns_the_public_part_of_what_was_sent(made) -> None:
    meeting = meetings.planned(made)
    assert documents([str(meeting.id)]) == {}
    text = "Wie machen wir **das**?\n\n* [Wer fragt](/runde-tische/sport/): bis Mai"
    meetings.with_item(made, meeting, "Freistellung", text=text)
    meetings.invited(made, meeting)
    (found,) = documents([str(meeting.id)]).values()
    plain = "Wie machen wir das?\nWer fragt: bis Mai\n"
    assert ("Freistellung", plain) in [(p.title, p.text) for p in found.passages]
    assert name_of_art(found.art) == "Sitzung"
    assert found.url == f"{here(made, meeting)}/"


def test_the_ways_in_are_for_the_seats(client, made, as_) -> None:
    page = here(made, with_secret(made))
    for address in (f"{page}/", f"{page}/einladung/v1.ics"):
        assert "video.example.org" not in client.get(address).text
        assert "video.example.org" in as_("guest").get(address).text


def test_the_json_is_what_was_hashed(client, made) -> None:
    meeting = with_secret(made)
    answer = client.get(f"{here(made, meeting)}/einladung/v1.json")
    assert answer.data.decode() == meeting.announced.public_content
    assert answer.get_json()["items"][-1] == {"number": "N 1", "public": False}
    assert json.loads(meeting.announced.content)["items"][-1]["title"] == SECRET


def test_the_calendar_file_is_read_by_a_calendar(client, made) -> None:
    meeting = meetings.invited(made)
    answer = client.get(f"{here(made, meeting)}/einladung/v1.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert event.decoded("dtstart") == MEETS_AT
    assert str(event["location"]) == "Rathaus, Saal 3"


def test_an_old_version_stays_and_says_that_it_is_old(client, made) -> None:
    meeting = meetings.invited(made)
    meetings.with_item(made, meeting, "Nachtrag")
    meetings.invited(made, meeting)
    old = client.get(f"{here(made, meeting)}/einladung/v1").text
    assert "frühere Fassung" in old
    assert "Nachtrag" not in old
    assert "Nachtrag" in client.get(f"{here(made, meeting)}/").text
    assert client.get(f"{here(made, meeting)}/einladung/v3").status_code == 404


@pytest.mark.parametrize("nr", ["2024-2", "2024-99", "2024-001", "neunzehn", "²024-01"])
def test_other_spellings_of_a_number_are_not_found(client, made, nr: str) -> None:
    meetings.planned(made)
    assert client.get(f"{base(made)}/{nr}/").status_code == 404


def test_opening_the_mailed_link_changes_nothing(client, made, statements) -> None:
    meetings.invited(made)
    link = link_of(made, "anna")
    statements.clear()
    for method in ("GET", "HEAD", "OPTIONS"):
        assert client.open(link, method=method).status_code == 200
    assert statements.writes == []
    assert client.get("/rueckmeldung?schluessel=geraten").status_code == 404
    assert db.session.scalars(select(Rsvp)).all() == []


def test_a_seat_answers_by_link_without_an_account(client, made) -> None:
    meetings.invited(made)
    link = link_of(made, "anna")
    with at(MONDAY):
        sent = post(client, link, answer="vertretung", deputy_name="Mia Wolf", needs="assistenz")
        assert sent.status_code == 303
        page = client.get(sent.location).text
    assert "Ihre Antwort ist gespeichert" in page
    assert "Mia Wolf" in page
    rsvp = db.session.scalars(select(Rsvp)).one()
    assert (rsvp.seat_id, rsvp.answer, rsvp.needs) == (
        made.seat_id("anna"),
        "vertretung",
        ["assistenz"],
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Bitte wählen Sie eine Antwort."),
        ({"answer": "vielleicht"}, "Bitte prüfen Sie Ihre Angaben"),
        ({"answer": "vertretung", "needs_note": "Rampe"}, "Bitte nennen Sie, wer Sie vertritt."),
        ({"answer": "zugesagt", "needs": "fliegen"}, "Bitte prüfen Sie Ihre Angaben"),
    ],
)
def test_a_bad_answer_comes_back_with_what_was_typed(client, made, fields, message: str) -> None:
    meetings.invited(made)
    with at(MONDAY):
        answer = post(client, link_of(made, "anna"), **fields)
    assert answer.status_code == 422
    assert re.search(message, answer.text)
    assert fields.get("needs_note", "") in answer.text
    assert db.session.scalars(select(Rsvp)).all() == []


def test_a_link_of_a_meeting_that_began_says_so(client, made) -> None:
    meetings.running(made)
    link = link_of(made, "anna")
    assert "nicht mehr antworten" in client.get(link).text
    with at(MEETS_AT):
        assert post(client, link, answer="zugesagt").status_code == 409


def test_needs_are_read_by_the_chair_alone(made, as_) -> None:
    meeting = meetings.invited(made)
    meetings.answered(made, meeting, "anna", "Mia Wolf", "Platz vorn")
    desk = f"{here(made, meeting)}/leitung"
    assert "Platz vorn" in as_("chair").get(desk).text
    assert "Platz vorn" not in as_("secretary").get(desk).text
    confirm = f"{here(made, meeting)}/vertretung/{made.seat_id('anna')}"
    assert post(as_("secretary"), confirm).status_code == 404
    assert post(as_("chair"), confirm).status_code == 303
    assert "bestätigt" in as_("chair").get(desk).text
    assert "Mia Wolf ist da" in as_("secretary").get(f"{here(made, meeting)}/anwesenheit").text


@pytest.mark.parametrize("who", ["anna", "guest", "stranger"])
def test_pages_of_chair_and_secretary_are_not_there_for_others(app, made, as_, who: str) -> None:
    meeting = meetings.invited(made)
    if who == "stranger":
        browser = app.test_client()
        people.sign_in(browser, people.person("Fremd", role="administration"))
    else:
        browser = as_(who)
    page = here(made, meeting)
    pages = ("planung", "leitung", "einladen", "absagen", "anwesenheit", "tagesordnung/")
    assert {browser.get(f"{page}/{name}").status_code for name in pages} == {404}
    assert browser.get(f"{base(made)}/neu").status_code == 404
    deeds = ("beginnen", "unterbrechen", "fortsetzen", "beenden", "absagen", "einladen")
    assert {post(browser, f"{page}/{name}").status_code for name in deeds} == {404}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"ends_at": "16:00"}, "Das Ende liegt vor dem Beginn."),
        ({"day": "2024-03-31", "starts_at": "02:30"}, "nicht genau einmal"),
        ({"day": "2024-10-27", "starts_at": "02:30"}, "nicht genau einmal"),
        ({"video_url": "javascript:alert(1)"}, "beginnt"),
        ({"quorum_rule": "alle"}, "Bitte prüfen Sie Ihre Angaben"),
    ],
)
def test_a_faulty_plan_comes_back_with_what_was_typed(made, as_, change, message: str) -> None:
    with at(MONDAY):
        answer = post(as_("chair"), f"{base(made)}/neu", **(PLAN | change))
    assert answer.status_code == 422
    assert re.search(message, answer.text)
    assert "Bürgerhaus" in answer.text
    assert db.session.scalars(select(Meeting)).all() == []


def test_a_form_sent_twice_plans_one_meeting(made, as_) -> None:
    chair = as_("chair")
    with at(MONDAY):
        answers = [post(chair, f"{base(made)}/neu", idempotency_key="k", **PLAN) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(db.session.scalars(select(Meeting)).all()) == 1


def test_a_stale_plan_is_refused(made, as_) -> None:
    meeting = meetings.planned(made)
    with at(MONDAY):
        answer = post(as_("chair"), f"{here(made, meeting)}/planung", **PLAN, version="0")
    assert answer.status_code == 409
    assert "Bürgerhaus" in answer.text


def test_short_notice_is_refused_at_its_field(made, as_) -> None:
    meeting = meetings.planned(made)
    with at(MEETS_AT - timedelta(days=2)):
        page = f"{here(made, meeting)}/einladen"
        assert "Ladungsfrist ist nicht eingehalten" in as_("chair").get(page).text
        assert post(as_("chair"), page, reason="").status_code == 422
        assert post(as_("chair"), page, reason="Es eilt.").status_code == 303


def test_making_a_text_nonpublic_asks_first(made, as_) -> None:
    meeting = meetings.planned(made)
    item = meetings.with_item(made, meeting, "Raum", text="Der Vertrag endet.")
    page, fields = f"{here(made, meeting)}/tagesordnung/{item.id}", ITEM | {"nonpublic": "y"}
    with at(MONDAY):
        asked = post(as_("chair"), page, **fields, version=item.version)
        assert asked.status_code == 422
        assert 'name="confirmed"' in asked.text
        sent = post(as_("chair"), page, **fields, version=item.version, confirmed="y")
        assert sent.status_code == 303
    assert db.session.get_one(AgendaItem, item.id).public is False


def test_items_move_and_leave_by_buttons(made, as_) -> None:
    meeting, chair = meetings.planned(made), as_("chair")
    agenda = f"{here(made, meeting)}/tagesordnung"
    first, second = meeting.items[0], meeting.items[1]
    with at(MONDAY):
        moved = post(chair, f"{agenda}/{second.id}/schieben", richtung="hoch")
        assert moved.status_code == 303
        assert post(chair, f"{agenda}/{second.id}/schieben", richtung="quer").status_code == 404
        assert post(chair, f"{agenda}/{first.id}/absetzen").status_code == 303
        db.session.expire_all()
        page = chair.get(f"{agenda}/").text
    assert second.title in page
    assert f"punkt-{first.id}" not in page


def test_a_cancelled_meeting_says_why(client, made, as_) -> None:
    meeting = meetings.invited(made)
    page = here(made, meeting)
    with at(MONDAY):
        assert post(as_("chair"), f"{page}/absagen", reason="").status_code == 422
        assert post(as_("chair"), f"{page}/absagen", reason="Sturmflut").status_code == 303
    assert "Sturmflut" in client.get(f"{page}/").text
    assert "METHOD:CANCEL" in client.get(f"{page}/einladung/v2.ics").text


def test_presence_of_a_foreign_seat_is_not_found(made, as_) -> None:
    meeting, other = meetings.invited(made), a_round()
    with at(MEETS_AT):
        page = f"{here(made, meeting)}/anwesenheit"
        answer = post(as_("chair"), page, seat=other.seat_id("anna"), inward="1")
    assert answer.status_code == 404
    assert db.session.scalars(select(Presence)).all() == []


def test_beginning_without_the_agenda_says_what_is_missing(made, as_) -> None:
    meeting = meetings.invited(made)
    with at(MEETS_AT):
        answer = post(as_("chair"), f"{here(made, meeting)}/beginnen")
    assert answer.status_code == 422
    assert "Bitte tragen Sie zuerst ein, wer da ist." in answer.text


def test_pages_cost_the_same_for_many_items_seats_and_meetings(app, statements) -> None:
    few, many = a_round(), a_round()
    meeting = meetings.planned(many)
    for number in range(5):
        meetings.with_item(many, meeting, f"Punkt {number}")
        meetings.planned(many)
        in_transaction(lambda n=number: meetings.one_more_seat(many, 20 + n))
    meetings.invited(many, meeting)

    def walk(made, meeting):
        browser = app.test_client()
        people.sign_in(browser, made.persons["chair"])
        names = ("", "leitung", "anwesenheit", "tagesordnung/", "einladen", "rueckmeldung")
        return browser, [*(f"{here(made, meeting)}/{name}" for name in names), f"{base(made)}/"]

    def costs(browser, pages) -> list[int]:
        browser.get(pages[0])
        found = []
        for page in pages:
            db.session.expunge_all()
            statements.clear()
            assert browser.get(page).status_code == 200
            found.append(len(statements))
        return found

    walks = walk(few, meetings.invited(few)), walk(many, meetings.invited(many, meeting))
    assert costs(*walks[0]) == costs(*walks[1])
