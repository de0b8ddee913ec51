"""What happened in a meeting: who asked to speak, what was voted on, who took something on, what was released."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from demo.moments import BERLIN
from demo.seeding import meetings
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.table_shapes import Meeting, Message, Motion, Progress, Task
from kernel.database import db
from kernel.ids import new_id
from kernel.mail import nobody_is_written_to
from roundtable.decisions import models, services
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.resolution_queries import resolutions_of
from roundtable.decisions.rules.resolutions import State as Standing
from roundtable.decisions.rules.tasks import State
from roundtable.decisions.rules.votes import Choice
from roundtable.decisions.services import TaskDraft, VoteDraft
from roundtable.decisions.task_models import Task as StoredTask
from roundtable.meetings.content import in_order
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.speaking import services as speaking
from roundtable.meetings.talk import services as talk

NEXT = timedelta(seconds=30)
#: from one message to the next
WRITING = timedelta(seconds=40)
#: from the end of the meeting to the release of its results
LOOKING_OVER = timedelta(minutes=30)


def deeds(world: World) -> Iterator[Deed]:
    """Everything that happened before the demo's today."""
    for meeting in world.content.meetings:
        yield from (deed for deed in _deeds_of(world, meeting) if deed.at < world.today)


def _deeds_of(world: World, meeting: Meeting) -> Iterator[Deed]:
    begins = meeting.begins_at(world.today)
    is_held = meeting.begins is not None
    for number, motion in enumerate(meeting.motions, 1):
        at = begins + motion.item * meetings.CALLING + number * NEXT
        yield Deed(at, partial(_prepare, world, meeting, motion))
        if is_held:
            yield Deed(at + NEXT / 2, partial(_vote, world, meeting, motion))
    for number, key in enumerate(meeting.asking, 1):
        at = begins + (meeting.called or 1) * meetings.CALLING + number * NEXT
        yield Deed(at, partial(_ask, world, meeting, key))
    for number, message in enumerate(meeting.talk, 1):
        at = begins + (meeting.called or 1) * meetings.CALLING + number * WRITING
        yield Deed(at, partial(_say, world, meeting, message))
    yield from _results_of(world, meeting, begins + timedelta(hours=meeting.hours))


def _results_of(world: World, meeting: Meeting, ends: datetime) -> Iterator[Deed]:
    """What was given and released at the end, and what became of it."""
    for number, task in enumerate(meeting.tasks, 1):
        yield Deed(ends - number * NEXT, partial(_give, world, meeting, task))
        for moment, to in ((task.begun, State.IN_ARBEIT), (task.done, State.ERLEDIGT)):
            if moment:
                yield Deed(world.at(moment), partial(_move, world, task, to))
    if meeting.motions:
        yield Deed(ends + LOOKING_OVER, partial(_release, world, meeting))
    for motion in meeting.motions:
        for step in motion.progress:
            yield Deed(world.at(step.at), partial(_go_on, world, meeting, motion, step))


def _ask(world: World, meeting: Meeting, key: str) -> None:
    speaking.ask(
        actor=world.actor(key),
        meeting=meetings.stored(world, meeting),
        entry_id=new_id(),
        kind=Kind.BEITRAG,
    )


def _prepare(world: World, meeting: Meeting, motion: Motion) -> None:
    found = meetings.stored(world, meeting)
    item = list(in_order(found))[motion.item - 1]
    services.prepare_vote(
        actor=world.actor(meetings.chair(world, meeting)),
        meeting=found,
        draft=VoteDraft(item_id=item.id, title=motion.title, text=motion.text),
    )


def _vote(world: World, meeting: Meeting, motion: Motion) -> None:
    """Open, let everybody who is there vote, close and announce."""
    chair = world.actor(meetings.chair(world, meeting))
    statement = select(models.LiveVote).where(models.LiveVote.title == motion.title)
    vote = db.session.scalars(statement).one()
    services.open_vote(actor=chair, vote=vote)
    deputies = {answer.person: answer.deputy for answer in meeting.answers if answer.deputy}
    for key in meeting.present:
        services.cast_ballot(
            actor=world.actor(deputies.get(key, key)),
            vote=vote,
            key=new_id(),
            choice=Choice.DAGEGEN if key in motion.against else Choice.DAFUER,
        )
    services.close_vote(actor=chair, vote=vote)
    services.announce_vote(actor=chair, vote=vote)


def _give(world: World, meeting: Meeting, task: Task) -> None:
    found = meetings.stored(world, meeting)
    due: datetime = world.at(task.due)
    services.give_task(
        actor=world.actor(meetings.chair(world, meeting)),
        meeting=found,
        draft=TaskDraft(
            title=task.title,
            due=due.astimezone(BERLIN).date(),
            source_id=resolutions_of(found)[task.resolution - 1].id,
            seat_id=meetings.seat_id(world, found.table_id, task.owner),
        ),
    )


def _move(world: World, task: Task, to: State) -> None:
    given = db.session.scalars(select(StoredTask).where(StoredTask.title == task.title)).one()
    services.move_task(actor=world.actor(task.owner), task=given, to=to)


def _go_on(world: World, meeting: Meeting, motion: Motion, step: Progress) -> None:
    resolution = _resolution(motion.title)
    services.move_resolution(
        actor=world.actor(meetings.chair(world, meeting)),
        resolution=resolution,
        to=Standing(step.to),
        based_on=resolution.version,
        note=step.note,
        successor=_resolution(step.successor).number if step.successor else "",
        review_on=world.at(step.review).astimezone(BERLIN).date() if step.review else None,
    )


def _resolution(title: str) -> Resolution:
    return db.session.scalars(select(Resolution).where(Resolution.title == title)).one()


def _say(world: World, meeting: Meeting, message: Message) -> None:
    talk.say(
        actor=world.actor(message.person),
        meeting=meetings.stored(world, meeting),
        key=new_id(),
        text=message.text,
    )


def _release(world: World, meeting: Meeting) -> None:
    """Everybody at the table is invented, so no letter goes out."""
    with nobody_is_written_to():
        services.release_day(
            actor=world.actor(meetings.chair(world, meeting)),
            meeting=meetings.stored(world, meeting),
        )
