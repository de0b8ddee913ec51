"""Who may look after people and their roles."""

from uuid import UUID

from accounts.roles import is_administration, is_operator
from kernel.actors import Actor


def can_manage_people(actor: Actor) -> bool:
    """The administration of the whole site, the operator, and the command line."""
    return actor.is_system or is_operator(actor) or is_administration(actor)


def can_grant(actor: Actor, person_id: UUID) -> bool:
    """Who looks after people grants and ends roles, but never their own."""
    return can_manage_people(actor) and actor.person_id != person_id


def can_disable(actor: Actor, person_id: UUID) -> bool:
    """Who looks after people closes accounts, but never their own."""
    return can_grant(actor, person_id)


def can_edit_account(actor: Actor, person_id: UUID) -> bool:
    """Name and password belong to the person; the command line helps who is locked out."""
    return actor.is_system or actor.person_id == person_id
