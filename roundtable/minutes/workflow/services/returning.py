"""The administration gives approved minutes back before the release, where something must not become public.

The secretary writes the next version, and the table approves that one as usual. Of return and release one happens: the
minutes are held meanwhile.
"""

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotPermitted
from roundtable.meetings.models import Meeting
from roundtable.minutes.rules.states import Facts, State
from roundtable.minutes.workflow import letters
from roundtable.minutes.workflow.errors import AnotherVersion
from roundtable.minutes.workflow.events import MinutesReturned, MinutesRevised
from roundtable.minutes.workflow.models import MinutesReturn
from roundtable.minutes.workflow.permissions import can_release
from roundtable.minutes.workflow.queries import return_of
from roundtable.minutes.workflow.services.holding import held, move, note


@transactional
def return_minutes(*, actor: Actor, meeting: Meeting, number: int, reason: str) -> MinutesReturn:
    """Give version `number` back to the secretary with a reason, and write to the members.

    The table has approved nothing any more. The same return again changes nothing.
    """
    minutes = held(meeting)
    if not can_release(actor, meeting):
        raise NotPermitted
    if done := return_of(meeting, number):
        return done
    if number != minutes.number:
        raise AnotherVersion
    move(minutes, State.UEBERARBEITUNG, Facts(reason=reason))
    minutes.approved_at = minutes.way = None
    returned = MinutesReturn(
        meeting_id=meeting.id,
        number=number,
        reason=reason.strip(),
        returned_by=actor.person_id,
        returned_at=clock.now(),
    )
    db.session.add(returned)
    db.session.flush()
    letters.returned(meeting, number)
    note(actor, meeting, MinutesReturned(number))
    note(actor, meeting, MinutesRevised(number))
    return returned
