"""Ballots for programs: with a token, once per key, refused as problem documents."""

import pytest

from accounts.sessions.services.sessions import create_token
from kernel.codes import normal
from participation.voting import services
from tests.factories import people, votes


@pytest.fixture
def vote(client):
    person = people.person()
    votes.new_town(0)
    votes.TOWN.people.add(person.id)
    vote = votes.open_vote()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {create_token(person=person, days=30)}"
    with votes.while_open(vote):
        yield vote


def cast(client, vote, choices=None, **more):
    headers = {"Idempotency-Key": more.pop("key", "")}
    body = {"choices": {"o1": 1} if choices is None else choices, **more}
    return client.post(f"/api/v1/votes/{vote.slug}/ballots", json=body, headers=headers)


def test_a_ballot_is_counted(client, vote) -> None:
    answer = cast(client, vote)
    assert answer.status_code == 201
    assert answer.json["state"] == "gezaehlt"
    assert normal(answer.json["receipt"]) == answer.json["receipt"]


def test_the_same_key_gets_the_same_receipt(client, vote) -> None:
    assert cast(client, vote, key="k").json == cast(client, vote, key="k").json
    assert cast(client, vote, key="k").json != cast(client, vote, key="other").json


def test_the_same_key_with_other_choices_is_refused_aloud(client, vote) -> None:
    cast(client, vote, {"o1": 1}, key="k")
    assert cast(client, vote, {"o2": 1}, key="k").status_code == 409


@pytest.mark.parametrize(
    "body", [{}, {"choices": []}, {"choices": {"o1": "1"}}, {"choices": {"x": 1}}, {"choices": {}}]
)
def test_wrong_ballots_are_problems(client, vote, body) -> None:
    answer = client.post(f"/api/v1/votes/{vote.slug}/ballots", json=body)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_after_the_end_the_answer_is_409(client, vote) -> None:
    with votes.after_close(vote):
        services.close_vote(actor=votes.ELECTION_OFFICE, vote=vote)
        votes.seal(vote)
        answers = [cast(client, vote), cast(client, vote, key="k")]
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [
        (409, "closed")
    ] * 2


def test_without_a_token_nothing_is_cast(app, vote) -> None:
    answer = app.test_client().post(
        f"/api/v1/votes/{vote.slug}/ballots",
        json={"choices": {"o1": 1}},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 401


def test_an_unknown_vote_is_not_found(client, vote) -> None:
    assert client.post("/api/v1/votes/nowhere/ballots", json={"choices": {}}).status_code == 404
