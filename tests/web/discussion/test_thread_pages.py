"""Conversations on pages, without JavaScript."""

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from discussion.threads.models import Comment, State
from discussion.threads.queries.comments import comments_with
from kernel.database import db
from tests.factories.people import actor_of, person, sign_in
from tests.factories.threads import CLOSED, a_comment
from tests.payloads import SCRIPTS
from tests.support.active_html import active_parts


@pytest.fixture
def anna(client):
    """A person, signed in to the browser."""
    anna = person("Anna")
    sign_in(client, anna)
    return anna


def address(topic) -> str:
    return f"/gespraech/topic/{topic.subject.id}/"


def send(client, url: str, **fields: object):
    """Press a button on one of our pages."""
    return client.post(url, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def page(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.text)


def comments() -> list[Comment]:
    return list(db.session.scalars(select(Comment).order_by(Comment.created_at)))


def test_a_comment_is_posted_and_the_way_leads_to_it(client, topic, anna) -> None:
    answer = send(client, address(topic), text="Mehr **Bänke**!", zurueck="/themen/7?a=b")
    posted = comments()[0]
    assert answer.status_code == 303
    assert answer.location == f"/themen/7#beitrag-{posted.id}"
    html = page(client, address(topic))
    assert f'id="beitrag-{posted.id}"' in html
    assert "<strong>Bänke</strong>" in html
    assert "Anna" in html
    assert "Rückgängig machen" in html
    assert "(1 Beitrag)" in html


def test_a_form_leads_nowhere_else(client, topic, anna) -> None:
    answer = send(client, address(topic), text="Ja.", zurueck="https://evil.example/")
    assert answer.location.startswith("/beitraege/")


def test_a_double_click_posts_once(client, topic, anna) -> None:
    answers = {
        send(client, address(topic), text="Ja.", idempotency_key="k").location for _ in range(3)
    }
    assert (len(answers), len(comments())) == (1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Bitte schreiben Sie einen Text."),
        ("a" * 5_001, "Der Text ist zu lang."),
        ("[" * 300, "eckige Klammern"),
    ],
)
def test_a_refused_comment_comes_back_with_its_reason(client, topic, anna, text, message) -> None:
    answer = send(client, address(topic), text=text)
    assert answer.status_code == 422
    assert message in answer.text
    assert f">\n{text}</textarea>" in answer.text.replace("\r\n", "\n")
    assert "text-fehler" in answer.text
    assert comments() == []


def test_a_phase_that_ends_while_typing_keeps_the_text(client, topic, anna) -> None:
    topic.is_open = False
    answer = send(client, address(topic), text="Zu spät?")
    assert answer.status_code == 403
    assert CLOSED in answer.text
    assert ">\nZu spät?</textarea>" in answer.text.replace("\r\n", "\n")


def test_too_fast_keeps_the_text(client, topic, anna) -> None:
    for number in range(10):
        send(client, address(topic), text=f"{number}.")
    answer = send(client, address(topic), text="Der elfte.")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Der elfte." in answer.text


def test_a_reply_leads_to_its_permanent_address(client, topic, anna) -> None:
    root = a_comment(topic, "Wo genau?")
    assert "Wo genau?" in page(client, f"/beitraege/{root}/antwort")
    answer = send(client, f"/beitraege/{root}/antwort", text="Am Ufer.")
    reply = comments()[1]
    assert answer.location == f"/beitraege/{reply.id}#beitrag-{reply.id}"
    html = page(client, answer.location)
    assert html.index("Wo genau?") < html.index("Am Ufer.")


def test_an_edit_shows_that_it_was_one(client, topic, anna) -> None:
    comment_id = a_comment(topic, "Alt.", by=actor_of(anna))
    assert "Alt." in page(client, f"/beitraege/{comment_id}/bearbeiten")
    send(client, f"/beitraege/{comment_id}/bearbeiten", text="Neu.", version=1)
    html = page(client, f"/beitraege/{comment_id}")
    assert "Neu." in html
    assert "Alt." not in html
    assert f"/beitraege/{comment_id}/fassungen" in html
    versions = page(client, f"/beitraege/{comment_id}/fassungen")
    assert "Neu." in versions
    assert "Alt." in versions


def test_a_stale_edit_shows_both_texts(client, topic, anna) -> None:
    comment_id = a_comment(topic, "Eins.", by=actor_of(anna))
    send(client, f"/beitraege/{comment_id}/bearbeiten", text="Zwei.", version=1)
    answer = send(client, f"/beitraege/{comment_id}/bearbeiten", text="Drei.", version=1)
    assert answer.status_code == 409
    assert "Zwei." in answer.text
    assert "Drei." in answer.text


def test_undo_takes_the_comment_off_the_page(client, topic, anna) -> None:
    comment_id = a_comment(topic, "Ein Versehen.", by=actor_of(anna))
    answer = send(client, f"/beitraege/{comment_id}/rueckgaengig")
    assert answer.location == topic.card.url
    assert "Ein Versehen." not in page(client, address(topic))
    assert client.get(f"/beitraege/{comment_id}").status_code == 404


def test_a_voice_is_given_with_one_button_of_one_form(client, topic, anna) -> None:
    comment_id = a_comment(topic)
    html = page(client, address(topic))
    assert html.count('<form id="stimmen"') == 1
    assert f'formaction="/beitraege/{comment_id}/reaktion"' in html
    here = f"{address(topic)}?nach=1"
    answer = send(client, f"/beitraege/{comment_id}/reaktion", value="1", zurueck=here)
    assert answer.location == f"{here}#beitrag-{comment_id}"
    assert "Sie stimmen zu (1)" in page(client, address(topic))


def test_a_visitor_reads_everything_and_is_asked_to_sign_in_for_a_voice(client, topic) -> None:
    comment_id = a_comment(topic, "Lesbar.")
    html = page(client, address(topic))
    assert "Lesbar." in html
    assert "/reaktion" not in html
    assert send(client, f"/beitraege/{comment_id}/reaktion", value="1").status_code == 401


def test_a_moderator_hides_with_a_reason_and_shows_again(client, topic) -> None:
    comment_id = a_comment(topic, "Unfug.")
    sign_in(client, person("Mo", role="moderator"))
    url = f"/beitraege/{comment_id}"
    assert f"{url}/verbergen" in page(client, address(topic))
    assert send(client, f"{url}/verbergen", reason="kurz").status_code == 422
    send(client, f"{url}/verbergen", reason="Der Beitrag beleidigt.")
    reading = client.application.test_client()
    assert "Der Beitrag beleidigt." in page(reading, url)
    assert "Unfug." not in page(reading, url)
    assert "Unfug." in page(client, f"{url}/zeigen")
    send(client, f"{url}/zeigen", reason="Es war ein Zitat.")
    assert "Unfug." in page(reading, url)


def test_others_find_no_moderation(client, topic, anna) -> None:
    comment_id = a_comment(topic)
    assert client.get(f"/beitraege/{comment_id}/verbergen").status_code == 403
    sign_in(client, person("Mo", role="moderator", scope="topic:another"))
    assert client.get(f"/beitraege/{comment_id}/verbergen").status_code == 404


def test_what_nobody_may_see_answers_404_everywhere(client, topic, anna) -> None:
    comment_id = a_comment(topic)
    topic.is_public = False
    for url in ("", "/antwort", "/bearbeiten", "/fassungen"):
        assert client.get(f"/beitraege/{comment_id}{url}").status_code == 404
    assert client.get(address(topic)).status_code == 404
    for url in ("/gespraech/unbekannt/7/", "/gespraech/format/7/", "/gespraech/comment/7/"):
        assert client.get(url).status_code == 404


def test_a_subject_has_one_conversation_however_its_id_is_spelt(client, topic, anna) -> None:
    answer = send(client, f"/gespraech/topic/{topic.subject.id.upper()}/", text="Ja.")
    assert (answer.status_code, comments()) == (404, [])


def test_the_next_page_is_a_link_to_its_first_comment(client, topic) -> None:
    for number in range(21):
        a_comment(topic, f"Beitrag Nummer {number}.")
    html = page(client, address(topic))
    oldest = comments()[0]
    link = re.search(r'href="([^"]*nach=[^"]*)"', html)
    assert link
    assert link[1].endswith(f"#beitrag-{oldest.id}")
    assert "Beitrag Nummer 0." not in html
    assert "Beitrag Nummer 0." in page(client, link[1])


def test_reading_a_page_writes_nothing(client, topic, statements) -> None:
    a_comment(topic)
    statements.drain()
    page(client, address(topic))
    assert statements.writes == []


def test_no_script_of_a_comment_reaches_a_page(client, topic) -> None:
    texts = list(SCRIPTS.values())
    ids = [a_comment(topic, text) for text in texts]
    found = [
        part
        for id_ in ids
        for url in (f"/beitraege/{id_}", f"/beitraege/{id_}/antwort")
        for part in active_parts(client.get(url).text)
    ]
    assert len(ids) == db.session.scalar(select(func.count()).select_from(Comment))
    assert found == []


def test_a_name_with_a_script_is_only_a_name(client, topic, anna) -> None:
    a_comment(topic, by=actor_of(person("<img src=x onerror=alert(1)>")))
    assert active_parts(client.get(address(topic)).text) == []


def test_an_empty_place_stays_above_its_replies(client, topic, anna) -> None:
    root = a_comment(topic, "Mein Versehen.", by=actor_of(anna))
    a_comment(topic, "Warum?", to=root)
    send(client, f"/beitraege/{root}/rueckgaengig")
    assert comments_with([root])[root].comment.state is State.ZURUECKGENOMMEN
    html = page(client, address(topic))
    assert "Hier stand ein Beitrag." in html
    assert "Warum?" in html
    assert "Mein Versehen." not in html


def test_a_reply_to_what_was_taken_back_meanwhile_keeps_its_words(client, topic, anna) -> None:
    root = a_comment(topic, "Mein Versehen.", by=actor_of(anna))
    reply = f"/beitraege/{root}/antwort"
    sent = re.search(r'name="thema" value="([^"]+)"', page(client, reply))
    assert sent
    send(client, f"/beitraege/{root}/rueckgaengig")
    answer = send(client, reply, text="Ein langer Gedanke.", thema=sent[1])
    assert answer.status_code == 409
    html = unescape(answer.text)
    assert "Auf diesen Beitrag kann niemand mehr antworten." in html
    assert "Ein langer Gedanke." in html
    assert f'action="{address(topic)}"' in html
    assert comments() == []
    back = re.search(r'name="zurueck" value="([^"]+)"', html)
    assert back
    again = send(client, address(topic), text="Ein langer Gedanke.", zurueck=back[1])
    assert again.location == f"/themen/{topic.subject.id}#beitrag-{comments()[0].id}"


@pytest.mark.parametrize("about", ["", "topic:", "nichts", "unbekannt:1", "topic:\0"])
def test_a_reply_about_nothing_is_about_nothing(client, topic, anna, about) -> None:
    root = a_comment(topic, by=actor_of(anna))
    send(client, f"/beitraege/{root}/rueckgaengig")
    answer = send(client, f"/beitraege/{root}/antwort", text="Ja.", thema=about)
    assert answer.status_code == 404


def test_a_reply_opens_no_closed_conversation(client, topic, anna) -> None:
    root = a_comment(topic, by=actor_of(anna))
    send(client, f"/beitraege/{root}/rueckgaengig")
    topic.is_public = False
    answer = send(client, f"/beitraege/{root}/antwort", text="Ja.", thema=str(topic.subject))
    assert answer.status_code == 404
