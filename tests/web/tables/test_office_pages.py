"""The office sets up tables and gives seats, the chair takes members in; all of it without JavaScript."""

import re

import pytest
from flask.testing import FlaskClient

from accounts.people.models import Person
from kernel.database import db
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.rules.seats import Role
from tests.factories.people import person, sign_in
from tests.factories.tables import a_seat, a_table

HEADERS = {"Sec-Fetch-Site": "same-origin"}
OFFICE = "/verwaltung/runde-tische/"
SPORT = f"{OFFICE}sport/"
TABLE = {
    "name": "Sport",
    "code": "rts",
    "purpose": "Hallen für alle.",
    "groups": "Vereine\n\nBetriebe\n",
    "notice_days": "10",
    "objection_days": "14",
    "speaking_seconds": "120",
}


def send(client: FlaskClient, address: str, data: dict[str, str] | None = None):
    return client.post(address, data=data or {}, headers=HEADERS)


def seat_of(who: Person, role: str = "member", **changes: str) -> dict[str, str]:
    """A seat form as a browser sends it."""
    sent = {"email": who.email, "group_key": "company", "role": role, "votes": "y"}
    return sent | {"organisation": "Hafenwerk"} | changes


@pytest.fixture
def office(client, database) -> FlaskClient:
    """A browser of the administration of the site."""
    sign_in(client, person("Brandt", role="administration"))
    return client


@pytest.fixture
def sport(database) -> RoundTable:
    return a_table(name="Sport")


@pytest.fixture
def chair(client, sport) -> FlaskClient:
    """A browser of somebody who leads the table and has no role besides."""
    leader = person("Frau Kern")
    a_seat(sport, leader, Role.CHAIR)
    sign_in(client, leader)
    return client


def stored() -> RoundTable:
    db.session.expire_all()
    return db.session.query(RoundTable).one()


def test_the_office_sets_up_a_table_and_goes_on_to_its_seats(office) -> None:
    assert "Neuen Runden Tisch anlegen" in office.get(OFFICE).text
    made = send(office, f"{OFFICE}neu", TABLE)
    assert (made.status_code, made.location) == (303, SPORT)
    table = stored()
    assert (table.code, table.notice_days, table.speaking_seconds) == ("RTS", 10, 120)
    assert [group.title for group in table.groups] == ["Vereine", "Betriebe"]
    assert "Noch sind keine Sitze vergeben." in office.get(SPORT).text
    assert SPORT in office.get(OFFICE).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"code": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"code": "R-1"}, "Ein Kürzel hat 2 bis 8 Großbuchstaben"),
        ({"groups": "\n".join(f"Gruppe {n}" for n in range(13))}, "1 bis 12 Gruppen"),
        ({"notice_days": "0"}, "notice_days"),
        ({"speaking_seconds": "sehr lang"}, "speaking_seconds"),
        ({"district_key": "atlantis"}, "district_key"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(office, changes, message) -> None:
    answer = send(office, f"{OFFICE}neu", TABLE | changes)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Hallen für alle." in answer.text
    assert db.session.query(RoundTable).count() == 0


def test_a_form_sent_twice_makes_one_table(office) -> None:
    sent = TABLE | {"idempotency_key": "7c2b1ed6-6b0f-4a0e-9c0e-3f1a5d1b2c3d"}
    answers = {send(office, f"{OFFICE}neu", sent).location for _ in range(2)}
    assert answers == {SPORT}
    assert db.session.query(RoundTable).count() == 1


def test_a_taken_code_is_refused_at_its_field(office) -> None:
    a_table(code="RTS")
    answer = send(office, f"{OFFICE}neu", TABLE)
    assert answer.status_code == 422
    assert "Dieses Kürzel hat schon ein anderer Runder Tisch." in answer.text


def test_who_changed_it_meanwhile_keeps_what_was_stored_and_you_what_you_typed(
    office, sport
) -> None:
    opened_on = str(sport.version)
    send(office, f"{SPORT}bearbeiten", TABLE | {"version": opened_on, "groups": "Unternehmen"})
    late = TABLE | {"version": opened_on, "groups": "Unternehmen", "purpose": "Später."}
    refused = send(office, f"{SPORT}bearbeiten", late)
    assert refused.status_code == 422
    assert "Jemand hat den Runden Tisch inzwischen geändert." in refused.text
    assert "Später." in refused.text
    assert stored().purpose == "Hallen für alle."
    version = re.search(r'name="version"[^>]*value="(\d+)"', refused.text)
    assert version
    again = send(office, f"{SPORT}bearbeiten", late | {"version": version[1]})
    assert again.status_code == 303
    assert stored().purpose == "Später."


def test_the_office_names_the_chair_hands_seats_on_and_ends_them(office, sport) -> None:
    ana, bo = person("Ana Lopes"), person("Bo Kaya")
    assert send(office, f"{SPORT}sitze/neu", seat_of(ana, "chair")).status_code == 303
    assert "S1: Ana Lopes, Hafenwerk" in office.get(SPORT).text
    replaced = send(office, f"{SPORT}sitze/1/neu-besetzen", seat_of(bo, "chair"))
    assert replaced.status_code == 303
    page = office.get(SPORT).text
    assert "S1: Bo Kaya, Hafenwerk" in page
    assert "Ana Lopes" not in page
    assert "Bo Kaya" in office.get(f"{SPORT}sitze/1/beenden").text
    assert send(office, f"{SPORT}sitze/1/beenden").status_code == 303
    assert "Bo Kaya" not in office.get(SPORT).text
    assert office.get(f"{SPORT}sitze/1/beenden").status_code == 404


def test_a_seat_without_an_address_stands_vacant(office, sport) -> None:
    send(office, f"{SPORT}sitze/neu", seat_of(person("Ana")) | {"email": ""})
    assert "S1: zurzeit unbesetzt" in office.get(SPORT).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "niemand@example.org"}, "Mit dieser Adresse gibt es kein Konto."),
        ({"group_key": "piraten"}, "group_key"),
        ({"group_key": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"role": "kaiser"}, "role"),
        ({"organisation": "x" * 121}, "organisation"),
    ],
)
def test_a_seat_that_does_not_fit_is_refused_at_its_field(office, sport, changes, message) -> None:
    answer = send(office, f"{SPORT}sitze/neu", seat_of(person("Ana"), **changes))
    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.query(Seat).count() == 0


def test_a_second_seat_of_a_person_is_refused_at_the_address(office, sport) -> None:
    ana = person("Ana")
    a_seat(sport, ana)
    answer = send(office, f"{SPORT}sitze/neu", seat_of(ana))
    assert answer.status_code == 422
    assert "Diese Person hat schon einen Sitz an diesem Runden Tisch." in answer.text


def test_deputies_are_added_in_order_and_removed(office, sport) -> None:
    bo, cem = person("Bo Kaya"), person("Cem Öz")
    a_seat(sport, person("Ana"))
    row = f"{SPORT}sitze/1/stellvertretung"
    assert "Noch vertritt niemand diesen Sitz." in office.get(row).text
    for one in (bo, cem):
        assert send(office, row, {"email": one.email}).status_code == 303
    page = office.get(row).text
    assert page.index("Bo Kaya") < page.index("Cem Öz")
    assert "Stellvertretung: Bo Kaya, Cem Öz" in office.get(SPORT).text
    twice = send(office, row, {"email": bo.email})
    assert (twice.status_code, "vertritt den Sitz schon" in twice.text) == (422, True)
    assert send(office, f"{row}/{bo.id}/entfernen").status_code == 303
    assert "Bo Kaya" not in office.get(row).text


def test_the_end_of_a_table_is_asked_for_first_and_is_final(office, sport) -> None:
    a_seat(sport, person("Ana"))
    assert "Sie können ihn nicht wieder öffnen." in office.get(f"{SPORT}beenden").text
    assert stored().closed_at is None
    assert send(office, f"{SPORT}beenden").status_code == 303
    assert stored().closed_at is not None
    assert send(office, f"{SPORT}beenden").status_code == 303
    page = office.get(SPORT).text
    assert "Dieser Runde Tisch ist beendet" in page
    assert "Sitz vergeben" not in page
    late = send(office, f"{SPORT}sitze/neu", seat_of(person("Bo")))
    assert (late.status_code, "bleibt, wie er ist" in late.text) == (422, True)


def test_the_chair_takes_members_in_from_the_page_of_the_table(chair) -> None:
    assert SPORT in chair.get("/runde-tische/sport/").text
    page = chair.get(f"{SPORT}sitze/neu").text
    assert re.findall(r'name="role"[^>]*value="(\w+)"', page) == ["member", "guest"]
    assert send(chair, f"{SPORT}sitze/neu", seat_of(person("Ana"))).status_code == 303
    assert "S2: Ana, Hafenwerk" in chair.get(SPORT).text


def test_the_chair_names_no_chair_and_changes_none(chair) -> None:
    for role in ("chair", "secretary"):
        answer = send(chair, f"{SPORT}sitze/neu", seat_of(person("Ana"), role))
        assert answer.status_code == 422
    for deed in ("neu-besetzen", "beenden", "stellvertretung"):
        assert chair.get(f"{SPORT}sitze/1/{deed}").status_code == 404
        assert send(chair, f"{SPORT}sitze/1/{deed}").status_code == 404
    page = chair.get(SPORT).text
    assert "S1 beenden" not in page
    assert "Runden Tisch bearbeiten" not in page
    for deed in ("bearbeiten", "beenden"):
        assert chair.get(SPORT + deed).status_code == 403


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.GUEST, None])
def test_for_others_the_seats_pages_are_not_there(client, sport, role: Role | None) -> None:
    me = person("Ana")
    if role:
        a_seat(sport, me, role)
    sign_in(client, me)
    for page in ("", "sitze/neu", "sitze/1/beenden", "sitze/1/stellvertretung"):
        assert client.get(SPORT + page).status_code == 404
    assert send(client, f"{SPORT}sitze/neu", seat_of(person("Bo"))).status_code == 404


def test_an_office_of_another_district_finds_nothing_to_change(client, sport) -> None:
    sign_in(client, person("Vogt", role="administration", scope="district:nord"))
    assert "In Ihrem Bereich gibt es noch keinen Runden Tisch." in client.get(OFFICE).text
    assert client.get(SPORT).status_code == 404
    assert client.get(f"{SPORT}bearbeiten").status_code == 403
    assert send(client, f"{SPORT}beenden").status_code == 403
