"""Who is signed in answers an invitation without its mail: from the account and from the page of the meeting."""

import pytest

from roundtable.meetings import services
from roundtable.meetings.queries import rsvp_of
from roundtable.meetings.services import Answer, RsvpDraft
from tests.factories import meetings, people
from tests.factories.meetings import at

ORIGIN = {"Sec-Fetch-Site": "same-origin"}
WAITS = "Einladung beantworten: "


@pytest.fixture
def meeting(made):
    return meetings.invited(made)


@pytest.fixture
def here(meeting):
    return f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/"


def page_of(browser, address: str) -> str:
    with at():
        return browser.get(address).text


def answer(browser, here: str, **fields: object):
    with at():
        return browser.post(f"{here}rueckmeldung", data=fields, headers=ORIGIN)


def test_an_invitation_waits_in_the_account_until_it_is_answered(as_, made, meeting, here) -> None:
    anna = as_("anna")
    page = page_of(anna, "/konto/")
    assert f"{WAITS}{meeting.title}" in page
    assert f'href="{here}rueckmeldung"' in page
    assert answer(anna, here, answer="zugesagt", needs=["assistenz"]).status_code == 303
    assert WAITS not in page_of(anna, "/konto/")
    stored = rsvp_of(meeting, made.seats["anna"])
    assert (stored.answer, stored.needs) == ("zugesagt", ["assistenz"])
    assert WAITS in page_of(as_("ben"), "/konto/")


def test_the_page_of_the_meeting_asks_says_the_answer_and_lets_one_change_it(as_, here) -> None:
    anna = as_("anna")
    before = page_of(anna, here)
    assert "Sie haben noch nicht geantwortet." in before
    assert before.index("Kommen Sie?") < before.index("Termin und Ort"), "first on a phone, too"
    answer(anna, here, answer="vertretung", deputy_name="Mia Wolf")
    after = page_of(anna, here)
    assert "Ihre Antwort: " in after
    assert "Mia Wolf" in after
    assert "Antwort ändern" in after
    assert answer(anna, here, answer="abgesagt").status_code == 303
    assert "Mia Wolf" not in page_of(anna, here)


def test_the_answer_of_the_mail_stands_there_too(as_, made, meeting, here) -> None:
    with at():
        draft = RsvpDraft(Answer.ZUGESAGT)
        services.answer_as(actor=made.actor("ben"), meeting=meeting, draft=draft)
    assert "Ihre Antwort: " in page_of(as_("ben"), here)


def test_nobody_else_is_asked(app, client, as_, here) -> None:
    stranger = app.test_client()
    people.sign_in(stranger, people.person("Fremde"))
    for browser in (client, stranger):
        assert "Kommen Sie?" not in page_of(browser, here)
    assert WAITS not in page_of(stranger, "/konto/")
