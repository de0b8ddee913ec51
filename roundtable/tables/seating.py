"""Who sits at a table now: the one question that permissions and other rooms ask."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from roundtable.tables.models import Seat
from roundtable.tables.rules.seats import Role


def in_force(
    at: datetime | BindParameter[datetime], seat: type[Seat] = Seat
) -> ColumnElement[bool]:
    """The condition of seats that exist at this instant; `seat` is an alias where a statement has several."""
    return and_(seat.starts_at <= at, or_(seat.ends_at.is_(None), seat.ends_at > at))


#: made once: it is asked for each letter that somebody writes
ROLE = (
    select(Seat.role)
    .where(
        Seat.table_id == bindparam("table"),
        Seat.person_id == bindparam("person"),
        in_force(bindparam("moment")),
    )
    .limit(1)
)


ROLES = select(Seat.person_id, Seat.role).where(
    Seat.table_id == bindparam("table"),
    Seat.person_id.in_(bindparam("people", expanding=True)),
    in_force(bindparam("moment")),
)


def seated(table_id: UUID, person_id: UUID, at: datetime) -> Seat | None:
    """The person's seat at this table at this instant."""
    statement = select(Seat).where(
        Seat.table_id == table_id, Seat.person_id == person_id, in_force(at)
    )
    return db.session.scalars(statement).first()


def role_at(actor: Actor, table_id: UUID, at: datetime) -> Role | None:
    """What the actor does at this table at this instant; None for who does not sit there. One narrow statement.

    Rights are asked with each edit of minutes and each word of a room.
    """
    if actor.person_id is None:
        return None
    return db.session.scalar(ROLE, {"table": table_id, "person": actor.person_id, "moment": at})


def roles_at(people: Collection[UUID], table_id: UUID, at: datetime) -> dict[UUID, Role]:
    """The same for several people; who does not sit there is missing. One narrow statement."""
    found = db.session.execute(ROLES, {"table": table_id, "people": sorted(people), "moment": at})
    return {row.person_id: row.role for row in found}


def has_secretary(table_id: UUID, at: datetime) -> bool:
    """Whether somebody sits at this table to keep its minutes."""
    statement = select(Seat.id).where(
        Seat.table_id == table_id,
        Seat.role == Role.SECRETARY,
        Seat.person_id.is_not(None),
        in_force(at),
    )
    return db.session.scalar(statement.limit(1)) is not None


def member_tables(actor: Actor, at: datetime) -> set[UUID]:
    """The tables at which this person sits at this instant, guests not counted; one statement."""
    if actor.person_id is None:
        return set()
    statement = select(Seat.table_id).where(
        Seat.person_id == actor.person_id, Seat.role != Role.GUEST, in_force(at)
    )
    return set(db.session.scalars(statement))


def tokens_of_seats(actor: Actor) -> set[str]:
    """The audiences of the tables at which this person sits now, guests not counted: `table:<id>`."""
    return {f"table:{table_id}" for table_id in member_tables(actor, clock.now())}
