"""A carried vote becomes a resolution; later its standing moves, its wording never."""

from datetime import date

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotPermitted
from kernel.events import PUBLIC, record
from kernel.links import link
from roundtable.decisions.errors import (
    NoSuchSuccessor,
    ReasonIsMissing,
    ResolutionChanged,
    ResolutionStepRefused,
)
from roundtable.decisions.events import ResolutionAdopted, ResolutionMoved
from roundtable.decisions.models import LiveVote
from roundtable.decisions.resolution_models import Resolution, ResolutionStep
from roundtable.decisions.resolution_permissions import can_follow_up
from roundtable.decisions.resolution_queries import resolution_by_id
from roundtable.decisions.rules.resolutions import State, needs_note, steps_of
from roundtable.meetings.rules.numbering import resolution_number
from roundtable.meetings.services.holding import seats_alone


def adopt(actor: Actor, vote: LiveVote) -> Resolution:
    """The next number of the meeting, for ever; inside the transaction that holds the meeting."""
    meeting = vote.meeting
    taken = db.session.scalars(
        select(Resolution.running).where(Resolution.meeting_id == meeting.id)
    )
    running, number = resolution_number(meeting.number, taken)
    resolution = Resolution(
        meeting_id=meeting.id,
        meeting=meeting,
        item_id=vote.item_id,
        vote_id=vote.id,
        running=running,
        number=number,
        title=vote.title,
        text=vote.text,
        text_hash=vote.text_hash,
        public=vote.item.public,
        decided_at=clock.now(),
        state=State.GEFASST,
    )
    db.session.add(resolution)
    db.session.flush()
    _step(actor, resolution, State.GEFASST, "")
    link("decided", vote.item.subject, resolution.subject)
    event = ResolutionAdopted(number, str(vote.id))
    record(event, subject=resolution.subject, actor=actor, audience=seats_alone(meeting))
    return resolution


@transactional
def move_resolution(
    *,
    actor: Actor,
    resolution: Resolution,
    to: State | None,
    based_on: int,
    note: str = "",
    successor: str = "",
    review_on: date | None = None,
) -> Resolution:
    """Say where a resolution stands and when the table looks at it again; `to` None keeps the state.

    Repealing needs a reason, which is as public as the resolution; a changed one names its successor by number.
    """
    _held(actor, resolution, based_on)
    if to is not None and to not in steps_of(resolution.state):
        raise ResolutionStepRefused
    if to is not None:
        if needs_note(to) and not note.strip():
            raise ReasonIsMissing(field="note")
        if to is State.GEAENDERT:
            _succeed(resolution, successor.strip())
        resolution.state = to
    resolution.review_on = review_on
    if to is not None or note.strip():
        _step(actor, resolution, resolution.state, note.strip())
    event = ResolutionMoved(resolution.state, str(review_on or ""))
    audience = PUBLIC if resolution.released_at else seats_alone(resolution.meeting)
    record(event, subject=resolution.subject, actor=actor, audience=audience)
    return resolution


def _held(actor: Actor, resolution: Resolution, based_on: int) -> None:
    resolution_by_id(actor, locked(resolution).id)  # who may not read it learns nothing
    if not can_follow_up(actor, resolution, clock.now()):
        raise NotPermitted
    if resolution.version != based_on:
        raise ResolutionChanged


def _succeed(resolution: Resolution, number: str) -> None:
    """Another resolution of the same table took its place; never one that is less public."""
    found = db.session.scalar(select(Resolution).where(Resolution.number == number))
    if found is None or found.id == resolution.id:
        raise NoSuchSuccessor
    if found.meeting.table_id != resolution.meeting.table_id:
        raise NoSuchSuccessor
    if resolution.released_at and not found.released_at:
        raise NoSuchSuccessor
    resolution.successor_id = found.id
    link("replaced", resolution.subject, found.subject)


def _step(actor: Actor, resolution: Resolution, state: State, note: str) -> None:
    resolution.steps.append(
        ResolutionStep(
            resolution_id=resolution.id,
            seq=len(resolution.steps) + 1,
            state=state,
            note=note,
            at=clock.now(),
            actor_id=actor.person_id,
        )
    )
    db.session.flush()
