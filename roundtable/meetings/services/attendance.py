"""Who comes and goes: added to a log, with the quorum after each step."""

from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound
from roundtable.meetings.errors import NobodyComesOrGoes
from roundtable.meetings.events import PresenceNoted, StandInEnded
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.queries import (
    account_of,
    last_steps,
    log_of,
    present_seats,
    quorum_of,
    seats_of,
)
from roundtable.meetings.rules.states import UNDER_WAY, State
from roundtable.meetings.services.holding import held_by_preparer, tell_room
from roundtable.meetings.speaking import rows
from roundtable.meetings.standing_in import is_free
from roundtable.tables.models import Seat


@transactional
def note_presence(
    *, actor: Actor, meeting: Meeting, seat_id: UUID, inward: bool, deputy_name: str = ""
) -> Presence | None:
    """Note that somebody came for a seat or left it; None where that was noted already.

    Who comes instead of the holder and has an account acts with it while the meeting is under way, until they leave.
    """
    held_by_preparer(actor, meeting)
    if meeting.status not in {State.EINGELADEN, *UNDER_WAY}:
        raise NobodyComesOrGoes
    seats = seats_of(meeting.table_id, clock.now())
    seat = next((seat for seat in seats if seat.id == seat_id), None)
    if seat is None:
        raise NotFound
    log = log_of(meeting.id)
    there = present_seats(log)
    if (seat_id in there) is inward:
        return None
    found = quorum_of(meeting, seats, there | {seat_id} if inward else there - {seat_id})
    name = deputy_name.strip() if inward else ""
    row = Presence(
        meeting_id=meeting.id,
        seq=len(log) + 1,
        seat_id=seat_id,
        deputy_name=name,
        deputy_id=_acting(meeting, seat, name) if name else None,
        inward=inward,
        at=clock.now(),
        actor_id=actor.person_id,
        present=found.present,
        required=found.required,
        reached=found.reached,
    )
    db.session.add(row)
    if not inward:
        rows.lapse(meeting, actor, rows.waiting_in(meeting, seat_id=seat_id))
        if last_steps(log)[seat_id].deputy_id:
            tell_room(actor, meeting, StandInEnded(str(seat_id)))
    event = PresenceNoted(str(seat_id), inward, found.present, found.required, found.reached)
    tell_room(actor, meeting, event)
    return row


def _acting(meeting: Meeting, seat: Seat, name: str) -> UUID | None:
    """Whose account acts for the seat; None for who has none, or acts for another seat already."""
    person_id = account_of(meeting, seat, name)
    return person_id if person_id and is_free(person_id, meeting, clock.now()) else None
