"""Permanent addresses of minutes; also known where no request runs."""

from flask import current_app

from kernel.app import settings_of
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import address_of as address_of_meeting


def address_of(meeting: Meeting, n: int | None = None, ending: str = "") -> str:
    """`/runde-tische/…/protokoll`, with a number that of one publication, with `.pdf` or `.md` its file."""
    version = f"/v{n}" if n else ""
    return f"{address_of_meeting(meeting)}protokoll{version}{ending}"


def site() -> str:
    """Where our addresses begin for those who read them elsewhere."""
    return settings_of(current_app).public_url.rstrip("/")
