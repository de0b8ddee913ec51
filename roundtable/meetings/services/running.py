"""The meeting itself: begun, interrupted, resumed, closed by the chair."""

from kernel import clock
from kernel.actors import Actor
from kernel.database import locked, transactional
from kernel.events import PUBLIC, record
from roundtable.meetings import hindering
from roundtable.meetings.closing import ending_of
from roundtable.meetings.errors import MeetingHindered
from roundtable.meetings.events import MeetingMoved, StandInEnded
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import last_steps, log_of, present_seats
from roundtable.meetings.rules.notice import is_early
from roundtable.meetings.rules.states import Facts, Hindrance, ItemState, State
from roundtable.meetings.services.holding import ensure_free, held_by_chair, tell_room
from roundtable.meetings.speaking import rows
from roundtable.meetings.speaking.queries import speech_runs
from roundtable.meetings.telling import room_of


@transactional
def start_meeting(
    *, actor: Actor, meeting: Meeting, agenda_confirmed: bool, early_meant: bool = False
) -> Meeting:
    """Begin, once somebody is there and the agenda is confirmed; long before its time if that is meant."""
    held_by_chair(actor, meeting)
    facts = Facts(
        attendance_taken=bool(present_seats(log_of(meeting.id))),
        agenda_confirmed=agenda_confirmed,
        too_early=is_early(clock.now(), meeting.starts_at) and not early_meant,
    )
    _move(actor, meeting, State.LAUFEND, facts, only_from=State.EINGELADEN)
    meeting.started_at = clock.now()
    return meeting


@transactional
def interrupt_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Pause; the clock of a speech stands too."""
    held_by_chair(actor, meeting)
    _move(actor, meeting, State.UNTERBROCHEN, Facts())
    if speaker := rows.speaker_in(meeting):
        rows.pause(meeting, actor, speaker)
    return meeting


@transactional
def resume_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Go on after a pause; the agenda was confirmed at the beginning."""
    held_by_chair(actor, meeting)
    there = bool(present_seats(log_of(meeting.id)))
    facts = Facts(attendance_taken=there, agenda_confirmed=True)
    _move(actor, meeting, State.LAUFEND, facts, only_from=State.UNTERBROCHEN)
    return meeting


@transactional
def close_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """End it, once nobody speaks and no vote waits; each item gets its end, who waits asked in vain.

    Who stood in for somebody has no seat here any more.
    """
    held_by_chair(actor, meeting)
    facts = Facts(running_speech=speech_runs(meeting.id), open_vote=hindering.open_vote(meeting.id))
    _move(actor, meeting, State.GESCHLOSSEN, facts)
    rows.lapse(meeting, actor, rows.waiting_in(meeting))
    meeting.closed_at = clock.now()
    for seat_id, step in last_steps(log_of(meeting.id)).items():
        if step.deputy_id:
            tell_room(actor, meeting, StandInEnded(str(seat_id)))
    found = ending_of(meeting)
    for items, state in (
        (found.dealt_with, ItemState.BERATEN),
        (found.postponed, ItemState.VERTAGT),
    ):
        for item in items:
            item.state = state.value
    return meeting


@transactional
def conclude_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Its minutes are public: nothing about it is provisional any more. Whoever publishes them has asked who may."""
    _move(actor, locked(meeting), State.ABGESCHLOSSEN, Facts())
    return meeting


def _move(
    actor: Actor, meeting: Meeting, to: State, facts: Facts, *, only_from: State | None = None
) -> None:
    """Take the step, from this state alone where one is named."""
    if only_from not in {None, meeting.status}:
        raise MeetingHindered([Hindrance.SCHRITT])
    ensure_free(meeting, to, facts)
    meeting.state = to.value
    record(
        MeetingMoved(to.value),
        subject=meeting.subject,
        actor=actor,
        audience=PUBLIC,
        room=room_of(meeting.id),
    )
