"""A conversation in a real browser: readable by everyone, calm whatever people type, usable by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from discussion.threads.services.correcting import edit_comment, undo_comment
from discussion.threads.services.moderating import hide_comment
from tests.e2e.serving import cookie_of, served
from tests.factories.actors import a_citizen, an_official
from tests.factories.people import person
from tests.factories.threads import Topic, a_comment, topics
from tests.payloads import SCRIPTS
from tests.support.chromium import assert_accessible, visitor
from tests.support.html_checker import html_faults

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize("real_app", ["sqlite"], indirect=True),
]


@pytest.fixture
def topic() -> Iterator[Topic]:
    """A public, open topic."""
    with topics() as made:
        yield made.create()


def every_kind_of_comment(topic: Topic) -> None:
    """Replies on all levels, an edited, a hidden and a withdrawn comment."""
    anna = a_citizen()
    above = a_comment(topic, "Mehr Bänke.\n\n- am Ufer\n- am Spielplatz", by=anna)
    edit_comment(actor=anna, comment_id=above, text="Mehr **Bänke**.", based_on=1)
    for _ in range(4):
        above = a_comment(topic, to=above)
    hidden, gone = a_comment(topic), a_comment(topic, by=anna)
    hide_comment(actor=an_official(role="moderator"), comment_id=hidden, reason="Greift andere an.")
    a_comment(topic, to=gone)
    undo_comment(actor=anna, comment_id=gone)


def pages_of(topic: Topic, comment_id: object) -> list[str]:
    """Every page that shows comments."""
    comment = f"/beitraege/{comment_id}"
    return [f"/gespraech/topic/{topic.subject.id}/", comment, f"{comment}/antwort"]


def test_a_conversation_is_valid_and_accessible(real_app, topic, browser: Browser) -> None:
    with real_app.app_context():
        every_kind_of_comment(topic)
        comment_id = a_comment(topic)
        cookie = cookie_of(real_app, person("Anna", role="moderator"))
    with served(real_app) as home, visitor(browser) as (page, observed):
        page.context.add_cookies([{"name": "forum", "value": cookie, "url": home}])
        html = {}
        for address in pages_of(topic, comment_id):
            page.goto(home + address)
            assert_accessible(page)
            html[address] = page.request.get(home + address).text()
    observed.assert_calm()
    assert html_faults(html) == []


def test_twenty_scripts_in_comments_leave_every_page_calm(real_app, topic, browser) -> None:
    with real_app.app_context():
        ids = [a_comment(topic, text) for text in SCRIPTS.values()]
    with served(real_app) as home, visitor(browser) as (page, observed):
        for number, comment_id in enumerate(ids):
            for address in pages_of(topic, comment_id)[min(number, 1) :]:
                page.goto(home + address)
    observed.assert_calm()


def test_a_person_writes_and_takes_back_by_keyboard_alone(real_app, topic, browser) -> None:
    with real_app.app_context():
        cookie = cookie_of(real_app, person("Anna"))
    with (
        served(real_app) as home,
        visitor(browser, java_script_enabled=False) as (page, observed),
    ):
        page.context.add_cookies([{"name": "forum", "value": cookie, "url": home}])
        page.goto(f"{home}/gespraech/topic/{topic.subject.id}/")
        page.get_by_label("Ihr Beitrag").focus()
        page.keyboard.type("Mehr Bänke!")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#beitrag-*")
        assert page.locator(".ef-comment").inner_text().startswith("Anna")
        page.get_by_role("button", name="Rückgängig machen").press("Enter")
        page.wait_for_url("**/themen/*")
    with real_app.app_context():
        client = real_app.test_client()
        assert "Noch hat niemand" in client.get(f"/gespraech/topic/{topic.subject.id}/").text
    observed.assert_no_foreign_requests()
