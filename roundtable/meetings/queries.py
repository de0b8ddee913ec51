"""Reading meetings; the actor comes first, closed and absent look the same."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload
from sqlalchemy.sql.base import ExecutableOption

from accounts.people.queries import names_of
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound, NotPermitted
from kernel.ids import id_in
from kernel.secret_marks import hash_of
from roundtable.meetings.models import Invitation, Meeting, Presence, Rsvp, RsvpLink
from roundtable.meetings.permissions import can_attend, can_lead, can_prepare
from roundtable.meetings.rules.presence import Step, present
from roundtable.meetings.rules.quorum import Counted, Quorum, quorum
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.seating import in_force

A_PAGE = 20
NR = re.compile(r"(\d{4})-(\d{2,4})")


@dataclass(frozen=True)
class StandIn:
    """Somebody who may come instead of a seat's holder."""

    name: str
    #: None for who has no account here
    person_id: UUID | None


@dataclass(frozen=True)
class SeatLine:
    """A seat on the attendance list or the list of answers."""

    seat: Seat
    name: str
    group: str
    rsvp: Rsvp | None = None
    #: who sits there instead, now; empty for the holder
    deputy: str = ""
    present: bool = False
    #: while nobody is there: who was announced and confirmed, then who is listed and free, in the seat's order
    standins: tuple[StandIn, ...] = ()
    needs: tuple[str, ...] = ()
    needs_note: str = ""


def address_of(meeting: Meeting) -> str:
    """The meeting's page; also known where no request runs."""
    return f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/"


def meeting_for(actor: Actor, slug: str, nr: str) -> Meeting:  # noqa: ARG001
    """One meeting with its agenda and invitations, or NotFound; what of it the actor reads is asked per part."""
    found = NR.fullmatch(nr)
    if not found or not found[1].isascii() or not found[2].isascii():
        raise NotFound
    statement = (
        select(Meeting)
        .join(Meeting.table)
        .where(
            RoundTable.slug == slug,
            Meeting.year == int(found[1]),
            Meeting.running == int(found[2]),
        )
        .options(contains_eager(Meeting.table), *_parts())
    )
    meeting = db.session.scalar(statement)
    if meeting is None or meeting.nr != nr:
        raise NotFound
    return meeting


def meeting_to_prepare(actor: Actor, slug: str, nr: str) -> Meeting:
    """A meeting for chair and secretary; for others there is no such page."""
    meeting = meeting_for(actor, slug, nr)
    if not can_prepare(actor, meeting, clock.now()):
        raise NotFound
    return meeting


def meeting_to_lead(actor: Actor, slug: str, nr: str) -> Meeting:
    """A meeting for its chair; for others there is no such page."""
    meeting = meeting_for(actor, slug, nr)
    if not can_lead(actor, meeting, clock.now()):
        raise NotFound
    return meeting


def meeting_to_attend(actor: Actor, meeting_id: UUID) -> Meeting:
    """A meeting for who has a seat at its table; for others there is no such room."""
    found = meetings_by_ids([meeting_id])
    if not found or not can_attend(actor, found[0], clock.now()):
        raise NotFound
    return found[0]


def meeting_to_attend_at(actor: Actor, slug: str, nr: str) -> Meeting:
    """The same, by its address."""
    meeting = meeting_for(actor, slug, nr)
    if not can_attend(actor, meeting, clock.now()):
        raise NotFound
    return meeting


def meetings_of(table_id: UUID) -> Sequence[Meeting]:
    """A table's meetings, the latest date first."""
    statement = (
        select(Meeting)
        .where(Meeting.table_id == table_id)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .options(selectinload(Meeting.table), *_parts())
    )
    return db.session.scalars(statement).all()


def newest_meetings(after: str | None, limit: int = A_PAGE) -> tuple[Sequence[Meeting], str | None]:
    """Meetings by the instant of their planning, newest first; and the cursor for the next ones."""
    statement = select(Meeting).order_by(Meeting.id.desc()).limit(limit + 1)
    if after:
        last = id_in(after)
        if last is None:
            raise NotFound
        statement = statement.where(Meeting.id < last)
    found = db.session.scalars(statement.options(selectinload(Meeting.table))).all()
    return found[:limit], str(found[limit - 1].id) if len(found) > limit else None


def meetings_by_ids(ids: Collection[UUID]) -> Sequence[Meeting]:
    """These meetings with table, agenda and invitations."""
    statement = (
        select(Meeting).where(Meeting.id.in_(ids)).options(selectinload(Meeting.table), *_parts())
    )
    return db.session.scalars(statement).all()


def all_ids() -> Sequence[UUID]:
    """The ids of all meetings, for the index."""
    return db.session.scalars(select(Meeting.id)).all()


def version_of(meeting: Meeting, version: int) -> Invitation:
    """One version of what was sent, or NotFound."""
    found = next((one for one in meeting.invitations if one.version == version), None)
    if found is None:
        raise NotFound
    return found


def seats_of(table_id: UUID, at: datetime) -> Sequence[Seat]:
    """The table's seats at this instant, by number; vacant ones too."""
    statement = select(Seat).where(Seat.table_id == table_id, in_force(at)).order_by(Seat.number)
    return db.session.scalars(statement).all()


def deputies_of(seat: Seat) -> Mapping[UUID, str]:
    """The seat's deputies by account, with names, in their order."""
    ids = [deputy.person_id for deputy in seat.deputies]
    names = names_of(ids)
    return {person_id: names[person_id] for person_id in ids}


def account_of(meeting: Meeting, seat: Seat, name: str) -> UUID | None:
    """The account of who comes instead under this name: as the seat answered, or the only listed deputy called so."""
    rsvp = rsvp_of(meeting, seat)
    if rsvp and rsvp.deputy_id and rsvp.deputy_confirmed_at and rsvp.deputy_name == name:
        return rsvp.deputy_id
    known = [person_id for person_id, called in deputies_of(seat).items() if called == name]
    return known[0] if len(known) == 1 else None


def meeting_and_seat(token: str) -> tuple[Meeting, Seat]:
    """What a mailed link opens; NotFound for a wrong one, and once somebody else has the seat."""
    link = db.session.get(RsvpLink, hash_of(token))
    if link is None or link.seat.person_id != link.person_id:
        raise NotFound
    if not link.seat.interval.holds(clock.now()):
        raise NotFound
    return meetings_by_ids([link.invitation.meeting_id])[0], link.seat


def name_of_deputy(meeting: Meeting, seat: Seat, person_id: UUID) -> str | None:
    """Under which name this account comes for the seat: listed there, or announced and confirmed; None for others."""
    rsvp = rsvp_of(meeting, seat)
    if rsvp and rsvp.deputy_id == person_id and rsvp.deputy_confirmed_at:
        return rsvp.deputy_name
    return deputies_of(seat).get(person_id)


def rsvp_of(meeting: Meeting, seat: Seat) -> Rsvp | None:
    """What the seat answered last."""
    return db.session.get(Rsvp, (meeting.id, seat.id))


def log_of(meeting_id: UUID) -> Sequence[Presence]:
    """Who came and went, in order."""
    statement = select(Presence).where(Presence.meeting_id == meeting_id).order_by(Presence.seq)
    return db.session.scalars(statement).all()


def present_seats(log: Sequence[Presence]) -> frozenset[UUID]:
    """The seats for which somebody is there."""
    return present(Step(row.seat_id, row.inward) for row in log)


def last_steps(log: Sequence[Presence]) -> dict[UUID, Presence]:
    """How somebody came for each seat, or left it, the last time."""
    return {row.seat_id: row for row in log}


def quorum_of(meeting: Meeting, seats: Sequence[Seat], there: Collection[UUID]) -> Quorum:
    """Whether the table may decide with these seats."""
    counted = [Counted(s.id, s.group_key, s.votes and s.person_id is not None) for s in seats]
    return quorum(counted, there, meeting.quorum_rule)


def seat_lines(actor: Actor, meeting: Meeting) -> list[SeatLine]:
    """Every held seat with its answer and presence, for chair and secretary; needs for the chair alone.

    A constant number of statements.
    """
    at = clock.now()
    if not can_prepare(actor, meeting, at):
        raise NotPermitted
    reads_needs = can_lead(actor, meeting, at)
    seats = [seat for seat in seats_of(meeting.table_id, at) if seat.person_id]
    holders = {seat.person_id for seat in seats if seat.person_id}
    names = names_of(holders | {one.person_id for seat in seats for one in seat.deputies})
    log = log_of(meeting.id)
    there, last = present_seats(log), last_steps(log)
    busy = holders | {last[seat_id].deputy_id for seat_id in there}
    answers = db.session.scalars(select(Rsvp).where(Rsvp.meeting_id == meeting.id))
    by_seat = {rsvp.seat_id: rsvp for rsvp in answers}
    groups = {group.key: group.title for group in meeting.table.groups}
    lines = []
    for seat in seats:
        rsvp = by_seat.get(seat.id)
        lines.append(
            SeatLine(
                seat=seat,
                name=names[seat.person_id] if seat.person_id else "",
                group=groups[seat.group_key],
                rsvp=rsvp,
                deputy=last[seat.id].deputy_name if seat.id in there else "",
                present=seat.id in there,
                standins=() if seat.id in there else _standins(seat, rsvp, names, busy),
                needs=tuple(rsvp.needs) if rsvp and reads_needs else (),
                needs_note=rsvp.needs_note if rsvp and reads_needs else "",
            )
        )
    return lines


def _standins(
    seat: Seat, rsvp: Rsvp | None, names: Mapping[UUID, str], busy: Set[UUID | None]
) -> tuple[StandIn, ...]:
    listed = [StandIn(names[one.person_id], one.person_id) for one in seat.deputies]
    found = [one for one in listed if one.person_id not in busy]
    if rsvp and rsvp.deputy_confirmed_at and rsvp.deputy_id not in busy - {None}:
        others = [one for one in found if one.person_id != rsvp.deputy_id]
        found = [StandIn(rsvp.deputy_name, rsvp.deputy_id), *others]
    return tuple(found)


def _parts() -> tuple[ExecutableOption, ...]:
    return selectinload(Meeting.items), selectinload(Meeting.invitations)
