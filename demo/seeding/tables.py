"""The round tables: set up by the office, seat by seat; then each person says what the public may read."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.table_shapes import RoundTable, TableSeat
from kernel.database import db
from roundtable.tables import models
from roundtable.tables.rules.names import PublicName
from roundtable.tables.rules.seats import Role
from roundtable.tables.services.seats import SeatDraft, add_deputy, choose_public_name, give_seat
from roundtable.tables.services.tables import TableDraft, create_table

#: from the seat to the choice of its public name
THINKING = timedelta(days=1)
NEXT = timedelta(minutes=5)


def deeds(world: World) -> Iterator[Deed]:
    """Seats are given one after the other; their numbers follow the content."""
    for table in world.content.tables:
        begun = world.at(table.begun)
        yield Deed(begun, partial(_create, world, table))
        for number, seat in enumerate(table.seats, 1):
            given = begun + number * NEXT
            yield Deed(given, partial(_give, world, table, seat))
            if seat.person and seat.public != PublicName.GROUP:
                yield Deed(given + THINKING, partial(_name, world, table, number, seat))


def _create(world: World, table: RoundTable) -> None:
    draft = TableDraft(
        name=table.name,
        purpose=table.purpose,
        taking_part=table.taking_part,
        place=table.place,
        district_key=table.district,
    )
    create_table(actor=world.actor(table.by), code=table.code, draft=draft)


def _give(world: World, table: RoundTable, seat: TableSeat) -> None:
    office = world.actor(table.by)
    draft = SeatDraft(
        person_id=world.person_id(seat.person) if seat.person else None,
        group_key=seat.group,
        role=Role(seat.role),
        votes=seat.votes,
        organisation=seat.organisation,
    )
    given = give_seat(actor=office, table=_stored(table), draft=draft)
    for key in seat.deputies:
        add_deputy(actor=office, seat=given, person_id=world.person_id(key))


def _name(world: World, table: RoundTable, number: int, seat: TableSeat) -> None:
    given = select(models.Seat).where(
        models.Seat.table_id == _stored(table).id, models.Seat.number == number
    )
    choose_public_name(
        actor=world.actor(seat.person or ""),
        seat=db.session.scalars(given).one(),
        level=PublicName(seat.public),
    )


def _stored(table: RoundTable) -> models.RoundTable:
    statement = select(models.RoundTable).where(models.RoundTable.code == table.code)
    return db.session.scalars(statement).one()
