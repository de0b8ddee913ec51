"""Who was there, as minutes say it, and how each wants to be named today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from accounts.people.queries import active_among, names_of
from kernel import clock
from kernel.database import db
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.queries import log_of
from roundtable.minutes.rules.public import Level, Participant
from roundtable.tables.models import Seat
from roundtable.tables.seating import in_force


@dataclass(frozen=True)
class There:
    """A seat for which somebody was there; `deputy` is empty for its holder."""

    seat: Seat
    deputy: str


def there(meeting: Meeting, log: Sequence[Presence]) -> list[There]:
    """Everybody who was in the meeting, by number; who left before it began was not. One statement."""
    was = _who_was_there(meeting, log)
    statement = select(Seat).where(Seat.id.in_({seat_id for seat_id, _deputy in was}))
    seats = {seat.id: seat for seat in db.session.scalars(statement)}
    found = [There(seats[seat_id], deputy) for seat_id, deputy in was]
    return sorted(found, key=lambda each: (each.seat.number, bool(each.deputy)))


def participants(meeting: Meeting, people: Sequence[There]) -> list[Participant]:
    """The same as the minutes name them; one statement."""
    names = names_of({each.seat.person_id for each in people if each.seat.person_id})
    groups = {group.key: group.title for group in meeting.table.groups}
    return [
        Participant(
            seat=each.seat.label,
            name=each.deputy or (names[each.seat.person_id] if each.seat.person_id else ""),
            organisation=each.seat.organisation,
            group=groups[each.seat.group_key],
            deputy=bool(each.deputy),
        )
        for each in people
    ]


@dataclass(frozen=True)
class Known:
    """Whom minutes may name without having asked: how each wants to be named today, by seat, and who was not there."""

    levels: Mapping[str, Level]
    others: tuple[Participant, ...]


def known(meeting: Meeting) -> Known:
    """Everybody who was there, and who sits at the table then or now; whose account is gone is the group."""
    present = there(meeting, log_of(meeting.id))
    ids = {each.seat.id for each in present}
    absent = [There(seat, "") for seat in _at_the_table(meeting) if seat.id not in ids]
    seats = {each.seat.id: each.seat for each in (*present, *absent)}.values()
    active = active_among({seat.person_id for seat in seats if seat.person_id})
    levels: dict[str, Level] = {}
    for seat in seats:  # two people on one number: neither is named
        is_asked = seat.person_id in active and seat.label not in levels
        levels[seat.label] = Level(seat.public_name.value) if is_asked else Level.GROUP
    return Known(levels, tuple(participants(meeting, absent)))


def _at_the_table(meeting: Meeting) -> Sequence[Seat]:
    """Held seats of the day of the meeting and of now."""
    moments = [at for at in (meeting.started_at, clock.now()) if at]
    statement = select(Seat).where(
        Seat.table_id == meeting.table_id,
        Seat.person_id.is_not(None),
        or_(*(in_force(at) for at in moments)),
    )
    return db.session.scalars(statement.order_by(Seat.number, Seat.id)).all()


def _who_was_there(meeting: Meeting, log: Sequence[Presence]) -> set[tuple[UUID, str]]:
    in_now: dict[UUID, str] = {}
    was: set[tuple[UUID, str]] = set()
    for step in log:
        if step.inward:
            in_now[step.seat_id] = step.deputy_name
        elif step.seat_id in in_now:
            deputy = in_now.pop(step.seat_id)
            if meeting.started_at is None or step.at > meeting.started_at:
                was.add((step.seat_id, deputy))
    return was | set(in_now.items())
