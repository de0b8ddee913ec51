"""The table approves: silence until the end of the time, or a majority of its voting seats says so before.

An open wish hinders both. Each way ends in one step, taken once: the minutes are held meanwhile.
"""

from uuid import UUID

from sqlalchemy import exists, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, insert_or_ignore, transactional
from kernel.errors import NotPermitted
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import seats_of
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import Facts, State, Way, missing
from roundtable.minutes.workflow.errors import AnotherVersion, StepRefused
from roundtable.minutes.workflow.events import MinutesApproved, MinutesConsented
from roundtable.minutes.workflow.models import Consent, Minutes, Objection
from roundtable.minutes.workflow.permissions import can_agree
from roundtable.minutes.workflow.services.holding import (
    count_objections,
    held,
    move,
    note,
    version_of,
)
from roundtable.tables.seating import seated


@transactional
def agree(*, actor: Actor, meeting: Meeting, number: int) -> Minutes:
    """A voting seat agrees with the version that lies before the table; twice is once."""
    minutes = held(meeting)
    at = clock.now()
    seat = seated(meeting.table_id, actor.person_id, at) if actor.person_id else None
    if seat is None or not can_agree(actor, meeting, at):
        raise NotPermitted
    version = version_of(minutes)
    if version is None or minutes.state is not State.VORGELEGT:
        raise StepRefused
    if number != version.number:
        raise AnotherVersion
    values = {"version_id": version.id, "seat_id": seat.id, "person_id": actor.person_id, "at": at}
    if insert_or_ignore(Consent, **values):
        note(actor, meeting, MinutesConsented(str(seat.id), number))
        approve_if_agreed(actor, meeting, minutes)
    return minutes


@transactional
def approve_lapsed(*, actor: Actor, meeting: Meeting) -> Minutes:
    """Approve what nobody wished to change in time, by the server's clock; for the timed job.

    A second time changes nothing.
    """
    if not actor.is_system:
        raise NotPermitted
    minutes = held(meeting)
    until = minutes.objections_until
    facts = Facts(
        way=Way.FRISTABLAUF,
        open_objections=count_objections(meeting.id, Standing.OFFEN),
        deadline_over=until is not None and clock.now() >= until,
    )
    if not missing(minutes.state, State.GENEHMIGT, facts):
        _approve(actor, meeting, minutes, facts)
    return minutes


def approve_if_agreed(actor: Actor, meeting: Meeting, minutes: Minutes) -> None:
    """Approve once the majority of the voting seats has agreed and no wish is open; the minutes are held."""
    seats = seats_of(meeting.table_id, clock.now())
    voting = {seat.id for seat in seats if seat.votes and seat.person_id}
    facts = Facts(
        way=Way.UMLAUF,
        open_objections=count_objections(meeting.id, Standing.OFFEN),
        agreed=len(_agreed(minutes) & voting),
        voting_seats=len(voting),
    )
    if not missing(minutes.state, State.GENEHMIGT, facts):
        _approve(actor, meeting, minutes, facts)


def lapsed() -> list[Meeting]:
    """Meetings whose minutes lie before the table longer than there was time, without an open wish."""
    still_open = exists().where(
        Objection.meeting_id == Minutes.meeting_id, Objection.state == Standing.OFFEN
    )
    statement = (
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Minutes.state == State.VORGELEGT,
            Minutes.objections_until <= clock.now(),
            ~still_open,
        )
    )
    return list(db.session.scalars(statement))


def _agreed(minutes: Minutes) -> set[UUID]:
    version = version_of(minutes)
    if version is None:
        return set()
    statement = select(Consent.seat_id).where(Consent.version_id == version.id)
    return set(db.session.scalars(statement))


def _approve(actor: Actor, meeting: Meeting, minutes: Minutes, facts: Facts) -> None:
    move(minutes, State.GENEHMIGT, facts)
    minutes.approved_at, minutes.way = clock.now(), facts.way
    minutes.objections_until = None
    way = facts.way.value if facts.way else ""
    note(actor, meeting, MinutesApproved(minutes.number, way))
