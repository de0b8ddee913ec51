"""Tables and seats as an actor may see them; tables are public, names only as far as their people agreed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import lazyload, subqueryload
from sqlalchemy.sql import ColumnElement

from accounts.roles import ADMINISTRATION
from kernel import clock
from kernel.actors import SITE, Actor
from kernel.database import db
from kernel.errors import NotFound, NotPermitted
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.permissions import can_chair, can_manage
from roundtable.tables.rules.names import PublicName
from roundtable.tables.seating import in_force

A_PAGE = 30


@dataclass(frozen=True)
class Page:
    """Tables of one page of the list, and how many pages there are."""

    tables: Sequence[RoundTable]
    number: int
    pages: int


def address_of(table: RoundTable) -> str:
    """Its page; made without a request, for mails and search."""
    return f"/runde-tische/{table.slug}/"


def table_for(_actor: Actor, slug: str) -> RoundTable:
    """The table at this address; everybody may read of it."""
    table = db.session.scalar(select(RoundTable).where(RoundTable.slug == slug))
    if table is None:
        raise NotFound
    return table


def table_to_manage(actor: Actor, slug: str) -> RoundTable:
    """The table for the administration that keeps it."""
    table = table_for(actor, slug)
    if not can_manage(actor, table):
        raise NotPermitted
    return table


def table_to_seat(actor: Actor, slug: str) -> RoundTable:
    """The table for who gives seats there: the administration and the chair; for others there is no such page."""
    table = table_for(actor, slug)
    if not (can_manage(actor, table) or can_chair(actor, table, clock.now())):
        raise NotFound
    return table


def listed_tables(_actor: Actor, district_key: str | None, number: int) -> Page:
    """A page of all tables, or of one district; those that have ended come last."""
    condition = RoundTable.district_key == district_key if district_key else true()
    return _page(condition, number)


def kept_tables(actor: Actor, number: int) -> Page:
    """A page of the tables in the scope of this administration."""
    return _page(kept_by(actor), number)


def _page(condition: ColumnElement[bool], number: int) -> Page:
    total = db.session.scalar(select(func.count()).select_from(RoundTable).where(condition)) or 0
    pages = max(1, -(-total // A_PAGE))
    number = min(max(1, number), pages)
    order = (RoundTable.closed_at.is_not(None), RoundTable.name, RoundTable.id)
    statement = select(RoundTable).where(condition).order_by(*order).options(lazyload("*"))
    found = db.session.scalars(statement.limit(A_PAGE).offset((number - 1) * A_PAGE)).all()
    return Page(found, number, pages)


def kept_by(actor: Actor) -> ColumnElement[bool]:
    """The condition of tables in the scope of this administration."""
    scopes = {grant.scope for grant in actor.grants if grant.role == ADMINISTRATION}
    if actor.is_system or SITE in scopes:
        return true()
    districts = [s.removeprefix("district:") for s in scopes if s.startswith("district:")]
    ids = [UUID(s.removeprefix("table:")) for s in scopes if s.startswith("table:")]
    return or_(RoundTable.district_key.in_(districts), RoundTable.id.in_(ids))


def tables_by_ids(_actor: Actor, ids: Collection[str]) -> list[RoundTable]:
    """These tables, without their groups: one statement."""
    keys = [UUID(text) for text in ids]
    statement = select(RoundTable).where(RoundTable.id.in_(keys)).options(lazyload("*"))
    return list(db.session.scalars(statement))


def all_table_ids() -> Iterable[UUID]:
    """The ids of all tables, in the order they were made."""
    return db.session.scalars(select(RoundTable.id).order_by(RoundTable.id))


def seats_at(table: RoundTable, at: datetime, *, with_deputies: bool = True) -> Sequence[Seat]:
    """The seats that exist at this instant, by number; for who may know them, and for rules. One statement or two."""
    statement = select(Seat).where(Seat.table_id == table.id, in_force(at))
    how = subqueryload if with_deputies else lazyload
    return db.session.scalars(statement.order_by(Seat.number).options(how(Seat.deputies))).all()


def organisations_named(table_ids: Collection[UUID], at: datetime) -> dict[UUID, list[str]]:
    """For each table the organisations that agreed to be named; one statement."""
    statement = select(Seat.table_id, Seat.organisation).where(
        Seat.table_id.in_(table_ids),
        in_force(at),
        Seat.person_id.is_not(None),
        Seat.public_name != PublicName.GROUP,
        Seat.organisation != "",
    )
    found: dict[UUID, list[str]] = {}
    for row in db.session.execute(statement.distinct().order_by(Seat.organisation)):
        found.setdefault(row.table_id, []).append(row.organisation)
    return found


def seat_to_change(actor: Actor, slug: str, number: int) -> Seat:
    """The running seat of this number for who gives seats there."""
    table = table_to_seat(actor, slug)
    statement = select(Seat).where(
        Seat.table_id == table.id, Seat.number == number, Seat.ends_at.is_(None)
    )
    seat = db.session.scalars(statement).first()
    if seat is None:
        raise NotFound
    return seat


def own_seats(actor: Actor) -> Sequence[Seat]:
    """The seats on which this person sits now, by table; without their deputies."""
    if actor.person_id is None:
        return []
    statement = (
        select(Seat)
        .join(RoundTable)
        .where(Seat.person_id == actor.person_id, in_force(clock.now()))
        .options(lazyload(Seat.deputies))
    )
    return db.session.scalars(statement.order_by(RoundTable.name, Seat.id)).all()


def own_seat(actor: Actor, seat_id: UUID) -> Seat:
    """A seat on which this person sits now; NotFound for others."""
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.person_id is None or seat.person_id != actor.person_id:
        raise NotFound
    if not seat.interval.holds(clock.now()):
        raise NotFound
    return seat
