"""Seats: given, ended, handed on; who stands in, and under which name the public sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from accounts.people.queries import active_among
from kernel import clock
from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, locked, transactional
from kernel.errors import Conflict, NotPermitted, RuleViolation
from kernel.i18n import _, lazy
from roundtable.tables.events import (
    DeputyAdded,
    DeputyRemoved,
    PublicNameChosen,
    SeatEnded,
    SeatGiven,
)
from roundtable.tables.models import Deputy, RoundTable, Seat
from roundtable.tables.permissions import can_seat
from roundtable.tables.rules.names import PublicName
from roundtable.tables.rules.seats import Role, may_vote
from roundtable.tables.services.holding import hold_open, tell_inside

MOST_DEPUTIES = 5


class PersonHasASeat(RuleViolation):
    """One person, one seat at a table."""

    message = lazy("Diese Person hat schon einen Sitz an diesem Runden Tisch.")

    def __init__(self) -> None:
        super().__init__(field="email")


class SeatIsTaken(Conflict):
    """Somebody else changed the seat at the same instant."""

    message = lazy("Jemand hat diesen Sitz gerade geändert. Bitte sehen Sie noch einmal nach.")


class SeatIsOver(Conflict):
    """What has ended stays as it was."""

    message = lazy("Dieser Sitz ist schon beendet.")


class PersonIsUnknown(RuleViolation):
    """There is no such account, or it is closed."""

    message = lazy("Mit dieser Adresse gibt es kein Konto.")

    def __init__(self) -> None:
        super().__init__(field="email")


class DeputyDoesNotFit(RuleViolation):
    """Deputies are few, each once, and nobody stands in for themselves."""

    def __init__(self, words: str) -> None:
        super().__init__(words, field="email")


rule("uq_seats_table_id_person_id", PersonHasASeat)
for _name in ("number", "number_first", "number_ends_at", "number_free_since"):
    rule(f"uq_seats_table_id_{_name}", SeatIsTaken)


@dataclass(frozen=True, kw_only=True)
class SeatDraft:
    """What is said of a seat when it is given; without a person it stands vacant."""

    person_id: UUID | None
    group_key: str
    role: Role = Role.MEMBER
    votes: bool = True
    organisation: str = ""


@transactional
def give_seat(*, actor: Actor, table: RoundTable, draft: SeatDraft) -> Seat:
    """Set up a seat with the next number of the table."""
    hold_open(table)
    last = select(func.max(Seat.number)).where(Seat.table_id == table.id)
    return _seat(actor, table, draft, number=(db.session.scalar(last) or 0) + 1, free_since=None)


@transactional
def replace_seat(*, actor: Actor, seat: Seat, draft: SeatDraft) -> Seat:
    """Hand a seat on: the old row ends, the same number begins anew, with what is said now."""
    _hold(seat)
    at = clock.now()
    _ensure_may_seat(actor, seat.table, seat.role, at)
    ended = end_now(seat, seat.table, actor, at)
    return _seat(actor, seat.table, draft, number=seat.number, free_since=ended)


@transactional
def end_seat(*, actor: Actor, seat: Seat) -> None:
    """End a seat now; its number is never given to another."""
    _hold(seat)
    at = clock.now()
    _ensure_may_seat(actor, seat.table, seat.role, at)
    end_now(seat, seat.table, actor, at)


@transactional
def add_deputy(*, actor: Actor, seat: Seat, person_id: UUID) -> None:
    """Let one more person stand in for this seat, after those who already do."""
    _hold(seat)
    _ensure_may_seat(actor, seat.table, seat.role, clock.now())
    _ensure_can_stand_in(seat, person_id)
    position = 1 + max((deputy.position for deputy in seat.deputies), default=0)
    seat.deputies.append(Deputy(position=position, person_id=person_id))
    tell_inside(DeputyAdded(seat.table_id, seat.id, person_id), seat.table, actor)


@transactional
def remove_deputy(*, actor: Actor, seat: Seat, person_id: UUID) -> None:
    """Let a person stand in no longer; where nobody of that name does, nothing happens."""
    _hold(seat)
    _ensure_may_seat(actor, seat.table, seat.role, clock.now())
    found = [deputy for deputy in seat.deputies if deputy.person_id == person_id]
    for deputy in found:
        seat.deputies.remove(deputy)
        tell_inside(DeputyRemoved(seat.table_id, seat.id, person_id), seat.table, actor)


@transactional
def choose_public_name(*, actor: Actor, seat: Seat, level: PublicName) -> None:
    """Let the person on the seat decide what the public learns; nobody decides for them."""
    _hold(seat)
    if actor.person_id is None or seat.person_id != actor.person_id:
        raise NotPermitted
    seat.public_name = level
    tell_inside(PublicNameChosen(seat.table_id, seat.id, level.value), seat.table, actor)


def end_now(seat: Seat, table: RoundTable, actor: Actor, at: datetime) -> datetime:
    """End the row and say so; for services of this room, which hold the table and have asked for permission."""
    seat.ends_at = max(at, seat.starts_at)
    db.session.flush()
    tell_inside(SeatEnded(table.id, seat.id, seat.number, seat.person_id), table, actor)
    return seat.ends_at


def _hold(seat: Seat) -> None:
    """The table first, as everybody who writes seats does; then the row anew."""
    hold_open(seat.table)
    locked(seat)
    db.session.expire(seat, ["deputies"])
    if seat.ends_at is not None:
        raise SeatIsOver


def _seat(
    actor: Actor, table: RoundTable, draft: SeatDraft, *, number: int, free_since: datetime | None
) -> Seat:
    at = clock.now()
    _ensure_may_seat(actor, table, draft.role, at)
    _ensure_fits(table, draft)
    seat = Seat(
        table_id=table.id,
        number=number,
        person_id=draft.person_id,
        group_key=draft.group_key,
        role=draft.role,
        votes=may_vote(draft.role, wanted=draft.votes),
        organisation=draft.organisation,
        free_since=free_since,
        starts_at=max(at, free_since) if free_since else at,
    )
    db.session.add(seat)
    db.session.flush()
    event = SeatGiven(table.id, seat.id, number, draft.person_id, draft.role.value)
    tell_inside(event, table, actor)
    return seat


def _ensure_may_seat(actor: Actor, table: RoundTable, role: Role, at: datetime) -> None:
    if not can_seat(actor, table, role, at):
        raise NotPermitted(_("Leitung und Protokollführung benennt die Verwaltung."))


def _ensure_fits(table: RoundTable, draft: SeatDraft) -> None:
    if draft.group_key not in {group.key for group in table.groups}:
        raise RuleViolation(_("Diese Gruppe gibt es hier nicht."), field="group_key")
    if draft.person_id and not active_among([draft.person_id]):
        raise PersonIsUnknown


def _ensure_can_stand_in(seat: Seat, person_id: UUID) -> None:
    if seat.person_id is None:
        raise DeputyDoesNotFit(_("Ein unbesetzter Sitz hat keine Stellvertretung."))
    if len(seat.deputies) >= MOST_DEPUTIES:
        raise DeputyDoesNotFit(_("Ein Sitz hat höchstens 5 Stellvertretungen."))
    if person_id in {deputy.person_id for deputy in seat.deputies}:
        raise DeputyDoesNotFit(_("Diese Person vertritt den Sitz schon."))
    if person_id == seat.person_id:
        raise DeputyDoesNotFit(_("Niemand vertritt sich selbst."))
    if not active_among([person_id]):
        raise PersonIsUnknown
