"""Headers on every answer, forged requests refused, redirects stay at home."""

import pytest
from flask import Flask

from kernel.access import PUBLIC, access, require_declarations
from kernel.security import local_address
from search_index import projector, service
from tests.factories.people import person, sign_in


def test_every_answer_carries_the_policy(client) -> None:
    headers = client.get("/health/live").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/", "/suche", "/nichts", "/konto/", "/api/v1/formats"])
def test_no_cache_on_the_way_keeps_what_belongs_to_one_visitor(client, address) -> None:
    assert client.get(address).headers["Cache-Control"] == "private, no-cache"
    sign_in(client, person())
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_a_ready_platform_says_so(client) -> None:
    projector.rebuild(service.index())
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"ok": True, "faults": []})


@pytest.mark.parametrize("address", ["/abstimmungen/%00/", "/beteiligung/a%00b/"])
def test_an_address_with_a_nul_leads_nowhere(client, address) -> None:
    assert client.get(address).status_code == 404


def test_an_unknown_api_address_is_a_problem_document(client) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "not_found"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/konto/", "/konto/"),
        ("/suche?q=karte", "/suche?q=karte"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/konto\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_a_redirect_stays_at_home(address, safe) -> None:
    assert local_address(address) == safe


def test_a_route_without_declaration_stops_the_start() -> None:
    app = Flask("small", static_folder=None)
    app.add_url_rule("/open", "open", access(PUBLIC)(lambda: "ok"))
    require_declarations(app)
    app.add_url_rule("/silent", "silent", lambda: "ok")
    with pytest.raises(RuntimeError, match="silent"):
        require_declarations(app)
