"""Sittings whose tasks fall due and whose resolutions come up again; by the day."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from kernel.clock import BERLIN
from kernel.database import db
from kernel.mail import Mail
from roundtable.decisions import services
from roundtable.decisions.reminding import remind
from roundtable.decisions.resolution_models import Resolution
from roundtable.meetings import services as meeting_services
from roundtable.meetings.models import Meeting
from tests.factories.decisions import Sitting
from tests.factories.meetings import at, draft

REVIEW = date(2024, 5, 20)


def on(day: date, hour: int = 9) -> datetime:
    """An hour of this day in Berlin."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN)


def mails(sitting: Sitting, key: str, word: str) -> list[str]:
    """The subjects of this person's mails that hold the word."""
    statement = select(Mail).where(Mail.to == sitting.made.persons[key].email).order_by(Mail.id)
    return [mail.subject for mail in db.session.scalars(statement) if word in mail.subject]


def remind_on(day: date, hour: int = 9) -> int:
    """The timed work on this day; how many mails it wrote."""
    with at(on(day, hour)):
        return remind()


def reviewed(sitting: Sitting) -> Resolution:
    """A resolution that the table wants to look at again."""
    resolution = sitting.adopted()
    sitting.do(
        services.move_resolution,
        resolution=resolution,
        to=None,
        based_on=resolution.version,
        review_on=REVIEW,
    )
    return resolution


def later_meeting(sitting: Sitting, day: date = REVIEW) -> Meeting:
    """One more meeting of the table on this day."""
    begin = on(day, 17)
    words = draft(starts_at=begin, ends_at=begin + timedelta(hours=2))
    return sitting.do(meeting_services.plan_meeting, table=sitting.made.table, draft=words)
