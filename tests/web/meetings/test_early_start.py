"""A meeting is opened long before its time only by who says that this is meant."""

import re
from datetime import timedelta

import pytest

from roundtable.meetings import services
from roundtable.meetings.errors import MeetingHindered
from roundtable.meetings.rules.notice import is_early
from roundtable.meetings.rules.states import State
from tests.factories import meetings
from tests.factories.meetings import MEETS_AT, at

WEEKS_BEFORE = MEETS_AT - timedelta(days=14)
SOON = MEETS_AT - timedelta(hours=24)
ASKS = "Ich eröffne sie trotzdem jetzt"


@pytest.fixture
def meeting(made):
    found = meetings.invited(made)
    with at(WEEKS_BEFORE):
        services.note_presence(
            actor=made.actor("chair"), meeting=found, seat_id=made.seat_id("anna"), inward=True
        )
    return found


def desk(browser, meeting, moment) -> str:
    with at(moment):
        return browser.get(f"/runde-tische/tisch-rt/sitzungen/{meeting.nr}/leitung").text


def begin(browser, meeting, **fields: str):
    address = f"/runde-tische/tisch-rt/sitzungen/{meeting.nr}/beginnen"
    with at(WEEKS_BEFORE):
        return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.mark.parametrize(("minutes", "early"), [(24 * 60, False), (24 * 60 + 1, True), (-5, False)])
def test_more_than_a_day_ahead_is_early(minutes: int, early: bool) -> None:
    assert is_early(MEETS_AT - timedelta(minutes=minutes), MEETS_AT) is early


def test_the_desk_asks_by_the_planned_date_and_takes_no_for_an_answer(as_, meeting) -> None:
    chair = as_("chair")
    page = desk(chair, meeting, WEEKS_BEFORE)
    assert ASKS in page
    assert re.search(r"erst für \w+, [^<]*2024, [^<]* geplant\. Ich", page), page.split(ASKS)[0][
        -200:
    ]
    assert ASKS not in desk(chair, meeting, SOON)
    refused = begin(chair, meeting, agenda_confirmed="y")
    assert refused.status_code == 422
    assert "Bitte bestätigen Sie, dass Sie sie jetzt schon eröffnen." in refused.text
    assert re.search(r'<input checked[^>]* name="agenda_confirmed"', refused.text)
    assert meeting.status is State.EINGELADEN
    assert begin(chair, meeting, agenda_confirmed="y", early_meant="y").status_code == 303
    assert meeting.status is State.LAUFEND


def test_the_service_refuses_what_was_not_meant(made, meeting) -> None:
    how = {"actor": made.actor("chair"), "meeting": meeting, "agenda_confirmed": True}
    with at(WEEKS_BEFORE), pytest.raises(MeetingHindered) as refusal:
        services.start_meeting(**how)
    assert refusal.value.field == "early_meant"
    with at(WEEKS_BEFORE):
        services.start_meeting(**how, early_meant=True)
    assert meeting.status is State.LAUFEND
