"""The secretary lays the minutes before the table: the text of every item is frozen as it is stored in this instant.

The live documents are held while the text is read and the state changes. So an edit that was acknowledged is in the
version; one that comes later finds the documents closed and is refused. The print is made before, while nobody is held
up: where the text moved on since, it is made again.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.clock import BERLIN
from kernel.database import db, transactional
from kernel.errors import NotPermitted
from kernel.i18n import _, plural
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.permissions import stage_of
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import Facts, State, may_move
from roundtable.minutes.services.desk import locked_docs
from roundtable.minutes.workflow import letters
from roundtable.minutes.workflow.drafting import Draft, basis_of, draft_of
from roundtable.minutes.workflow.errors import (
    MinutesFaulty,
    StepRefused,
    StillWritten,
    WishesAreOpen,
)
from roundtable.minutes.workflow.events import MinutesSubmitted
from roundtable.minutes.workflow.frozen import says_the_same
from roundtable.minutes.workflow.models import Minutes, MinutesVersion
from roundtable.minutes.workflow.permissions import can_keep
from roundtable.minutes.workflow.queries import return_of
from roundtable.minutes.workflow.services.holding import (
    count_objections,
    freeze,
    held,
    move,
    note,
    version_of,
)

#: how often a draft is printed for somebody who submits while others write
TRIES = 5


def submit_minutes(*, actor: Actor, meeting: Meeting) -> MinutesVersion:
    """Freeze the next version and write to the members; where one lies before the table already, that one.

    MinutesFaulty names what is missing; StillWritten says that nobody stopped writing. Nothing is frozen then.
    """
    for _try in range(TRIES):
        draft = _draft(actor, meeting)
        if version := _frozen(actor=actor, meeting=meeting, draft=draft):
            return version
    raise StillWritten


def _draft(actor: Actor, meeting: Meeting) -> Draft | None:
    """The draft, printed; None where it will not be frozen anyway."""
    stage = stage_of(meeting.id)
    if not may_move(stage, State.VORGELEGT) or not can_keep(actor, meeting, clock.now()):
        return None
    return draft_of(meeting)


@transactional
def _frozen(*, actor: Actor, meeting: Meeting, draft: Draft | None) -> MinutesVersion | None:
    """The version that lies before the table now; None where the stored text is not what was printed."""
    minutes = held(meeting)
    if not can_keep(actor, meeting, clock.now()):
        raise NotPermitted
    if minutes.state is State.VORGELEGT and (lying := version_of(minutes)):
        return lying
    if not may_move(minutes.state, State.VORGELEGT):
        raise StepRefused
    if count_objections(meeting.id, Standing.OFFEN):
        raise WishesAreOpen
    _hold_texts(meeting)
    if draft is None or draft.basis != basis_of(meeting):
        return None
    _lay_before(minutes, draft)
    version = freeze(actor, minutes, draft.content, _reason(meeting, minutes, draft))
    minutes.objections_until = end_of_wishes(clock.now(), meeting.table.objection_days)
    letters.submitted(meeting, minutes)
    until = minutes.objections_until.isoformat()
    note(actor, meeting, MinutesSubmitted(version.number, until))
    return version


def end_of_wishes(now: datetime, days: int) -> datetime:
    """The end of the last of these days in Berlin; the day of today is none of them."""
    last = now.astimezone(BERLIN).date() + timedelta(days=days + 1)
    return datetime.combine(last, time(), BERLIN)


def _hold_texts(meeting: Meeting) -> None:
    """Nobody writes any more until the commit; in the order in which writers take them."""
    statement = select(MinutesDoc.id).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    locked_docs(db.session.scalars(statement).all())


def _lay_before(minutes: Minutes, draft: Draft) -> None:
    if draft.faults:
        raise MinutesFaulty(draft.faults)
    move(minutes, State.VORGELEGT, Facts(named=draft.named, pdf_compiles=draft.printable))


def _reason(meeting: Meeting, minutes: Minutes, draft: Draft) -> str:
    """Why there is another version; the first needs no reason. What changed nothing was not worked in."""
    if not minutes.number:
        return ""
    if returned := return_of(meeting, minutes.number):
        return _("Von der Verwaltung zurückgegeben: %(reason)s", reason=returned.reason)
    before = version_of(minutes)
    is_same = before is not None and says_the_same(before, draft.content)
    taken = count_objections(minutes.meeting_id, Standing.ANGENOMMEN, minutes.number)
    if is_same:
        return plural(
            "%(num)d Änderungswunsch beantwortet, der Text ist derselbe",
            "%(num)d Änderungswünsche beantwortet, der Text ist derselbe",
            taken,
        )
    return plural(
        "%(num)d Änderungswunsch eingearbeitet", "%(num)d Änderungswünsche eingearbeitet", taken
    )
