"""Steps that the services share: hold the minutes, ask the rules, freeze a version, tell the log."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked
from kernel.errors import NotFound
from kernel.events import Event, record
from roundtable.meetings.models import Meeting
from roundtable.meetings.services.holding import seats_alone
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.public import Content, public_part
from roundtable.minutes.rules.states import Facts, State, missing
from roundtable.minutes.rules.text import fingerprint
from roundtable.minutes.workflow.errors import of_lack
from roundtable.minutes.workflow.frozen import public_text, sealed
from roundtable.minutes.workflow.models import (
    Minutes,
    MinutesVersion,
    Objection,
    Publication,
)
from roundtable.minutes.workflow.people import known


def held(meeting: Meeting) -> Minutes:
    """The minutes of this meeting, both held until the commit; always the meeting first."""
    locked(meeting)
    minutes = db.session.get(Minutes, meeting.id)
    if minutes is None:
        raise NotFound
    return locked(minutes)


def move(minutes: Minutes, to: State, facts: Facts) -> None:
    """Take the step, or raise the first thing that is missing."""
    if lacks := missing(minutes.state, to, facts):
        raise of_lack(lacks[0])
    minutes.state = to


def version_of(minutes: Minutes, number: int | None = None) -> MinutesVersion | None:
    """A version by its number; the newest where none is named."""
    wanted = minutes.number if number is None else number
    statement = select(MinutesVersion).where(
        MinutesVersion.meeting_id == minutes.meeting_id, MinutesVersion.number == wanted
    )
    return db.session.scalar(statement)


def last_publication(minutes: Minutes) -> Publication | None:
    """What was released last, whether it can be read or not."""
    published = select(Publication).where(Publication.meeting_id == minutes.meeting_id)
    return db.session.scalar(published.order_by(Publication.number.desc()).limit(1))


def freeze(actor: Actor, minutes: Minutes, content: Content, reason: str) -> MinutesVersion:
    """Add the next version."""
    number = minutes.number + 1
    seal = sealed(number, content, reason, version_of(minutes))
    people = known(db.session.get_one(Meeting, minutes.meeting_id))
    public = public_text(public_part(content, people.levels, people.others))
    version = MinutesVersion(
        meeting_id=minutes.meeting_id,
        number=number,
        content=seal.json.decode(),
        sha256=seal.sha256,
        previous_sha256=seal.previous_sha256,
        public_sha256=fingerprint(public),
        reason=reason,
        submitted_by=actor.person_id,
        submitted_at=clock.now(),
    )
    db.session.add(version)
    minutes.number = number
    db.session.flush()
    return version


def count_objections(
    meeting_id: UUID, state: Standing, number: int | None = None, *, seat_id: UUID | None = None
) -> int:
    """How many wishes stand so; of one version, of one seat, where these are named."""
    statement = select(func.count()).where(
        Objection.meeting_id == meeting_id, Objection.state == state
    )
    if number is not None:
        statement = statement.where(Objection.number == number)
    if seat_id is not None:
        statement = statement.where(Objection.seat_id == seat_id)
    return db.session.scalar(statement) or 0


def note(actor: Actor, meeting: Meeting, event: Event, audience: Sequence[str] = ()) -> None:
    """Tell the log; the seats alone hear of what is not public."""
    heard_by = tuple(audience) or seats_alone(meeting)
    record(event, subject=meeting.subject, actor=actor, audience=heard_by)
