"""Items of agendas as subjects: a stop on the way from a proposal to a task.

An item is seen as its last invitation showed it: before there is one nobody sees it, and of a non-public item others
than members see nothing, not even that it is there.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, SubjectKind, Verdict
from roundtable.meetings.content import content_for
from roundtable.meetings.models import ITEM_KIND, AgendaItem, Meeting
from roundtable.meetings.queries import address_of, meetings_by_ids
from roundtable.meetings.rules.states import State
from roundtable.meetings.wording import item_mark, mark_of
from roundtable.tables.seating import member_tables


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of the items that the actor sees; a constant number of statements."""
    return dict(_cards(actor, ids, clock.now()))


def judge(actor: Actor, action: str, item_id: str, at: datetime) -> Verdict:
    """One sees an item or does not; everything else is asked of its meeting."""
    if item_id not in dict(_cards(actor, [item_id], at)):
        return INVISIBLE
    return ALLOWED if action == "see" else Verdict(False)


def anchor_of(number: str) -> str:
    """Where an item stands on the page of its meeting."""
    return f"top-{number.replace(' ', '-')}"


def titles_of(meeting: Meeting, *, nonpublic: bool) -> dict[UUID, str]:
    """The titles of the items that a reader sees, as the last invitation said them; members see all."""
    if meeting.announced is None:
        return {}
    content = content_for(meeting, meeting.announced, nonpublic=nonpublic, ways_in=False)
    said = {entry["number"]: entry["title"] for entry in content["items"] if "title" in entry}
    return {
        item.id: said[item.number]
        for item in meeting.items
        if item.number in said and (item.public or nonpublic)
    }


def _cards(actor: Actor, ids: Collection[str], at: datetime) -> Iterator[tuple[str, Card]]:
    keys = {UUID(text) for text in ids}
    statement = select(AgendaItem.meeting_id).where(AgendaItem.id.in_(keys))
    meetings = meetings_by_ids(set(db.session.scalars(statement)))
    own = member_tables(actor, at) if meetings else set()
    for meeting in meetings:
        titles = titles_of(meeting, nonpublic=meeting.table_id in own)
        for item in meeting.items:
            if item.id in keys and item.id in titles:
                yield str(item.id), _card(meeting, item, titles[item.id])


def _card(meeting: Meeting, item: AgendaItem, title: str) -> Card:
    number = item.number or ""
    called_off = meeting.status is State.ABGESAGT
    status = mark_of(meeting.state) if called_off or not meeting.started_at else item_mark(item)
    return Card(
        subject=item.subject,
        title=f"TOP {number}: {title} ({meeting.number})",
        url=f"{address_of(meeting)}#{anchor_of(number)}",
        word=_("Punkt einer Sitzung"),
        status=status.word,
        at=meeting.starts_at,
    )


AGENDA_ITEM = SubjectKind(ITEM_KIND, describe, judge, icon="people")
