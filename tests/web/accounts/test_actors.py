"""A request has a person behind it, by cookie or by token."""

from accounts.sessions.services import sessions as services
from tests.factories.people import person, sign_in


def is_personal(answer) -> bool:
    return answer.headers.get("Cache-Control") == "no-store"


def test_a_cookie_brings_its_person_with_at_most_one_statement(client, statements) -> None:
    assert not is_personal(client.get("/health/live"))
    sign_in(client, person("Anna"))
    statements.drain()
    assert is_personal(client.get("/health/live"))
    assert len(statements) <= 1
    assert statements.writes == []


def test_a_token_brings_its_person(client) -> None:
    token = services.create_token(person=person("Anna"))
    answer = client.get("/health/live", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, is_personal(answer)) == (200, True)


def test_a_wrong_token_is_refused_even_with_a_cookie(client) -> None:
    sign_in(client, person("Anna"))
    answer = client.get("/api/v1/anything", headers={"Authorization": "Bearer wrong"})
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")
