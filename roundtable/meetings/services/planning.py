"""A date is set: the meeting gets its number for ever and its first items."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.clock import BERLIN
from kernel.constraints import rule
from kernel.database import db, locked, transactional
from kernel.errors import Conflict, NotPermitted
from kernel.events import PUBLIC, record
from kernel.i18n import lazy
from roundtable.meetings.errors import AgendaIsOver, EndsBeforeStart, MeetingChanged
from roundtable.meetings.events import MeetingPlanned, MeetingReplanned
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.open_tasks import text_of_open_tasks
from roundtable.meetings.permissions import can_plan
from roundtable.meetings.rules.agenda import Kind
from roundtable.meetings.rules.numbering import meeting_number
from roundtable.meetings.rules.quorum import MEHRHEIT
from roundtable.meetings.rules.states import PLANNED, Facts, State
from roundtable.meetings.services.carrying import carry_into
from roundtable.meetings.services.holding import ensure_free, held_by_preparer, seats_alone
from roundtable.tables.models import RoundTable

#: what every meeting begins with; the last is filled
FIRST_ITEMS = (
    lazy("Eröffnung und Begrüßung"),
    lazy("Einladung und Beschlussfähigkeit feststellen"),
    lazy("Tagesordnung beschließen"),
    lazy("Protokoll der letzten Sitzung genehmigen"),
    lazy("Offene Aufträge"),
)


class NumberTaken(Conflict):
    """Two meetings were planned at the same instant."""

    message = lazy("Gerade wurde eine andere Sitzung angelegt. Bitte senden Sie noch einmal ab.")


rule("uq_meetings_number", NumberTaken)
rule("uq_meetings_table_id_year_running", NumberTaken)


@dataclass(frozen=True)
class MeetingDraft:
    """When and where a table meets, and how people get in."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    place_notes: str = ""
    video_url: str = ""
    dial_in: str = ""
    quorum_rule: str = MEHRHEIT


@transactional
def plan_meeting(
    *, actor: Actor, table: RoundTable, draft: MeetingDraft, carried: Collection[UUID] = ()
) -> Meeting:
    """Set a date; the number counts within the table and the year of the first date.

    Of the items that earlier meetings left, the `carried` ones are taken over, each once; others stay on offer.
    """
    if not can_plan(actor, locked(table), clock.now()):
        raise NotPermitted
    year = draft.starts_at.astimezone(BERLIN).year
    taken = db.session.scalars(
        select(Meeting.running).where(Meeting.table_id == table.id, Meeting.year == year)
    )
    running, number = meeting_number(table.code, year, taken)
    meeting = Meeting(
        table_id=table.id, year=year, running=running, number=number, state=State.ENTWURF.value
    )
    _write(meeting, draft)
    ensure_free(meeting, State.TERMINIERT, Facts(dated=True))
    meeting.state = State.TERMINIERT.value
    meeting.items = _first_items(table.id)
    db.session.add(meeting)
    db.session.flush()
    record(MeetingPlanned(number), subject=meeting.subject, actor=actor, audience=PUBLIC)
    carry_into(actor, meeting, carried)
    return meeting


@transactional
def replan_meeting(
    *, actor: Actor, meeting: Meeting, draft: MeetingDraft, based_on: int
) -> Meeting:
    """Change date, place or ways in before it begins; a form of an older version is refused."""
    held_by_preparer(actor, meeting)
    if meeting.status not in PLANNED:
        raise AgendaIsOver
    if meeting.version != based_on:
        raise MeetingChanged
    _write(meeting, draft)
    record(MeetingReplanned(), subject=meeting.subject, actor=actor, audience=seats_alone(meeting))
    return meeting


def _first_items(table_id: UUID) -> list[AgendaItem]:
    """What every meeting begins with; the last of them says which tasks are open."""
    items = [
        AgendaItem(position=place, title=str(title), kind=Kind.REGULARIA.value)
        for place, title in enumerate(FIRST_ITEMS, 1)
    ]
    items[-1].filled, items[-1].text = True, text_of_open_tasks(table_id)
    return items


def _write(meeting: Meeting, draft: MeetingDraft) -> None:
    if draft.ends_at <= draft.starts_at:
        raise EndsBeforeStart
    meeting.title, meeting.place, meeting.place_notes = draft.title, draft.place, draft.place_notes
    meeting.starts_at, meeting.ends_at = draft.starts_at, draft.ends_at
    meeting.video_url, meeting.dial_in = draft.video_url, draft.dial_in
    meeting.quorum_rule = draft.quorum_rule
