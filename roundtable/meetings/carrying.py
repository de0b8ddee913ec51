"""What earlier meetings of a table left for the next one, and why; `rules.carry_over` decides."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from kernel.i18n import _, lazy
from roundtable.meetings.models import AgendaItem, Meeting, Suspension
from roundtable.meetings.open_tasks import open_tasks
from roundtable.meetings.queries import meetings_of
from roundtable.meetings.rules.agenda import Kind
from roundtable.meetings.rules.carry_over import Source, Why, carried
from roundtable.meetings.rules.states import State

#: no meeting's id
NONE = UUID(int=0)
OVER = frozenset({State.GESCHLOSSEN, State.ABGESCHLOSSEN, State.ABGESAGT})
#: kinds of items that every agenda has
EVERYWHERE = frozenset({Kind.REGULARIA.value, Kind.VERSCHIEDENES.value})
WHY = {
    Why.UNBERATEN: lazy("nicht beraten"),
    Why.WIEDERKEHREND: lazy("kommt immer wieder"),
    Why.ANGEHEFTET: lazy("kommt in jeder Sitzung wieder"),
    Why.OFFENE_AUFTRAEGE: lazy("Aufträge sind noch offen"),
}


@dataclass(frozen=True)
class Offer:
    """An item that the next meeting may take over."""

    item: AgendaItem
    #: where it stood
    meeting: Meeting
    reasons: tuple[Why, ...]


def in_words(offer: Offer) -> str:
    """Title, origin and reasons in one line."""
    reasons = ", ".join(str(WHY[why]) for why in offer.reasons)
    words = _(
        "%(title)s (aus %(number)s, %(reasons)s)",
        title=offer.item.title,
        number=offer.meeting.number,
        reasons=reasons,
    )
    return words if offer.item.public else f"{words} – {_('nichtöffentlich')}"


def offers_for(table_id: UUID, *, into: UUID = NONE, before: datetime | None = None) -> list[Offer]:
    """What is offered, in the order of meetings and agendas; a constant number of statements.

    `into` is the meeting that asks, if there is one yet; `before` its date: no meeting takes over what
    stands in a later one.
    """
    meetings = list(meetings_of(table_id))[::-1]
    items = {item.id: item for meeting in meetings for item in meeting.items}
    taken = {item.source_id for item in items.values() if item.source_id}
    ended = [m for m in meetings if m.status in OVER and (before is None or m.starts_at < before)]
    left = [(item, meeting) for meeting in ended for item in _in_line(meeting)]
    suspended, tasks = _suspended(into), Counter(task.item_id for task in open_tasks(table_id))
    sources = [
        _source(item, into, suspended, _with_earlier(item, items, tasks)) for item, _m in left
    ]
    found = {one.source: one.reasons for one in carried(sources, into, taken)}
    return [Offer(item, m, found[item.id]) for item, m in left if item.id in found]


def _in_line(meeting: Meeting) -> list[AgendaItem]:
    """What may go on; some kinds stand on every agenda anyway, and go on only if somebody wants it."""
    return [item for item in meeting.items if item.pinned or item.kind not in EVERYWHERE]


def _source(item: AgendaItem, into: UUID, suspended: set[UUID], tasks: int) -> Source[UUID]:
    return Source(
        key=item.id,
        state=item.status,
        public=item.public,
        pinned=item.pinned,
        open_tasks=tasks,
        skipped_in=into if item.id in suspended else None,
    )


def _suspended(into: UUID) -> set[UUID]:
    statement = select(Suspension.item_id).where(Suspension.meeting_id == into)
    return set(db.session.scalars(statement))


def _with_earlier(
    item: AgendaItem, items: Mapping[UUID, AgendaItem], tasks: Mapping[UUID, int]
) -> int:
    """Open tasks of the item and of those it goes on with."""
    count, source_id = tasks.get(item.id, 0), item.source_id
    while source_id is not None and source_id in items:
        count += tasks.get(source_id, 0)
        source_id = items[source_id].source_id
    return count
