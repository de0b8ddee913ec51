"""Every refusal and every fault is said in German: a page for people, problem JSON for programs."""

import errno
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from accounts.sessions.services.sessions import create_token
from kernel import health, limits
from kernel.errors import NotFound, TooFast
from search_index import projector, service
from tests.factories.people import person, sign_in
from tests.support.sign_in import SAME_ORIGIN, send

PAGE, LIST = "start.page", "consultations_api.formats"
DISK_FULL = OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
NO_TABLE = OperationalError("SELECT", {}, sqlite3.OperationalError("no such table: secret"))
TOO_BIG = b"x" * 1_100_000


@pytest.fixture
def failing(app, monkeypatch):
    """Lets the start page and the API's list of formats raise an error."""

    def begin(error: Exception) -> None:
        def fail() -> str:
            raise error

        for endpoint in (PAGE, LIST):
            monkeypatch.setitem(app.view_functions, endpoint, fail)

    return begin


def told(answer, status: int, code: str) -> str:
    """The sentence of a problem document, which must have this status and code."""
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert answer.json["title"]
    return answer.json["detail"]


@pytest.fixture
def bearer(database):
    return {"Authorization": f"Bearer {create_token(person=person())}"}


def test_the_api_answers_wrong_addresses_and_methods_with_problems(client, bearer) -> None:
    told(client.get("/api/v1/nothing"), 404, "not_found")
    told(client.post("/api/v1/nothing"), 404, "not_found")
    told(client.delete("/api/v1/formats"), 405, "invalid")
    wrong = client.post("/api/v1/formats", headers=bearer)
    told(wrong, 405, "invalid")
    assert "GET" in wrong.headers["Allow"]


def test_the_api_answers_wrong_bodies_with_problems(client, bearer) -> None:
    address = "/api/v1/formats/none/proposals"
    told(client.post(address, headers=bearer, data=TOO_BIG), 413, "too_large")
    assert "JSON" in told(client.post(address, headers=bearer, data=b"{"), 422, "invalid")
    told(
        client.post(address, headers=bearer, data=b"\xff", content_type="text/plain"),
        422,
        "invalid",
    )


def test_the_api_asks_a_program_for_its_key(client, database) -> None:
    address = "/api/v1/formats/none/proposals"
    told(client.post(address, json={}), 401, "not_signed_in")
    sign_in(client, person())
    assert "X-CSRF-Token" in told(client.post(address, json={}), 403, "not_permitted")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (TooFast(retry_in=7), 429, "too_fast"),
        (ZeroDivisionError("secret"), 500, "internal"),
        (DISK_FULL, 503, "internal"),
        (NO_TABLE, 500, "internal"),
        (sqlite3.OperationalError("no such column: secret"), 500, "internal"),
        (OSError(errno.ENOSPC, "full"), 503, "internal"),
    ],
)
def test_whatever_goes_wrong_has_its_status_and_gives_nothing_away(
    client, failing, error, status, code
) -> None:
    failing(error)
    problem, page = client.get("/api/v1/formats"), client.get("/")
    told(problem, status, code)
    assert page.status_code == status
    assert '<html lang="de">' in page.text
    assert "secret" not in problem.text + page.text
    if status in {429, 503}:
        assert int(page.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [("/nichts", "get", 404), ("/nichts", "post", 404), ("/suche", "put", 405)],
)
def test_a_page_says_what_is_wrong_with_address_or_method(client, address, method, status) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert '<html lang="de">' in answer.text


GENERAL = "Vielleicht hat sich die Adresse geändert"


def test_the_page_of_an_absent_thing_keeps_the_sentence_of_the_refusal(client, failing) -> None:
    failing(NotFound("Dieser Entwurf ist gelöscht."))
    page = client.get("/")
    assert (page.status_code, "Dieser Entwurf ist gelöscht." in page.text) == (404, True)
    assert GENERAL not in page.text


def test_without_an_own_sentence_the_page_says_what_may_have_happened(client, failing) -> None:
    failing(NotFound())
    for page in (client.get("/"), client.get("/nichts")):
        assert (page.status_code, GENERAL in page.text) == (404, True)


def test_too_large_a_form_is_said_in_german(client) -> None:
    answer = client.post("/anmelden", data={"email": "x" * 1_100_000}, headers=SAME_ORIGIN)
    assert answer.status_code == 413
    assert "zu groß" in answer.text


def test_a_foreign_host_name_is_refused_in_german(client) -> None:
    page = client.get("/", headers={"Host": "evil.example"})
    assert (page.status_code, "evil" in page.text) == (400, False)
    assert "nicht zu erreichen" in page.text
    told(client.get("/api/v1/formats", headers={"Host": "evil.example"}), 400, "invalid")


def test_an_outage_is_told_by_the_probe_and_the_others_are_still_asked(client, monkeypatch) -> None:
    def broken() -> str:
        raise DISK_FULL

    projector.rebuild(service.index())
    monkeypatch.setitem(health._checks, "database", broken)
    monkeypatch.setattr(health, "MIN_FREE_BYTES", 10**18)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["faults"]) == (503, ["database", "disk"])


def test_a_form_beyond_the_limit_says_when_to_come_back(client) -> None:
    limits.forget_all()
    answers = [send(client, "/anmelden", email="a@example.org", weg="mail") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
