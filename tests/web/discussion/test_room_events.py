"""What a conversation has told, by number: complete, in order, and only to who may see its subject."""

import pytest
from sqlalchemy import select

from discussion.threads.models import Thread
from discussion.threads.services.correcting import edit_comment, undo_comment
from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.reacting import react
from kernel.database import db
from kernel.ids import new_id
from tests.factories.actors import a_citizen, an_official
from tests.factories.people import actor
from tests.factories.threads import a_comment

WHY = "Das verletzt unsere Regeln."


def address() -> str:
    thread = db.session.scalars(select(Thread)).one()
    return f"/api/v1/rooms/{thread.room}/events"


def told(client, after: int = 0) -> list[tuple[int, str]]:
    events = client.get(f"{address()}?after={after}").json["missed"]
    return [(event["seq"], event["kind"]) for event in events]


def test_everything_that_readers_can_see_is_told_in_order_but_no_voices(client, topic) -> None:
    anna = actor("Anna")
    first, second = a_comment(topic, by=anna), a_comment(topic)
    edit_comment(actor=anna, comment_id=first, text="Anders.", based_on=1)
    react(actor=a_citizen(), comment_id=second, value=1)
    undo_comment(actor=anna, comment_id=first)
    kinds = ["posted", "posted", "edited", "undone"]
    assert told(client) == [(n, f"comment.{kind}") for n, kind in enumerate(kinds, start=1)]
    assert told(client, after=3) == [(4, "comment.undone")]
    assert told(client, after=4) == []


def test_a_comment_is_told_with_its_author_and_text(client, topic) -> None:
    root = a_comment(topic, "Mehr **Bänke**.", by=actor("Anna"))
    reply = a_comment(topic, "Ja.", by=actor("Ben"), to=root)
    answer = client.get(address()).json
    first, second = answer["missed"]
    assert (answer["seq"], answer["more"]) == (2, False)
    assert (first["actor"], first["data"]["text"]) == ("Anna", "Mehr **Bänke**.")
    assert first["data"]["html"] == "<p>Mehr <strong>Bänke</strong>.</p>"
    assert second["data"]["parent"] == str(root)
    assert second["data"]["url"] == f"/beitraege/{reply}"


def test_a_hidden_text_is_not_told_to_who_catches_up_later_nor_who_hid_it(client, topic) -> None:
    comment = a_comment(topic, "Eine Beleidigung.")
    hide_comment(actor=an_official(role="moderator"), comment_id=comment, reason=WHY)
    answer = client.get(address())
    assert [event["actor"] for event in answer.json["missed"]] == [None, None]
    assert "Beleidigung" not in answer.text


def test_a_room_whose_subject_is_closed_looks_as_if_it_were_not_there(client, topic) -> None:
    a_comment(topic)
    where = address()
    topic.is_public = False
    closed = client.get(where)
    absent = client.get(f"/api/v1/rooms/thread:{new_id()}/events")
    assert (
        (closed.status_code, closed.json) == (absent.status_code, absent.json) == (404, closed.json)
    )


@pytest.mark.parametrize("room", ["thread", "thread:", "thread:x", "nobody:1", "thread:%00", ":"])
def test_a_name_that_is_none_is_not_found(client, room) -> None:
    assert client.get(f"/api/v1/rooms/{room}/events").status_code == 404


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "²", "9" * 40, ""])
def test_a_number_that_is_none_is_refused(client, topic, after) -> None:
    a_comment(topic)
    assert client.get(f"{address()}?after={after}").status_code == 422


def test_a_long_absence_is_caught_up_in_portions(client, topic, monkeypatch) -> None:
    monkeypatch.setattr("kernel.live.missed.missed_events.__kwdefaults__", {"limit": 2})
    for _ in range(3):
        a_comment(topic)
    answer = client.get(address()).json
    assert ([event["seq"] for event in answer["missed"]], answer["more"]) == ([1, 2], True)
    assert (answer["seq"], told(client, after=2)) == (3, [(3, "comment.posted")])


def test_catching_up_costs_the_same_for_twenty_as_for_two(client, topic, statements) -> None:
    counted = []
    for number in (2, 18):
        for _ in range(number):
            a_comment(topic)
        where = address()
        statements.clear()
        client.get(where)
        counted.append(len(statements))
    assert counted[0] == counted[1]
