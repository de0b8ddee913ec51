"""The start page: what can I join now, what was decided, until when."""

from flask import Blueprint, render_template

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.kept import kept_for_visitors
from participation.consultations.glance import glance_at
from participation.consultations.queries import register
from participation.consultations.rules.standing import Standing
from participation.consultations.wording import LEVELS
from participation.voting.queries import open_votes, published_votes
from participation.voting.wording import mark_of

start = Blueprint("start", __name__)
SHOWN = 5


@start.get("/")
@access(PUBLIC)
@kept_for_visitors
def page() -> str:
    """Running votes and formats first, then results; three ways in."""
    at = clock.now()
    running = register.listed_formats(actor(), register.Filters(standing=Standing.LAEUFT), at)
    return render_template(
        "portal/start.html",
        votes=open_votes()[:SHOWN],
        formats=[(format_, glance_at(format_, at)) for format_ in running.formats[:SHOWN]],
        results=published_votes(SHOWN),
        levels=LEVELS,
        mark_of=mark_of,
    )
