"""Resolutions to look at again, suggested as items of the meeting that comes after their day."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from kernel.clock import BERLIN
from kernel.database import db
from kernel.i18n import _
from kernel.links import links_of
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.rules.resolutions import HOLDING
from roundtable.meetings.linked import DISCUSSED
from roundtable.meetings.models import ITEM_KIND, AgendaItem, Meeting
from roundtable.meetings.rules.states import ItemState, State
from roundtable.meetings.suggestions import Suggestion


def to_review(meeting: Meeting) -> Iterable[Suggestion]:
    """Those of the table that still hold and whose day comes until the meeting; each until an item takes it up."""
    day = meeting.starts_at.astimezone(BERLIN).date()
    statement = (
        select(Resolution)
        .join(Resolution.meeting)
        .where(Meeting.table_id == meeting.table_id, Resolution.review_on <= day)
        .where(Resolution.state.in_(HOLDING))
        .order_by(Resolution.review_on, Resolution.id)
    )
    found = db.session.scalars(statement).all()
    taken = _taken_up(found) if found else set()
    for one in found:
        if one.id not in taken:
            title = _("Wiedervorlage: %(title)s (%(number)s)", title=one.title, number=one.number)
            yield Suggestion(one.subject, title, public=one.public and one.released_at is not None)


def _taken_up(resolutions: Sequence[Resolution]) -> set[UUID]:
    """Those that stand on the agenda of a meeting on or after their day; a meeting called off takes nothing up."""
    by_subject = {one.subject: one for one in resolutions}
    ties = [
        tie
        for tie in links_of(by_subject)
        if tie.kind == DISCUSSED and tie.source in by_subject and tie.target_kind == ITEM_KIND
    ]
    statement = (
        select(AgendaItem.id, Meeting.starts_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id.in_([UUID(tie.target_id) for tie in ties]))
        .where(Meeting.state != State.ABGESAGT, AgendaItem.state != ItemState.ABGESETZT)
    )
    days = {
        str(row.id): row.starts_at.astimezone(BERLIN).date()
        for row in db.session.execute(statement)
    }
    return {
        one.id
        for tie in ties
        if (one := by_subject[tie.source]).review_on is not None
        and tie.target_id in days
        and days[tie.target_id] >= one.review_on
    }
