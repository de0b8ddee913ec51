"""A visitor writes first and gets an account on sending."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from discussion.threads.models import Comment
from discussion.threads.services.correcting import undo_comment
from kernel.database import db
from tests.factories.people import actor_of, person
from tests.factories.threads import CLOSED, a_comment
from tests.support.sign_in import ask_for_mail, choose_name, enter_code, latest_link, send

EMAIL = "nele@example.org"


@pytest.fixture
def url(topic) -> str:
    """The conversation's own page."""
    return f"/gespraech/topic/{topic.subject.id}/"


def comments() -> list[Comment]:
    return list(db.session.scalars(select(Comment).order_by(Comment.created_at)))


def press(client, url: str, text: str, back: str = "/themen/7") -> str:
    """Press the button as a visitor; where the sign-in leads afterwards."""
    answer = send(client, url, text=text, zurueck=back)
    assert urlsplit(answer.location).path == "/anmelden"
    return parse_qs(urlsplit(answer.location).query)["weiter"][0]


def test_a_newcomer_sees_the_comment_published(client, url) -> None:
    assert "Erst beim Absenden" in client.get(url).text
    after = press(client, url, "Mehr Bänke!")
    assert comments() == []
    ask_for_mail(client, EMAIL, after)
    enter_code(client, EMAIL)
    answer = choose_name(client, "Nele")
    posted = comments()[0]
    assert answer.location == f"/themen/7#beitrag-{posted.id}"
    html = client.get(url).text
    assert "Nele" in html
    assert "Mehr Bänke!" in html
    assert "Ihr Beitrag ist veröffentlicht." in html


def test_a_reply_finds_its_place(client, topic) -> None:
    anna, root = person("Anna"), a_comment(topic)
    after = press(client, f"/beitraege/{root}/antwort", "Warum?", back="")
    ask_for_mail(client, anna.email, after)
    answer = enter_code(client, anna.email)
    reply = comments()[1]
    assert (reply.parent_id, reply.author_id) == (root, anna.id)
    assert answer.location == f"/beitraege/{reply.id}#beitrag-{reply.id}"


def test_on_another_device_the_text_stands_in_the_form_until_the_button(client, app, url) -> None:
    anna, phone = person("Anna"), app.test_client()
    after = press(client, url, "Mehr Bänke!", back=url)
    ask_for_mail(client, anna.email, after)
    key = latest_link(anna.email).partition("schluessel=")[2]
    send(phone, "/anmelden/link", schluessel=key, anderes_geraet="ja")
    assert comments() == []
    html = unescape(phone.get(after).text)
    assert ">\nMehr Bänke!</textarea>" in html.replace("\r\n", "\n")
    assert f'action="{after}"' in html
    send(phone, after, text="Mehr Bänke!", zurueck=url)
    assert [comment.author_id for comment in comments()] == [anna.id]
    assert "Mehr Bänke!</textarea>" not in phone.get(after).text


def test_what_an_account_would_not_help_is_refused_before(client, topic, url) -> None:
    assert send(client, url, text=" ").status_code == 422
    assert "eckige Klammern" in send(client, url, text="[" * 300).text
    topic.is_open = False
    answer = send(client, url, text="Zu spät?")
    assert (answer.status_code, CLOSED in answer.text) == (403, True)
    topic.is_public = False
    assert send(client, url, text="Ein Geheimnis?").status_code == 404


def test_a_phase_that_ends_during_the_sign_in_leaves_the_text(client, topic, url) -> None:
    anna, after = person("Anna"), press(client, url, "Gerade noch?")
    ask_for_mail(client, anna.email, after)
    topic.is_open = False
    assert enter_code(client, anna.email).location == after
    assert comments() == []
    assert "Gerade noch?</textarea>" in client.get(after).text


def test_a_reply_whose_parent_is_gone_waits_in_the_conversation(client, topic, url) -> None:
    anna, author = person("Anna"), person("Ole")
    root = a_comment(topic, by=actor_of(author))
    after = press(client, f"/beitraege/{root}/antwort", "Warum?", back="")
    undo_comment(actor=actor_of(author), comment_id=root)
    ask_for_mail(client, anna.email, after)
    landed = enter_code(client, anna.email)
    html = unescape(client.get(landed.location).text)
    assert "Auf diesen Beitrag kann niemand mehr antworten." in html
    assert "Warum?" in html
    assert comments() == []
