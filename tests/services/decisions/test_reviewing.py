"""Chairs hear of what the table wanted to look at again, and the next meeting takes it up once."""

from datetime import timedelta

import pytest

from kernel.errors import NotFound, NotPermitted
from kernel.links import links_of
from roundtable.decisions import services
from roundtable.decisions.rules.resolutions import State
from roundtable.decisions.waiting import to_review
from roundtable.meetings import services as meeting_services
from roundtable.meetings.services import take_up
from roundtable.meetings.suggestions import suggestions_for
from tests.factories.decisions import a_sitting
from tests.factories.meetings import at
from tests.factories.reminders import REVIEW, later_meeting, mails, on, remind_on, reviewed

pytestmark = pytest.mark.usefixtures("database")


def test_the_chair_is_reminded_on_the_day_once() -> None:
    sitting = a_sitting("RT")
    reviewed(sitting)
    days = [REVIEW - timedelta(days=1), REVIEW, REVIEW, REVIEW + timedelta(days=5)]
    assert [remind_on(day) for day in days] == [0, 1, 0, 0]
    (subject,) = mails(sitting, "chair", "Wiedervorlage")
    assert "RT-2024-01/1" in subject
    assert mails(sitting, "anna", "Wiedervorlage") == []


def test_what_was_repealed_comes_up_no_more() -> None:
    sitting = a_sitting()
    resolution = reviewed(sitting)
    sitting.do(
        services.move_resolution,
        resolution=resolution,
        to=State.AUFGEHOBEN,
        based_on=resolution.version,
        note="Erledigt",
        review_on=REVIEW,
    )
    assert remind_on(REVIEW) == 0
    assert suggestions_for(later_meeting(sitting)) == []


def test_it_waits_for_the_chair_some_days_before() -> None:
    sitting = a_sitting()
    reviewed(sitting)
    for ahead, lines in ((20, 0), (10, 1)):
        with at(on(REVIEW - timedelta(days=ahead))):
            assert len(list(to_review(sitting.made.actor("chair")))) == lines
            assert list(to_review(sitting.made.actor("anna"))) == []


def test_the_meeting_after_its_day_takes_it_up_once() -> None:
    sitting = a_sitting("RT")
    resolution = reviewed(sitting)
    sitting.release()
    early = later_meeting(sitting, REVIEW - timedelta(days=1))
    first, second = later_meeting(sitting), later_meeting(sitting, REVIEW + timedelta(days=9))
    assert suggestions_for(early) == []
    with pytest.raises(NotPermitted):
        sitting.do(take_up, "anna", meeting=first, subject=resolution.subject)
    item = sitting.do(take_up, meeting=first, subject=resolution.subject)
    assert item.title == "Wiedervorlage: Freistellung (RT-2024-01/1)"
    assert item.public
    assert [tie.source for tie in links_of([item.subject])] == [resolution.subject]
    for meeting in (first, second):
        assert suggestions_for(meeting) == []
        with pytest.raises(NotFound):
            sitting.do(take_up, meeting=meeting, subject=resolution.subject)
    sitting.do(meeting_services.cancel_meeting, meeting=first, reason="Krank")
    assert len(suggestions_for(second)) == 1


def test_a_resolution_that_was_not_released_makes_a_nonpublic_item() -> None:
    sitting = a_sitting(public=False)
    resolution = reviewed(sitting)
    sitting.release()
    meeting = later_meeting(sitting)
    assert not sitting.do(take_up, meeting=meeting, subject=resolution.subject).public
