"""The meetings of round tables: planned, invited, answered, attended, begun and closed by those who lead them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.table_shapes import Meeting, MeetingAnswer, MeetingItem, RoundTable
from kernel.app import settings_of
from kernel.database import db
from kernel.mail import nobody_is_written_to
from kernel.subjects import Subject
from roundtable.meetings import models, services
from roundtable.meetings.content import in_order
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.services import Answer, ItemDraft, MeetingDraft, RsvpDraft
from roundtable.meetings.services.linking import link_subject
from roundtable.meetings.services.planning import FIRST_ITEMS
from roundtable.tables.models import RoundTable as StoredTable
from roundtable.tables.models import Seat

NEXT = timedelta(minutes=1)
#: from the invitation to the first answer, and from one answer to the next
THINKING = timedelta(hours=5)
#: people come this long before it begins
ARRIVING = timedelta(minutes=10)
#: from one item to the next
CALLING = timedelta(minutes=5)


def deeds(world: World) -> Iterator[Deed]:
    """Everything that happened before the demo's today."""
    for meeting in world.content.meetings:
        yield from (deed for deed in _deeds_of(world, meeting) if deed.at < world.today)


def _deeds_of(world: World, meeting: Meeting) -> Iterator[Deed]:
    begins = meeting.begins_at(world.today)
    yield Deed(world.at(meeting.planned), partial(_plan, world, meeting))
    if meeting.invited is None:
        return
    invited = world.at(meeting.invited)
    yield Deed(invited, partial(_invite, world, meeting))
    for number, answer in enumerate(meeting.answers, 1):
        yield Deed(invited + number * THINKING, partial(_answer, world, meeting, answer))
    for number, key in enumerate(meeting.present):
        yield Deed(begins - ARRIVING + number * NEXT, partial(_arrive, world, meeting, key))
    yield Deed(begins, partial(_start, world, meeting))
    for number in range(meeting.called or len(FIRST_ITEMS) + len(meeting.items)):
        yield Deed(begins + (number + 1) * CALLING, partial(_call, world, meeting, number))
    yield Deed(begins + timedelta(hours=meeting.hours), partial(_close, world, meeting))


def _plan(world: World, meeting: Meeting) -> None:
    begins = meeting.begins_at(world.today)
    draft = MeetingDraft(
        title=meeting.title,
        starts_at=begins,
        ends_at=begins + timedelta(hours=meeting.hours),
        place=meeting.place,
        place_notes=meeting.place_notes,
    )
    leading = world.actor(chair(world, meeting))
    planned = services.plan_meeting(actor=leading, table=_table(world, meeting), draft=draft)
    for item in meeting.items:
        added = services.add_item(
            actor=leading,
            meeting=planned,
            draft=ItemDraft(
                title=item.title,
                kind=item.kind,
                public=item.public,
                text=item.text,
                minutes=item.minutes,
            ),
        )
        for subject in _about(world, item):
            link_subject(actor=leading, meeting=planned, item_id=added.id, subject=subject)


def _about(world: World, item: MeetingItem) -> Iterator[Subject]:
    """What the item comes from."""
    for word in item.about:
        kind, _colon, key = word.partition(":")
        yield (world.vote(key) if kind == "vote" else world.proposal(key)).subject


def _invite(world: World, meeting: Meeting) -> None:
    """Everybody invited is invented, so no letter goes out."""
    home = settings_of(current_app).public_url
    with nobody_is_written_to():
        services.invite(
            actor=world.actor(chair(world, meeting)),
            meeting=stored(world, meeting),
            link_to=lambda secret: f"{home}/rueckmeldung?schluessel={secret}",
        )


def _answer(world: World, meeting: Meeting, answer: MeetingAnswer) -> None:
    draft = RsvpDraft(
        Answer(answer.answer),
        deputy_id=world.person_id(answer.deputy) if answer.deputy else None,
        needs=answer.needs,
    )
    actor = world.actor(answer.person)
    services.answer_as(actor=actor, meeting=stored(world, meeting), draft=draft)


def _arrive(world: World, meeting: Meeting, key: str) -> None:
    found = stored(world, meeting)
    deputies = {a.person: world.named(a.deputy).name for a in meeting.answers if a.deputy}
    services.note_presence(
        actor=world.actor(chair(world, meeting)),
        meeting=found,
        seat_id=seat_id(world, found.table_id, key),
        inward=True,
        deputy_name=deputies.get(key, ""),
    )


def _start(world: World, meeting: Meeting) -> None:
    leading = world.actor(chair(world, meeting))
    services.start_meeting(actor=leading, meeting=stored(world, meeting), agenda_confirmed=True)


def _call(world: World, meeting: Meeting, number: int) -> None:
    """Call an item; the one before has been discussed."""
    leading, found = world.actor(chair(world, meeting)), stored(world, meeting)
    items = list(in_order(found))
    turn = partial(services.turn_item, actor=leading, meeting=found)
    if number:
        turn(item_id=items[number - 1].id, to=ItemState.BERATEN)
    turn(item_id=items[number].id, to=ItemState.AUFGERUFEN)


def _close(world: World, meeting: Meeting) -> None:
    leading, found = world.actor(chair(world, meeting)), stored(world, meeting)
    last = list(in_order(found))[-1]
    services.turn_item(actor=leading, meeting=found, item_id=last.id, to=ItemState.BERATEN)
    services.close_meeting(actor=leading, meeting=found)


def chair(world: World, meeting: Meeting) -> str:
    """The key of who leads the table."""
    return seat_of_role(world, meeting, "chair")


def seat_of_role(world: World, meeting: Meeting, role: str) -> str:
    """The key of who has this task at the table."""
    seats = _shape(world, meeting).seats
    return next(seat.person for seat in seats if seat.role == role and seat.person)


def _shape(world: World, meeting: Meeting) -> RoundTable:
    return next(table for table in world.content.tables if table.key == meeting.table)


def _table(world: World, meeting: Meeting) -> StoredTable:
    code = _shape(world, meeting).code
    return db.session.scalars(select(StoredTable).where(StoredTable.code == code)).one()


def stored(world: World, meeting: Meeting) -> models.Meeting:
    """The stored meeting."""
    begins: datetime = meeting.begins_at(world.today)
    statement = select(models.Meeting).where(
        models.Meeting.table_id == _table(world, meeting).id, models.Meeting.starts_at == begins
    )
    return db.session.scalars(statement).one()


def seat_id(world: World, table_id: UUID, key: str) -> UUID:
    """The seat of this person at the table."""
    statement = select(Seat.id).where(
        Seat.table_id == table_id, Seat.person_id == world.person_id(key)
    )
    return db.session.scalars(statement).one()
