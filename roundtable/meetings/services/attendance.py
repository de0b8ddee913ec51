"""Who comes and goes: added to a log, with the quorum after each step."""

from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound
from roundtable.meetings.errors import NobodyComesOrGoes, StandsInElsewhere
from roundtable.meetings.events import PresenceNoted, StandInEnded
from roundtable.meetings.models import Meeting, Presence
from roundtable.meetings.queries import (
    account_of,
    last_steps,
    log_of,
    name_of_deputy,
    present_seats,
    quorum_of,
    seats_of,
)
from roundtable.meetings.rules.states import ATTENDED
from roundtable.meetings.services.holding import held_by_preparer, tell_room
from roundtable.meetings.speaking import rows
from roundtable.meetings.standing_in import is_free
from roundtable.tables.models import Seat


@transactional
def note_presence(
    *,
    actor: Actor,
    meeting: Meeting,
    seat_id: UUID,
    inward: bool,
    deputy_name: str = "",
    deputy_id: UUID | None = None,
) -> Presence | None:
    """Note that somebody came for a seat or left it; None where that was noted already.

    Who comes instead of the holder and has an account acts with it while the meeting is under way, until they leave:
    named by `deputy_id`, or found by the name alone. Nobody needs to have announced them.
    """
    held_by_preparer(actor, meeting)
    if meeting.status not in ATTENDED:
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
    name, account = _who(meeting, seat, deputy_name.strip(), deputy_id) if inward else ("", None)
    row = Presence(
        meeting_id=meeting.id,
        seq=len(log) + 1,
        seat_id=seat_id,
        deputy_name=name,
        deputy_id=account,
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


def _who(
    meeting: Meeting, seat: Seat, name: str, deputy_id: UUID | None
) -> tuple[str, UUID | None]:
    """Who came instead of the holder, and whose account acts for the seat; no name for the holder.

    A name alone is noted in any case, without an account where theirs acts for another seat already.
    """
    if deputy_id is not None:
        called = name_of_deputy(meeting, seat, deputy_id)
        if called is None:
            raise NotFound
        if not is_free(deputy_id, meeting, clock.now()):
            raise StandsInElsewhere
        return called, deputy_id
    person_id = account_of(meeting, seat, name) if name else None
    return name, person_id if person_id and is_free(person_id, meeting, clock.now()) else None
