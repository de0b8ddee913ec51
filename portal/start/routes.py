"""The start page: what can I join now, until when, what was decided, what became of proposals."""

from flask import Blueprint, render_template

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.actors import ANONYMOUS
from kernel.kept import kept_for_visitors
from participation.consultations.glance import glance_at
from participation.consultations.proposal_wording import mark_of as mark_of_proposal
from participation.consultations.queries import register
from participation.consultations.queries.answers import lately_decided as decided_proposals
from participation.consultations.queries.proposals import address_of
from participation.consultations.rules.standing import Standing
from participation.consultations.wording import LEVELS
from participation.voting.queries import open_votes
from participation.voting.wording import mark_of
from portal.start.decided import lately_decided
from roundtable.tables.running import running_for

start = Blueprint("start", __name__)
SHOWN = 5
BESIDE = 3


@start.get("/")
@access(PUBLIC)
@kept_for_visitors
def page() -> str:
    """Running votes and formats first; beside them decisions and what became of proposals; three ways in."""
    at = clock.now()
    running = register.listed_formats(actor(), register.Filters(standing=Standing.LAEUFT), at)
    return render_template(
        "portal/start.html",
        votes=open_votes()[:SHOWN],
        formats=[(format_, glance_at(format_, at)) for format_ in running.formats[:SHOWN]],
        running=running_for(actor()),
        decided=lately_decided(BESIDE),
        proposals=decided_proposals(ANONYMOUS, BESIDE),
        levels=LEVELS,
        mark_of=mark_of,
        mark_of_proposal=mark_of_proposal,
        address_of=address_of,
    )
