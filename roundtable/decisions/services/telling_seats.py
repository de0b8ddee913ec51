"""Mails about a meeting's released result, to everybody who has a seat at its table now."""

from collections.abc import Callable

from flask import current_app

from accounts.people.letters import write_to
from kernel import clock
from kernel.app import settings_of
from roundtable.decisions.day import address_of_day
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import seats_of


def write_to_seats(
    meeting: Meeting, *, occurrence: str, subject: str, text: Callable[[str], str]
) -> None:
    """Write once for each occurrence; `text` is told the address of the result."""
    seats = seats_of(meeting.table_id, clock.now())
    write_to(
        [seat.person_id for seat in seats if seat.person_id],
        occurrence=occurrence,
        subject=subject,
        text=text(f"{settings_of(current_app).public_url}{address_of_day(meeting)}"),
    )
