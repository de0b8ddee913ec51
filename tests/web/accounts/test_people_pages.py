"""`/verwaltung/personen/`: find people, grant and end roles, close accounts."""

import pytest

from accounts.people.queries import role_grants_for
from accounts.people.services import grant_role
from kernel.actors import SYSTEM
from tests.factories.people import actor_of, person, sign_in
from tests.support.sign_in import is_signed_in, send

PEOPLE = "/verwaltung/personen/"


@pytest.fixture
def boss(client):
    made = person("Bo", role="administration")
    sign_in(client, made)
    return made


def test_people_are_found_by_a_part_of_name_or_address(client, boss) -> None:
    anna, ben = person("Anna Petersen", role="moderator", scope="district:nord"), person("Ben")
    page = client.get(f"{PEOPLE}?q=peters").text
    assert anna.email in page
    assert "Moderation (district:nord)" in page
    assert ben.email not in page
    assert ben.email in client.get(f"{PEOPLE}?q={ben.email}").text
    assert "Niemand gefunden" in client.get(f"{PEOPLE}?q=%25").text


def test_the_list_costs_the_same_for_two_and_for_twenty(client, boss, statements) -> None:
    def cost() -> int:
        client.get(PEOPLE)
        statements.drain()
        client.get(PEOPLE)
        return len(statements.drain())

    person("Anna", role="moderator")
    few = cost()
    for number in range(20):
        person(f"Person {number}", role="evaluator")
    assert cost() <= few


def test_a_role_is_granted_with_scope_and_last_day(client, boss) -> None:
    anna = person("Anna")
    answer = send(
        client,
        f"{PEOPLE}{anna.id}/",
        role="moderator",
        scope="district:nord",
        last_day="2999-12-31",
    )
    assert answer.status_code == 303
    assert actor_of(anna).has("moderator", "district:nord")
    page = client.get(f"{PEOPLE}{anna.id}/").text
    assert "district:nord" in page
    assert "31. Dezember 2999, 24\u00a0Uhr" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"role": "moderator", "scope": "person:1"}, "Diesen Bereich gibt es nicht"),
        ({"role": "moderator", "scope": ""}, "nennen Sie den Bereich"),
        ({"role": "king", "scope": "site"}, "Rolle"),
    ],
)
def test_a_wrong_grant_comes_back_with_the_reason(client, boss, fields, message) -> None:
    anna = person("Anna")
    answer = send(client, f"{PEOPLE}{anna.id}/", **fields)
    assert answer.status_code == 422
    assert message in answer.text
    assert actor_of(anna).grants == frozenset()


def test_a_role_ends_at_once(client, boss) -> None:
    anna = person("Anna", role="moderator")
    grant = role_grants_for(actor_of(boss), [anna.id])[0]
    send(client, f"{PEOPLE}{anna.id}/rollen/{grant.id}/beenden")
    assert not actor_of(anna).has("moderator")
    assert "Keine Rolle" in client.get(f"{PEOPLE}{anna.id}/").text


def test_a_grant_belongs_to_its_person(client, boss) -> None:
    anna, ben = person("Anna", role="moderator"), person("Ben")
    grant = role_grants_for(actor_of(boss), [anna.id])[0]
    assert send(client, f"{PEOPLE}{ben.id}/rollen/{grant.id}/beenden").status_code == 404
    assert actor_of(anna).has("moderator")


def test_nobody_grants_or_closes_on_the_own_page(client, boss) -> None:
    page = client.get(f"{PEOPLE}{boss.id}/").text
    assert "Rolle vergeben" not in page
    assert "Konto schließen" not in page
    fields = {"role": "moderator", "scope": "site"}
    assert send(client, f"{PEOPLE}{boss.id}/", **fields).status_code == 403
    assert send(client, f"{PEOPLE}{boss.id}/schliessen").status_code == 403


def test_a_closed_account_is_out_at_once_and_comes_back_when_opened(client, app, boss) -> None:
    anna, phone = person("Anna"), app.test_client()
    sign_in(phone, anna)
    assert is_signed_in(phone)
    send(client, f"{PEOPLE}{anna.id}/schliessen")
    assert not is_signed_in(phone)
    assert "Konto geschlossen" in client.get(f"{PEOPLE}{anna.id}/").text
    send(client, f"{PEOPLE}{anna.id}/oeffnen")
    sign_in(phone, anna)
    assert is_signed_in(phone)


def test_a_person_is_signed_out_everywhere(client, app, boss) -> None:
    anna, phone = person("Anna"), app.test_client()
    sign_in(phone, anna)
    assert is_signed_in(phone)
    assert send(phone, f"{PEOPLE}{boss.id}/sitzungen/beenden").status_code == 403
    send(client, f"{PEOPLE}{anna.id}/sitzungen/beenden")
    assert not is_signed_in(phone)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        (None, "site", 403),
        ("moderator", "site", 403),
        ("administration", "votes", 403),
        ("administration", "site", 200),
        ("operator", "site", 200),
    ],
)
def test_only_who_looks_after_people_sees_them(client, role, scope, status) -> None:
    me = person("Ich")
    if role:
        grant_role(actor=SYSTEM, person=me, role=role, scope=scope)
    sign_in(client, me)
    assert client.get(PEOPLE).status_code == status
    assert client.get(f"{PEOPLE}{me.id}/").status_code == status
