"""What the page of a meeting says of its minutes: where they are written."""

from collections.abc import Iterable

from flask import url_for

from kernel import clock
from kernel.actors import Actor
from kernel.i18n import _
from roundtable.meetings.models import Meeting
from roundtable.meetings.onward import Onward
from roundtable.meetings.permissions import can_read_nonpublic


def ways(actor: Actor, meeting: Meeting) -> Iterable[Onward]:
    """The running minutes, for members, once there is an agenda they follow."""
    if meeting.announced and can_read_nonpublic(actor, meeting, clock.now()):
        url = url_for("minutes.index", slug=meeting.table.slug, nr=meeting.nr)
        yield Onward(_("Mitschrift"), _("Zur Mitschrift"), url)
