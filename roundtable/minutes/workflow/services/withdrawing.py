"""The administration closes what is public, at once and for everybody; for a day it may take that back.

Nothing is deleted, so what comes back is what was public before.
"""

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotPermitted
from kernel.events import PUBLIC
from roundtable.meetings.models import Meeting
from roundtable.minutes.rules.states import Facts, State, end_of_undo, public_state
from roundtable.minutes.workflow.errors import StepRefused
from roundtable.minutes.workflow.events import MinutesRestored, MinutesWithdrawn
from roundtable.minutes.workflow.models import Withdrawal
from roundtable.minutes.workflow.permissions import can_release
from roundtable.minutes.workflow.queries import last_withdrawal
from roundtable.minutes.workflow.services.holding import held, last_publication, move, note


@transactional
def withdraw_minutes(*, actor: Actor, meeting: Meeting, reason: str) -> Withdrawal:
    """Close everything that was published; the reason stays readable. A second time changes nothing."""
    minutes = held(meeting)
    if not can_release(actor, meeting):
        raise NotPermitted
    if minutes.state is State.DEPUBLIZIERT and (done := last_withdrawal(meeting)):
        return done
    move(minutes, State.DEPUBLIZIERT, Facts(reason=reason))
    withdrawal = Withdrawal(
        meeting_id=meeting.id,
        reason=reason.strip(),
        at=clock.now(),
        withdrawn_by=actor.person_id,
    )
    db.session.add(withdrawal)
    db.session.flush()
    note(actor, meeting, MinutesWithdrawn(withdrawal.reason), PUBLIC)
    return withdrawal


@transactional
def restore_minutes(*, actor: Actor, meeting: Meeting) -> Withdrawal:
    """Take the withdrawal back: everybody reads again what they read before.

    TooLateToTakeBack when its day is over, by the server's clock. A second time changes nothing.
    """
    minutes = held(meeting)
    if not can_release(actor, meeting):
        raise NotPermitted
    withdrawal, public = last_withdrawal(meeting), last_publication(minutes)
    if withdrawal is None or public is None:
        raise StepRefused
    if withdrawal.taken_back_at:
        return withdrawal
    at = clock.now()
    facts = Facts(takes_back=True, in_time=at < end_of_undo(withdrawal.at))
    move(minutes, public_state(public.number), facts)
    withdrawal.taken_back_at, withdrawal.taken_back_by = at, actor.person_id
    db.session.flush()
    note(actor, meeting, MinutesRestored(public.number), PUBLIC)
    return withdrawal
