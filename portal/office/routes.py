"""The office page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.roles import DESK
from kernel.access import access, actor
from kernel.waiting import waiting_for
from portal.office.areas import areas_for

office = Blueprint("office", __name__, url_prefix="/verwaltung")


@office.get("/")
@access(DESK)
def today() -> ResponseReturnValue:
    """What waits for the actor, and the ways to each room of the office."""
    return render_template(
        "portal/office_today.html", waiting=waiting_for(actor()), areas=areas_for(actor())
    )
