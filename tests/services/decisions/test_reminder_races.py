"""Two workers remind at once, two people take up at once: one mail, one item."""

import pytest

from kernel.database import db
from roundtable.decisions.reminding import remind
from roundtable.meetings.models import Meeting
from roundtable.meetings.services import take_up
from tests.factories.decisions import DUE, DURING, a_sitting
from tests.factories.meetings import at
from tests.factories.reminders import later_meeting, mails, on, reviewed
from tests.support.races import all_at_once

pytestmark = pytest.mark.race


def test_many_workers_write_one_mail(real_app) -> None:
    with real_app.app_context():
        sitting = a_sitting()
        sitting.task()
        reviewed(sitting)
        db.session.rollback()
        with at(on(DUE)):
            written = all_at_once(real_app, [remind] * 6)
        assert sum(written) == 2
        assert len(mails(sitting, "anna", "fällig")) == 1


def test_many_clicks_take_a_resolution_up_once(real_app) -> None:
    with real_app.app_context():
        sitting = a_sitting()
        subject = reviewed(sitting).subject
        meeting_id, chair = later_meeting(sitting).id, sitting.made.actor("chair")

        def click() -> str:
            meeting = db.session.get_one(Meeting, meeting_id)
            return take_up(actor=chair, meeting=meeting, subject=subject).title

        with at(DURING):
            answers = all_at_once(real_app, [click] * 6)
        assert sum(1 for answer in answers if isinstance(answer, str)) == 1
        db.session.rollback()
        meeting = db.session.get_one(Meeting, meeting_id)
        assert sum(1 for item in meeting.items if "Wiedervorlage" in item.title) == 1
