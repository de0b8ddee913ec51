"""Published minutes as subjects: links, feeds and lists speak of them by the meeting's id."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, Subject, SubjectKind, Verdict
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meetings_by_ids
from roundtable.minutes.reading.addresses import address_of
from roundtable.minutes.reading.search import MINUTES
from roundtable.minutes.workflow.queries import Standing, published_of


def describe(_actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of those of these minutes that are public today."""
    meeting_ids = [UUID(each) for each in ids]
    valid = {
        meeting_id: found[-1]
        for meeting_id, found in published_of(meeting_ids).items()
        if found[-1].state is not Standing.ZURUECKGEZOGEN
    }
    return {
        str(meeting.id): _card(meeting, valid[meeting.id].at)
        for meeting in meetings_by_ids(list(valid))
    }


def judge(actor: Actor, action: str, meeting_id: str, _at: datetime) -> Verdict:
    """Everybody may `see` them while they are public; nothing else is done with them here."""
    if not describe(actor, [meeting_id]):
        return INVISIBLE
    return ALLOWED if action == "see" else Verdict(False)


def _card(meeting: Meeting, at: datetime) -> Card:
    title = _("Protokoll: %(title)s", title=meeting.title)
    return Card(
        Subject(MINUTES, str(meeting.id)), title, address_of(meeting), _("Protokoll"), at=at
    )


PUBLISHED_MINUTES = SubjectKind(MINUTES, describe, judge)
