"""Meetings on the page of their table: the next one, and the last ones with what they decided."""

from sqlalchemy import select

from kernel.database import db
from roundtable.meetings.carrying import OVER
from roundtable.meetings.models import Meeting
from roundtable.meetings.outcomes import outcomes_of
from roundtable.meetings.rules.states import State
from roundtable.meetings.wording import mark_of
from roundtable.tables.models import RoundTable
from roundtable.tables.page_parts import Part

SHOWN = 3
HELD = (State.GESCHLOSSEN, State.ABGESCHLOSSEN)


def meetings_part(table: RoundTable) -> Part:
    """Three statements, however many meetings there were."""
    own = select(Meeting).where(Meeting.table_id == table.id)
    coming = own.where(Meeting.state.not_in([state.value for state in OVER]))
    held = own.where(Meeting.state.in_([state.value for state in HELD]))
    following = db.session.scalars(coming.order_by(Meeting.starts_at, Meeting.id).limit(1)).first()
    last = db.session.scalars(
        held.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(SHOWN)
    ).all()
    return Part(
        "roundtable/meetings/_on_table.html",
        {
            "following": following,
            "last": last,
            "outcomes": outcomes_of([meeting.id for meeting in last]),
            "mark_of": mark_of,
        },
    )
