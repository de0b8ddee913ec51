"""What the page of a meeting says of its minutes: where they are written, and how far they are."""

from collections.abc import Iterable

from flask import url_for

from kernel import clock
from kernel.actors import Actor
from kernel.i18n import _
from roundtable.meetings.inserts import Sheet
from roundtable.meetings.models import Meeting
from roundtable.meetings.onward import Onward
from roundtable.meetings.permissions import can_read_nonpublic
from roundtable.meetings.rules.states import UNDER_WAY, State
from roundtable.tables.permissions import can_manage

#: the meeting is over; its minutes go on
OVER = frozenset({State.GESCHLOSSEN, State.ABGESCHLOSSEN})


def sheet(actor: Actor, meeting: Meeting) -> Sheet | None:
    """Members write in the room on the called item, once there is an agenda they follow."""
    if not meeting.announced or not can_read_nonpublic(actor, meeting, clock.now()):
        return None
    slug, nr = meeting.table.slug, meeting.nr
    called = meeting.called if meeting.status in UNDER_WAY else None
    url = url_for("minutes.item", slug=slug, nr=nr, item_id=called.id) if called else ""
    return Sheet(url, url_for("minutes.index", slug=slug, nr=nr))


def ways(actor: Actor, meeting: Meeting) -> Iterable[Onward]:
    """The running minutes, for members, once there is an agenda they follow; after the meeting, how far they are."""
    if meeting.announced and can_read_nonpublic(actor, meeting, clock.now()):
        url = url_for("minutes.index", slug=meeting.table.slug, nr=meeting.nr)
        yield Onward(_("Mitschrift"), _("Zur Mitschrift"), url)
    if meeting.status in OVER and (
        can_read_nonpublic(actor, meeting, clock.now()) or can_manage(actor, meeting.table)
    ):
        url = url_for("protocols.stand", slug=meeting.table.slug, nr=meeting.nr)
        yield Onward(_("Protokoll"), _("So weit ist das Protokoll"), url)
