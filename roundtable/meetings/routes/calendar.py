"""A table's dates as a calendar to subscribe to: what everybody reads, nothing else."""

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.app import settings_of
from roundtable.meetings.calendar_file import whole_calendar
from roundtable.meetings.queries import meetings_of
from roundtable.tables.queries import table_for

calendars = Blueprint("calendars", __name__, url_prefix="/kalender")


@calendars.get("/<slug>.ics")
@access(PUBLIC)
def of_table(slug: str) -> ResponseReturnValue:
    """All dates of the table; the same events as in invitations, so that calendars replace them."""
    table = table_for(actor(), slug)
    text = whole_calendar(
        table.name,
        meetings_of(table.id),
        public_url=settings_of(current_app).public_url,
        made_at=clock.now(),
    )
    return Response(text, mimetype="text/calendar")
