"""Reading people; other rooms learn display names and roles, never addresses or secrets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select

from accounts.people.models import Person, RoleGrant
from accounts.people.permissions import can_manage_people
from accounts.people.rules.addresses import normal_address
from kernel import clock, kept
from kernel.actors import Actor, Grant
from kernel.database import db, look_up_all, looked_up
from kernel.errors import NotFound

GONE = "Gelöschtes Konto"
_people = Person.__table__.c
NAMES = select(_people.id, _people.display_name).where(
    _people.id.in_(bindparam("ids", expanding=True))
)
PAUSE = select(_people.paused_until).where(_people.id == bindparam("person_id"))


def names_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """Display names in one statement; accounts that are gone say so."""
    if not ids:
        return {}
    found = db.session.execute(NAMES, {"ids": list(set(ids))})
    return {**dict.fromkeys(ids, GONE), **{row.id: row.display_name for row in found}}


def know_people(ids: Collection[UUID]) -> None:
    """Look these people up in one statement; what is asked about each of them then costs none."""
    look_up_all(Person, ids)


def active_among(ids: Collection[UUID]) -> set[UUID]:
    """Those of these people whose account is open, in one statement."""
    open_accounts = select(Person.id).where(Person.id.in_(set(ids)), Person.disabled_at.is_(None))
    return set(db.session.scalars(open_accounts)) if ids else set()


def person_with(email: str) -> Person | None:
    """The account of this address, in any spelling."""
    return db.session.scalar(select(Person).where(Person.email == normal_address(email)))


def paused_until(person_id: UUID, at: datetime) -> datetime | None:
    """Until when moderation lets this person read only; None where nothing holds them back."""
    kept.own_page_if("paused", _is_paused)
    person = looked_up(Person, person_id)
    return person.paused_until if person and person.is_paused(at) else None


def _is_paused(actor: Actor, connection: Connection) -> bool:
    until = connection.scalar(PAUSE, {"person_id": actor.person_id})
    return until is not None and clock.now() < until


def in_force(at: datetime) -> ColumnElement[bool]:
    """The condition of grants that hold at this instant."""
    ends = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > at)
    return and_(RoleGrant.starts_at <= at, ends)


def grants_of(person_id: UUID) -> frozenset[Grant]:
    """The roles in force now."""
    statement = select(RoleGrant.role, RoleGrant.scope).where(
        RoleGrant.person_id == person_id, in_force(clock.now())
    )
    return frozenset(Grant(row.role, row.scope) for row in db.session.execute(statement))


def actor_of(email: str) -> Actor:
    """The person of this address as an actor without session, for commands and jobs; NotFound without an account."""
    person = person_with(email)
    if person is None or person.disabled_at:
        raise NotFound
    return Actor(person.id, person.display_name, grants=grants_of(person.id))


def holders_of(role: str, *scopes: str) -> list[UUID]:
    """People who hold the role now, in any of these scopes (all scopes where none is named)."""
    statement = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == role, in_force(clock.now()), Person.disabled_at.is_(None))
    )
    if scopes:
        statement = statement.where(RoleGrant.scope.in_(scopes))
    return list(db.session.scalars(statement.distinct().order_by(RoleGrant.person_id)))


def person_for(actor: Actor, person_id: UUID) -> Person:
    """The account for its person or for who looks after people; NotFound for others."""
    person = db.session.get(Person, person_id)
    if person is None or not (can_manage_people(actor) or actor.person_id == person_id):
        raise NotFound
    return person


def role_grants_for(actor: Actor, person_ids: Collection[UUID]) -> Sequence[RoleGrant]:
    """Running and coming grants of these people, for who looks after people."""
    if not can_manage_people(actor):
        raise NotFound
    statement = select(RoleGrant).where(
        RoleGrant.person_id.in_(person_ids),
        or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > clock.now()),
    )
    return db.session.scalars(statement.order_by(RoleGrant.role, RoleGrant.scope)).all()


def people_for(actor: Actor, words: str, *, most: int = 50) -> Sequence[Person]:
    """People whose name or address holds these words, by name; for who looks after people."""
    if not can_manage_people(actor):
        raise NotFound
    holds = [
        column.icontains(words, autoescape=True) for column in (Person.display_name, Person.email)
    ]
    statement = (
        select(Person).where(or_(*holds)).order_by(Person.display_name, Person.id).limit(most)
    )
    return db.session.scalars(statement).all()


def role_grant_for(actor: Actor, person_id: UUID, grant_id: UUID) -> RoleGrant:
    """One grant of this person, for who looks after people."""
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.person_id != person_id or not can_manage_people(actor):
        raise NotFound
    return grant
