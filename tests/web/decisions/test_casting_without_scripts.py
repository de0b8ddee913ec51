"""Voting by forms alone: Enter casts nothing, and what is refused comes back where it was cast."""

import re

import pytest
from sqlalchemy import func, select

from kernel.database import db
from roundtable.decisions import services
from roundtable.decisions.models import LiveBallot
from tests.factories.decisions import DURING
from tests.factories.meetings import at

pytestmark = pytest.mark.usefixtures("database")
ORIGIN = {"Sec-Fetch-Site": "same-origin"}
YES = re.compile(r'<input checked[^>]* value="dafuer"')


@pytest.fixture
def vote(sitting):
    return sitting.opened()


@pytest.fixture
def here(sitting):
    return f"/runde-tische/{sitting.made.table.slug}/sitzungen/{sitting.meeting.nr}"


@pytest.fixture(params=["vote", "room"])
def place(request, here, vote):
    """The page where one votes, and what its form sends along."""
    ballot = f"{here}/abstimmen/{vote.id}"
    return {"vote": (ballot, {}), "room": (f"{here}/live", {"von": "raum"})}[request.param]


def cast(browser, here, vote, more, **fields: str):
    address = f"{here}/abstimmen/{vote.id}"
    return browser.post(address, data={**more, **fields}, headers=ORIGIN)


def is_there(page: str, place) -> bool:
    """Whether this is the room, where it was cast in the room, and else the vote's own page."""
    return ('id="raum"' in page) is bool(place[1])


def ballots() -> int:
    return db.session.scalar(select(func.count()).select_from(LiveBallot))


def test_the_first_button_of_the_ballot_casts_nothing(as_, here, vote, place) -> None:
    anna = as_("anna")
    with at(DURING):
        page = anna.get(place[0]).text
        (form,) = [one for one in re.findall(r"<form.*?</form>", page, re.S) if "dafuer" in one]
        assert re.search(r"<button[^>]*>", form)[0].count('name="ansehen"') == 1
        assert all(f'name="{name}" value="{value}"' in form for name, value in place[1].items())
        looked = cast(anna, here, vote, place[1], choice="dafuer", ansehen="1")
    assert (looked.status_code, ballots()) == (200, 0)
    assert is_there(looked.text, place)
    assert "Noch nicht abgestimmt" in looked.text
    assert "Sie haben „Ja“ gewählt." in looked.text
    assert YES.search(looked.text)


def test_without_a_choice_the_page_says_so(as_, here, vote, place) -> None:
    with at(DURING):
        answer = cast(as_("anna"), here, vote, place[1])
    assert (answer.status_code, is_there(answer.text, place)) == (422, True)
    assert f'<a href="{place[0]}">Neu laden' in answer.text or not place[1], "scripts ask there"
    assert answer.text.count("Bitte wählen Sie eine der Antworten.") >= 2, "at the field, too"


def test_a_refused_ballot_comes_back_where_it_was_cast(as_, sitting, here, vote, place) -> None:
    anna = as_("anna")
    sitting.do(services.close_vote, vote=vote)
    with at(DURING):
        answer = cast(anna, here, vote, place[1], choice="dafuer")
    assert (answer.status_code, is_there(answer.text, place)) == (409, True)
    assert "nicht offen" in answer.text or "geschlossen" in answer.text


def test_the_choice_is_kept_where_one_can_still_vote(as_, here, vote, place) -> None:
    with at(DURING):
        answer = cast(as_("anna"), here, vote, place[1], choice="dafuer", ansehen="1")
        again = cast(as_("anna"), here, vote, place[1], choice="dafuer")
    assert YES.search(answer.text)
    goal = "#raum-stimme" if place[1] else "#stand"
    assert (again.status_code, again.location) == (303, f"{place[0]}{goal}")
    assert ballots() == 1
