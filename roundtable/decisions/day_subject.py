"""What other rooms may know of released results: a card each, by the meeting's id; everybody reads them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel.actors import Actor
from kernel.database import db
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, Subject, SubjectKind, Verdict
from roundtable.decisions.day import address_of_day
from roundtable.decisions.resolution_models import DAY, DayResult
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meetings_by_ids


def describe(_actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of those that were released; a constant number of statements."""
    statement = select(DayResult).where(DayResult.meeting_id.in_([UUID(text) for text in ids]))
    released = {one.meeting_id: one for one in db.session.scalars(statement)}
    meetings = meetings_by_ids(released) if released else ()
    return {str(meeting.id): _card(meeting, released[meeting.id]) for meeting in meetings}


def judge(actor: Actor, action: str, meeting_id: str, _at: datetime) -> Verdict:
    """Everybody may `see` what was released; nothing else is done with it here."""
    if not describe(actor, [meeting_id]):
        return INVISIBLE
    return ALLOWED if action == "see" else Verdict(False)


def _card(meeting: Meeting, result: DayResult) -> Card:
    return Card(
        subject=Subject(DAY, str(meeting.id)),
        title=_("Ergebnis der Sitzung: %(title)s", title=meeting.title),
        url=address_of_day(meeting),
        word=_("Ergebnis der Sitzung"),
        at=result.released_at,
    )


DAY_RESULT = SubjectKind(DAY, describe, judge)
