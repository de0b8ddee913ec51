"""What the page of a meeting says of its minutes once they are public."""

from collections.abc import Iterable

from kernel.actors import Actor
from kernel.i18n import _, date_text
from roundtable.meetings.models import Meeting
from roundtable.meetings.onward import Onward
from roundtable.meetings.rules.states import State
from roundtable.minutes.reading.addresses import address_of
from roundtable.minutes.workflow.queries import Standing, published_of


def ways(_actor: Actor, meeting: Meeting) -> Iterable[Onward]:
    """The valid minutes, or that they are public no more; nothing is asked before the meeting is concluded."""
    if meeting.status is not State.ABGESCHLOSSEN:
        return
    for valid in published_of([meeting.id]).get(meeting.id, [])[-1:]:
        withdrawn = valid.state is Standing.ZURUECKGEZOGEN
        words = _("Nicht mehr öffentlich") if withdrawn else _("Protokoll lesen")
        day = "" if withdrawn else _(", Fassung vom %(day)s", day=date_text(valid.at))
        yield Onward(_("Protokoll"), f"{words}{day}", address_of(meeting))
