"""`POST /api/v1/threads/{id}/comments`."""

import pytest
from sqlalchemy import func, select

from discussion.threads.models import Comment, Thread
from kernel.database import db
from kernel.ids import new_id
from tests.factories.people import person, sign_in
from tests.factories.threads import a_comment


@pytest.fixture
def post(client, topic):
    """A program that acts for Anna."""
    sign_in(client, person("Anna"))

    def send(thread: object, json: object, key: str = ""):
        headers = {"Sec-Fetch-Site": "same-origin"}
        if key:
            headers["Idempotency-Key"] = key
        return client.post(f"/api/v1/threads/{thread}/comments", json=json, headers=headers)

    return send


def comments() -> int:
    return db.session.scalar(select(func.count()).select_from(Comment)) or 0


def test_the_first_comment_names_the_subject_the_next_the_thread(post, topic, client) -> None:
    first = post(topic.subject, {"text": "Eins."})
    assert first.status_code == 201
    assert client.get(first.json["url"]).status_code == 200
    assert first.headers["Location"] == first.json["url"]
    thread = db.session.scalars(select(Thread)).one()
    second = post(thread.id, {"text": "Zwei.", "parent": first.json["id"]})
    assert second.status_code == 201
    assert comments() == 2


def test_a_repeated_key_gets_the_same_answer(post, topic) -> None:
    answers = [post(topic.subject, {"text": "Eins."}, key="k") for _ in range(3)]
    assert {(a.status_code, a.json["id"]) for a in answers} == {(201, answers[0].json["id"])}
    assert post(topic.subject, {"text": "Anders."}, key="k").status_code == 409
    assert comments() == 1


@pytest.mark.parametrize(
    "json", [None, [], "Text", {}, {"text": 7}, {"text": "Ja.", "parent": "x"}, {"text": " "}]
)
def test_what_does_not_fit_is_a_problem_document(post, topic, json) -> None:
    answer = post(topic.subject, json)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert comments() == 0


def test_refusals_have_their_codes(post, topic, client) -> None:
    assert post(topic.subject, {"text": "[" * 300}).json["code"] == "too_large"
    assert post(new_id(), {"text": "Ja."}).status_code == 404
    assert post("quatsch", {"text": "Ja."}).status_code == 404
    assert post("unbekannt:7", {"text": "Ja."}).status_code == 404
    topic.is_open = False
    assert post(topic.subject, {"text": "Ja."}).json["code"] == "not_permitted"
    topic.is_public = False
    assert post(topic.subject, {"text": "Ja."}).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, topic) -> None:
    thread = db.session.get_one(Comment, a_comment(topic)).thread_id
    answer = client.post(
        f"/api/v1/threads/{thread}/comments",
        json={"text": "Ja."},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


def test_too_fast_says_when_to_come_back(post, topic) -> None:
    for number in range(10):
        post(topic.subject, {"text": f"{number}."})
    answer = post(topic.subject, {"text": "Zu viel."})
    assert (answer.status_code, answer.json["code"]) == (429, "too_fast")
    assert int(answer.headers["Retry-After"]) > 0
