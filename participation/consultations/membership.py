"""Whose format it is: the people invited to a half-public or internal one."""

from uuid import UUID

from sqlalchemy import select

from kernel.actors import Actor
from kernel.database import db
from participation.consultations.models.formats import FormatMember


def is_member(actor: Actor, format_id: UUID) -> bool:
    """Whether this person was invited."""
    if actor.person_id is None:
        return False
    return db.session.get(FormatMember, (format_id, actor.person_id)) is not None


def tokens_of_memberships(actor: Actor) -> set[str]:
    """The audiences of the formats this person was invited to."""
    if actor.person_id is None:
        return set()
    statement = select(FormatMember.format_id).where(FormatMember.person_id == actor.person_id)
    return {f"format:{format_id}" for format_id in db.session.scalars(statement)}
