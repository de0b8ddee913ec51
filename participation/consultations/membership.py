"""Whose format it is: the people invited to a half-public or internal one."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from kernel import kept
from kernel.actors import Actor
from kernel.database import db
from participation.consultations.models.formats import FormatMember

_members = FormatMember.__table__.c
INVITATION = select(_members.format_id).where(_members.person_id == bindparam("person_id")).limit(1)


def is_invited_somewhere(actor: Actor, connection: Connection) -> bool:
    """Whether this person was invited to any format."""
    return connection.scalar(INVITATION, {"person_id": actor.person_id}) is not None


def members_have_pages_of_their_own() -> None:
    """Say to a page that is being made for many that somebody's invitations were looked up."""
    kept.own_page_if("invited", is_invited_somewhere)


def is_member(actor: Actor, format_id: UUID) -> bool:
    """Whether this person was invited."""
    if actor.person_id is None:
        return False
    members_have_pages_of_their_own()
    return db.session.get(FormatMember, (format_id, actor.person_id)) is not None


def tokens_of_memberships(actor: Actor) -> set[str]:
    """The audiences of the formats this person was invited to."""
    if actor.person_id is None:
        return set()
    members_have_pages_of_their_own()
    statement = select(FormatMember.format_id).where(FormatMember.person_id == actor.person_id)
    return {f"format:{format_id}" for format_id in db.session.scalars(statement)}
