"""Votes for programs: what everybody may read, and nothing per option before it is public."""

import hashlib
import json

import pytest

from participation.voting import services
from tests.factories import votes


@pytest.fixture
def person():
    return votes.new_town(1)[0]


def told(client, vote):
    return client.get(f"/api/v1/votes/{vote.id}")


def test_a_vote_tells_its_options_and_the_card_that_was_hashed(client, person) -> None:
    vote = votes.open_vote(costs=(60_00, 50_00))
    with votes.while_open(vote):
        item = client.get("/api/v1/votes").json["items"][0]
        whole = told(client, vote).json
    assert (item["slug"], item["state"], item["budget_cents"]) == (vote.slug, "offen", 100_00)
    assert whole | item == whole
    assert [(option["key"], option["cost_cents"]) for option in whole["options"]] == [
        ("o1", 60_00),
        ("o2", 50_00),
    ]
    assert hashlib.sha256(whole["card"].encode()).hexdigest() == whole["card_hash"]


def test_the_result_is_told_once_it_is_public(client, person) -> None:
    vote = votes.open_vote()
    with votes.while_open(vote):
        services.cast_ballot(actor=person, vote=vote, choices={"o1": 1}, nonce=b"n" * 32)
        assert told(client, vote).json["result"] is None
        assert "votes" not in json.dumps(told(client, vote).json["options"])
    with votes.after_close(vote):
        services.close_vote(actor=votes.ELECTION_OFFICE, vote=vote)
        votes.seal(vote)
        services.count_vote(actor=votes.ELECTION_OFFICE, vote=vote)
        assert told(client, vote).json["result"] is None
        services.publish_result(actor=votes.ELECTION_OFFICE, vote=vote)
        assert told(client, vote).json["result"]["winners"] == ["o1"]


def test_a_vote_in_preparation_looks_like_none(client, person) -> None:
    vote = votes.prepared_vote()
    assert told(client, vote).status_code == 404
    assert told(client, vote).content_type == "application/problem+json"
    assert client.get("/api/v1/votes").json == {"items": [], "next": None}


def test_pages_of_votes_follow_each_other_with_as_many_statements(
    client, person, statements, monkeypatch
) -> None:
    monkeypatch.setattr("participation.voting.queries.PAGE", 2)
    made = [votes.announced_vote().slug for _ in range(5)]
    seen, after, costs = [], "", set()
    while after is not None:
        statements.clear()
        page = client.get(f"/api/v1/votes?after={after}").json
        costs.add(len(statements))
        seen += [item["slug"] for item in page["items"]]
        after = page["next"]
    assert seen == made[::-1]
    assert len(costs) == 1


@pytest.mark.parametrize("cursor", ["x", "0", "%00", "\U0001f600"])
def test_a_made_up_cursor_is_none(client, person, cursor) -> None:
    votes.announced_vote()
    assert len(client.get(f"/api/v1/votes?after={cursor}").json["items"]) == 1
