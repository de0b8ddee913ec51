"""Formats and proposals for programs."""

import pytest

from participation.consultations.models.formats import Visibility
from participation.consultations.queries import proposals as queries
from participation.consultations.services.members import add_member
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_draft_format, a_format
from tests.factories.people import actor_of, person, sign_in
from tests.factories.proposals import a_proposal

WORDS = {"title": "Freie Fahrt", "text": "Für *alle*."}


@pytest.fixture
def anna(client):
    anna = person("Anna")
    sign_in(client, anna)
    return anna


def post(client, slug: str, body: object, key: str = ""):
    headers = {"Sec-Fetch-Site": "same-origin", "Idempotency-Key": key}
    return client.post(f"/api/v1/formats/{slug}/proposals", json=body, headers=headers)


def test_formats_are_listed_and_told_one_by_one(client) -> None:
    shown = a_format()
    a_draft_format()
    items = client.get("/api/v1/formats").json["items"]
    assert [item["slug"] for item in items] == [shown.slug]
    whole = client.get(f"/api/v1/formats/{items[0]['id']}").json
    assert [phase["type"] for phase in whole["phases"]][:2] == ["collect", "evaluate"]


def test_a_program_proposes_and_repeats_itself_without_harm(client, anna) -> None:
    slug = a_format().slug
    answers = [post(client, slug, WORDS, key="k") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    told = client.get(answers[0].headers["Location"]).json
    assert (told["number"], told["text"], told["status"]) == (1, "Für *alle*.", "offen")


@pytest.mark.parametrize(
    ("body", "status"),
    [(WORDS | {"title": "Bus"}, 422), ({"title": "Freie Fahrt"}, 422), ([], 422)],
)
def test_what_does_not_fit_is_a_problem(client, anna, body, status) -> None:
    answer = post(client, a_format().slug, body)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_a_visitor_proposes_nothing(client) -> None:
    assert post(client, a_format().slug, WORDS).status_code == 401


def test_pages_follow_each_other_and_internal_ones_leave_no_trace(client, monkeypatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    hidden, member = a_format(visibility=Visibility.INTERN), a_citizen()
    add_member(actor=an_official(), format_=hidden, person_id=member.person_id)
    secret = a_proposal(hidden, author=member)
    format_ = a_format()
    made = [a_proposal(format_).title for _ in range(3)]
    a_proposal()
    seen, after = [], ""
    while after is not None:
        page = client.get(f"/api/v1/proposals?format={format_.slug}&after={after}").json
        seen += [item["title"] for item in page["items"]]
        after = page["next"]
    assert seen == made[::-1]
    assert client.get(f"/api/v1/proposals/{secret.id}").status_code == 404
    everything = client.get("/api/v1/proposals").json["items"]
    assert secret.title not in [item["title"] for item in everything]


def test_the_authors_name_is_no_part_of_the_answer(client) -> None:
    anna = person("Anna Geheim")
    a_proposal(author=actor_of(anna))
    assert "Geheim" not in client.get("/api/v1/proposals").text


def test_a_format_nobody_can_name_has_no_proposals(client) -> None:
    answer = client.get("/api/v1/proposals?format=a%00b")
    assert (answer.status_code, answer.json["items"]) == (200, [])
