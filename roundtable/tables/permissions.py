"""Who may do what at a table; rooms above ask here too."""

from datetime import datetime

from accounts.roles import is_administration
from kernel.actors import Actor
from roundtable.tables.models import RoundTable
from roundtable.tables.rules.seats import NAMED_BY_OFFICE, Role
from roundtable.tables.seating import role_at


def can_create(actor: Actor, district_key: str | None) -> bool:
    """The administration of the district; tables of the whole city the administration of the site."""
    if actor.is_system:
        return True
    return is_administration(actor, *([f"district:{district_key}"] if district_key else []))


def can_manage(actor: Actor, table: RoundTable) -> bool:
    """The administration of the site, of the table's district, or of this table."""
    return actor.is_system or is_administration(actor, *table.scopes)


def can_chair(actor: Actor, table: RoundTable, at: datetime) -> bool:
    """Who leads the table at this instant."""
    return role_at(actor, table.id, at) is Role.CHAIR


def can_secretary(actor: Actor, table: RoundTable, at: datetime) -> bool:
    """Who keeps the minutes; whoever leads may do that too."""
    return role_at(actor, table.id, at) in {Role.SECRETARY, Role.CHAIR}


def is_member(actor: Actor, table: RoundTable, at: datetime) -> bool:
    """Who sits there, guests not counted."""
    return role_at(actor, table.id, at) in {Role.CHAIR, Role.SECRETARY, Role.MEMBER}


def sits(actor: Actor, table: RoundTable, at: datetime) -> bool:
    """Who has any seat there, a guest's too."""
    return role_at(actor, table.id, at) is not None


def can_seat(actor: Actor, table: RoundTable, role: Role, at: datetime) -> bool:
    """The administration gives every seat, the chair those of members and guests."""
    if can_manage(actor, table):
        return True
    return role not in NAMED_BY_OFFICE and can_chair(actor, table, at)
