"""Roles and office pages; hostile words on public ones."""

import pytest

from tests.factories.formats import a_contact, a_format, plans
from tests.factories.people import person, sign_in

PREFIXES = ("office_formats.", "office_people.", "office_results.", "office_site.")
VALUES = {
    "slug": "x",
    "path": "angebote",
    "number": "1",
    "person_id": "00000000-0000-0000-0000-000000000000",
}
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def office_addresses(app) -> list[tuple[str, str]]:
    """Every method and address of the office's pages of formats."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(PREFIXES)]
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return [
            (method, adapter.build(rule.endpoint, {n: VALUES[n] for n in rule.arguments}))
            for rule in rules
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]


@pytest.mark.parametrize("role", [None, "citizen", "moderator", "evaluator", "operator"])
def test_no_other_role_enters_the_offices_pages(client, app, role) -> None:
    sign_in(client, person("Anna", role=role))
    answers = {
        client.open(address, method=method, headers={"Sec-Fetch-Site": "same-origin"}).status_code
        for method, address in office_addresses(app)
    }
    assert answers == {403}


def test_visitors_are_asked_to_sign_in(client, app) -> None:
    reading = [address for method, address in office_addresses(app) if method == "GET"]
    assert len(reading) > 8
    assert {client.get(address).status_code for address in reading} == {302}


def test_hostile_words_stay_words_wherever_a_format_shows_them(client) -> None:
    first, *rest = plans()
    hostile = type(first)(first.type, HOSTILE, first.starts_at, first.ends_at)
    format_ = a_format(
        title=f"Ein Titel {HOSTILE}",
        summary=HOSTILE,
        text=HOSTILE,
        phases=(hostile, *rest),
        responsible=a_contact(name=HOSTILE, role=HOSTILE, office=HOSTILE, contact=HOSTILE),
    )
    sign_in(client, person(HOSTILE[:60], role="administration"))
    for page in (
        "/beteiligung/",
        f"/beteiligung/{format_.slug}/",
        "/verwaltung/formate/",
        f"/verwaltung/formate/{format_.slug}/",
        f"/verwaltung/formate/{format_.slug}/bearbeiten",
        f"/verwaltung/formate/{format_.slug}/phasen/1/verlaengern",
    ):
        html = client.get(page).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;" in html
