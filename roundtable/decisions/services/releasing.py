"""Ergebnis des Tages: the chair makes the public results of a closed meeting readable, in one step."""

from functools import partial

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.events import PUBLIC, record
from roundtable.decisions import mail_texts
from roundtable.decisions.day import content_of_day
from roundtable.decisions.errors import MeetingNotClosed
from roundtable.decisions.events import DayResultReleased
from roundtable.decisions.resolution_models import DayResult
from roundtable.decisions.resolution_queries import day_result_of, resolutions_of
from roundtable.decisions.services.telling_seats import write_to_seats
from roundtable.decisions.task_queries import tasks_of_meeting
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules.invitation import canonical, sha256
from roundtable.meetings.rules.states import State
from roundtable.meetings.services.holding import held_by_chair


@transactional
def release_day(*, actor: Actor, meeting: Meeting) -> DayResult:
    """Release every public resolution, vote and task of the meeting, frozen, and write to the seats.

    What belongs to a non-public item stays with the table for ever. A second time changes nothing.
    """
    held_by_chair(actor, meeting)
    if (released := day_result_of(meeting.id)) is not None:
        return released
    if meeting.status not in {State.GESCHLOSSEN, State.ABGESCHLOSSEN}:
        raise MeetingNotClosed
    public = [one for one in resolutions_of(meeting) if one.public]
    result = _frozen(actor, meeting)
    for resolution in public:
        resolution.released_at = result.released_at
    for task in tasks_of_meeting(meeting):
        task.released_at = result.released_at if task.public else None
    db.session.flush()
    write_to_seats(
        meeting,
        occurrence=f"day_result:{meeting.id}",
        subject=mail_texts.subject(meeting),
        text=partial(mail_texts.text, meeting, public),
    )
    event = DayResultReleased(result.content_hash, [str(one.id) for one in public])
    record(event, subject=meeting.subject, actor=actor, audience=PUBLIC)
    return result


def _frozen(actor: Actor, meeting: Meeting) -> DayResult:
    content = canonical(content_of_day(meeting))
    result = DayResult(
        meeting_id=meeting.id,
        released_at=clock.now(),
        released_by=actor.person_id,
        content=content,
        content_hash=sha256(content),
    )
    db.session.add(result)
    return result
