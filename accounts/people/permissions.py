"""Who may look after people and their roles."""

from collections.abc import Collection
from uuid import UUID

from accounts.roles import OPERATOR, is_administration, is_operator
from kernel.actors import Actor, Grant


def can_manage_people(actor: Actor) -> bool:
    """The administration of the whole site, the operator, and the command line."""
    return actor.is_system or is_operator(actor) or is_administration(actor)


def can_grant(actor: Actor, person_id: UUID, role: str) -> bool:
    """Who looks after people grants and ends roles, but never their own; only an operator makes operators."""
    above = actor.is_system or is_operator(actor) or role != OPERATOR
    return can_manage_people(actor) and actor.person_id != person_id and above


def can_disable(actor: Actor, person_id: UUID, grants: Collection[Grant]) -> bool:
    """Who could end all roles of a person closes the account, but never their own."""
    roles = {"citizen", *(grant.role for grant in grants)}
    return all(can_grant(actor, person_id, role) for role in roles)


def can_edit_account(actor: Actor, person_id: UUID) -> bool:
    """Name and password belong to the person; the command line helps who is locked out."""
    return actor.is_system or actor.person_id == person_id
