"""What the page of a meeting says of decisions: where one votes now."""

from collections.abc import Iterable

from kernel.actors import Actor
from kernel.i18n import _
from roundtable.decisions.day import address_of_day
from roundtable.decisions.queries import address_of_vote, open_votes_of
from roundtable.decisions.resolution_queries import day_result_of
from roundtable.meetings.models import Meeting
from roundtable.meetings.onward import Onward
from roundtable.meetings.rules.states import UNDER_WAY


def ways(actor: Actor, meeting: Meeting) -> Iterable[Onward]:
    """The open vote, for who sits there; the results, once they are released."""
    if meeting.status in UNDER_WAY:
        for vote in open_votes_of(actor, meeting) if actor.signed_in else ():
            url = address_of_vote(vote)
            yield Onward(_("Jetzt abstimmen"), vote.title, url, stands_in_room=True)
    elif meeting.closed_at is not None and day_result_of(meeting.id) is not None:
        yield Onward(_("Ergebnis der Sitzung"), _("Was beschlossen wurde"), address_of_day(meeting))
