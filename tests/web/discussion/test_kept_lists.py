"""Visitors share one list per change; nothing hidden, undone or new waits for it."""

import pytest

from discussion.threads.services.correcting import edit_comment, undo_comment
from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.reacting import react
from tests.factories.actors import a_citizen, an_official
from tests.factories.people import person, sign_in
from tests.factories.threads import a_comment

REASON = "Der Beitrag greift andere an."


@pytest.fixture
def read(client, topic):
    """What a visitor reads."""
    return lambda query="": client.get(f"/gespraech/topic/{topic.subject.id}/{query}").text


def test_a_list_that_is_kept_costs_one_statement(client, topic, read, statements) -> None:
    for _ in range(5):
        a_comment(topic)
    first, _ = read(), statements.drain()
    again = read()
    assert len(statements.drain()) == 1
    assert again.count("Eine gute Idee.") == first.count("Eine gute Idee.") == 5


def test_every_change_shows_at_once(topic, read) -> None:
    anna = a_citizen()
    first = a_comment(topic, "Eins.", by=anna)
    assert "Eins." in read()
    second = a_comment(topic, "Zwei.", by=anna)
    assert "Zwei." in read()
    react(actor=a_citizen(), comment_id=first, value=1)
    assert "Zustimmung: 1" in read()
    edit_comment(actor=anna, comment_id=first, text="Anders.", based_on=1)
    assert "Anders." in read()
    assert "Eins." not in read()
    hide_comment(actor=an_official(role="moderator"), comment_id=first, reason=REASON)
    assert "Anders." not in read()
    undo_comment(actor=anna, comment_id=second)
    assert "Zwei." not in read()


def test_a_closed_phase_takes_the_way_to_reply(topic, read) -> None:
    a_comment(topic)
    assert "/antwort" in read()
    topic.is_open = False
    assert "/antwort" not in read()


def test_nobody_gets_the_list_of_a_person(client, topic, read) -> None:
    a_comment(topic)
    sign_in(client, person("Anna"))
    assert "/reaktion" in read()
    visitor = client.application.test_client()
    html = visitor.get(f"/gespraech/topic/{topic.subject.id}/").text
    assert "/reaktion" not in html
    assert 'id="stimmen"' not in html


def test_each_order_is_a_list_of_its_own(topic, read) -> None:
    for text in ("Erster.", "Letzter."):
        a_comment(topic, text)
    oldest, newest = read("?reihenfolge=aelteste"), read("?reihenfolge=neueste")
    assert oldest.index("Erster.") < oldest.index("Letzter.")
    assert newest.index("Erster.") > newest.index("Letzter.")
