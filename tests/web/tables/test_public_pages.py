"""What everybody reads of round tables, without JavaScript and without an account."""

import pytest

from accounts.people.models import Person
from kernel.actors import SYSTEM
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.rules.names import PublicName
from roundtable.tables.rules.seats import Role
from roundtable.tables.services.seats import add_deputy, choose_public_name
from roundtable.tables.services.tables import close_table
from tests.factories.formats import a_district
from tests.factories.people import actor_of, person, sign_in
from tests.factories.tables import a_seat, a_table

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def named(table: RoundTable, who: Person, role: Role, level: PublicName, **changes: str) -> Seat:
    seat = a_seat(table, who, role, **changes)
    choose_public_name(actor=actor_of(who), seat=seat, level=level)
    return seat


def test_without_a_table_the_list_says_what_will_stand_here(client, database) -> None:
    assert "Noch gibt es keinen Runden Tisch." in client.get("/runde-tische/").text


def test_the_list_says_what_each_table_is_for(client, database) -> None:
    a_table(name="Sport", purpose="Hallen für alle.")
    page = client.get("/runde-tische/").text
    assert 'href="/runde-tische/sport/"' in page
    assert "Hallen für alle." in page
    assert "Stadtweit" in page


def test_the_list_by_district_leaves_the_others_out(client, database) -> None:
    a_district()
    a_table(name="Im Norden", district_key="nord")
    a_table(name="Für alle")
    page = client.get("/runde-tische/?bezirk=nord").text
    assert "Im Norden" in page
    assert "Für alle" not in page
    assert "Für alle" in client.get("/runde-tische/?bezirk=atlantis").text


def test_a_district_without_a_table_leads_back_to_all(client, database) -> None:
    a_district()
    page = client.get("/runde-tische/?bezirk=nord").text
    assert "In diesem Bezirk gibt es noch keinen Runden Tisch." in page


def test_a_long_list_has_pages(client, database) -> None:
    for number in range(31):
        a_table(name=f"Tisch {number:02}")
    first = client.get("/runde-tische/")
    assert "Seite 1 von 2" in first.text
    assert "Tisch 30" not in first.text
    assert "Tisch 30" in client.get("/runde-tische/?seite=2").text
    for strange in ("0", "-3", "99", "x", "9" * 30):
        assert client.get(f"/runde-tische/?seite={strange}").status_code == 200


def test_an_unknown_table_is_not_there(client, database) -> None:
    assert client.get("/runde-tische/gibt-es-nicht/").status_code == 404


def test_the_page_names_people_only_as_far_as_they_agreed(client, database) -> None:
    people = [person(f"{name} Unverwechselbar") for name in ("Ana", "Bo", "Cem", "Dana")]
    table = a_table(name="Sport")
    named(table, people[0], Role.CHAIR, PublicName.NAME, organisation="Hafenwerk")
    named(table, people[1], Role.MEMBER, PublicName.ORGANISATION, organisation="Turnclub")
    seat = named(table, people[2], Role.MEMBER, PublicName.GROUP, organisation="Geheim GmbH")
    add_deputy(actor=SYSTEM, seat=seat, person_id=people[3].id)
    page = client.get("/runde-tische/sport/").text
    assert "Ana Unverwechselbar, Hafenwerk" in page
    assert "Turnclub" in page
    hidden = ("Bo Unverwechselbar", "Cem Unverwechselbar", "Dana Unverwechselbar", "Geheim GmbH")
    assert [word for word in hidden if word in page] == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
def test_who_sits_there_knows_the_others_by_name(client, database, role: Role) -> None:
    me, other = person("Ana Lopes"), person("Cem Kaya")
    table = a_table(name="Sport")
    a_seat(table, me, role)
    a_seat(table, other)
    sign_in(client, me)
    page = client.get("/runde-tische/sport/").text
    assert "Cem Kaya" in page
    assert "öffentlich: Nur die Gruppe" in page
    assert "Sitze verwalten" not in page


def test_a_stranger_with_an_account_reads_what_everybody_reads(client, database) -> None:
    me, other = person("Ana Lopes"), person("Cem Kaya")
    a_seat(a_table(name="Sport"), other)
    sign_in(client, me)
    assert "Cem Kaya" not in client.get("/runde-tische/sport/").text


def test_a_table_that_has_ended_stays_readable(client, database) -> None:
    table = a_table(name="Sport")
    a_seat(table, person("Ana"))
    close_table(actor=SYSTEM, table=table)
    page = client.get("/runde-tische/sport/").text
    assert "Dieser Runde Tisch ist beendet" in page
    assert "Niemand sitzt mehr an diesem Tisch." in page


def test_hostile_words_stay_words(client, database) -> None:
    who = person(HOSTILE[:60])
    table = a_table(
        name=HOSTILE, purpose=HOSTILE, taking_part=HOSTILE, place=HOSTILE, groups=(HOSTILE,)
    )
    key = table.groups[0].key
    seat = named(table, who, Role.CHAIR, PublicName.NAME, organisation=HOSTILE, group_key=key)
    sign_in(client, who)
    home = f"/verwaltung/runde-tische/{table.slug}/"
    pages = (
        f"/runde-tische/{table.slug}/",
        "/runde-tische/",
        "/konto/",
        f"/konto/sitze/{seat.id}",
        home,
    )
    for page in pages:
        assert "<script>alert" not in client.get(page).text
        assert "<img src=x" not in client.get(page).text
