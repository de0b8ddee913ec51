"""The meetings that ask somebody to come: those under way, and invitations without an answer."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.i18n import _
from kernel.waiting import Waiting
from roundtable.meetings.models import Meeting, Presence, Rsvp
from roundtable.meetings.permissions import can_attend
from roundtable.meetings.queries import address_of
from roundtable.meetings.rules.states import UNDER_WAY, State
from roundtable.tables.models import Seat
from roundtable.tables.running import Running
from roundtable.tables.seating import in_force

#: hardly anybody has more at once; each costs the judge's statements
MOST = 3
RUNS = Meeting.state.in_([state.value for state in UNDER_WAY])


def running_now(actor: Actor) -> list[Running]:
    """The rooms that are open to this person now; a constant number of statements."""
    return [Running(_runs(one), _room_of(one)) for one in _theirs(actor, RUNS)]


def meetings_that_wait(actor: Actor) -> Iterable[Waiting]:
    """The same for the list of what waits for somebody, and which invitations they may answer."""
    for one in _theirs(actor, or_(RUNS, _unanswered(actor, clock.now()))):
        if one.status is State.EINGELADEN:
            text = _("Einladung beantworten: %(title)s", title=one.title)
            sent = one.announced.sent_at if one.announced else None
            yield Waiting(text, f"{address_of(one)}rueckmeldung", since=sent, until=one.starts_at)
        else:
            yield Waiting(_runs(one), _room_of(one), since=one.started_at, until=one.ends_at)


def _theirs(actor: Actor, which: ColumnElement[bool]) -> list[Meeting]:
    """First what may be theirs, then who may come in is asked as everywhere."""
    if actor.person_id is None:
        return []
    at = clock.now()
    stands_in = exists().where(
        Presence.meeting_id == Meeting.id, Presence.deputy_id == actor.person_id
    )
    statement = (
        select(Meeting)
        .where(or_(_sits(actor, at), stands_in), which)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
        .options(joinedload(Meeting.table))
    )
    return [one for one in db.session.scalars(statement) if can_attend(actor, one, at)]


def _sits(actor: Actor, at: datetime) -> ColumnElement[bool]:
    return exists().where(
        Seat.table_id == Meeting.table_id, Seat.person_id == actor.person_id, in_force(at)
    )


def _unanswered(actor: Actor, at: datetime) -> ColumnElement[bool]:
    answered = exists().where(
        Rsvp.meeting_id == Meeting.id, Rsvp.seat_id == Seat.id, Seat.person_id == actor.person_id
    )
    invited = Meeting.state == State.EINGELADEN.value
    return and_(invited, Meeting.ends_at > at, _sits(actor, at), ~answered)


def _runs(meeting: Meeting) -> str:
    if meeting.status is State.LAUFEND:
        return _("Läuft jetzt: %(title)s", title=meeting.title)
    return _("Unterbrochen: %(title)s", title=meeting.title)


def _room_of(meeting: Meeting) -> str:
    return f"{address_of(meeting)}live"
