"""Who was invited to a format; for the office that keeps it."""

from uuid import UUID

from sqlalchemy import select

from accounts.people.queries import names_of
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotPermitted
from participation.consultations.models.formats import Format, FormatMember
from participation.consultations.permissions import can_manage


def member_ids(format_id: UUID) -> set[UUID]:
    """Everybody who was invited; for mails, never for pages."""
    members = select(FormatMember.person_id).where(FormatMember.format_id == format_id)
    return set(db.session.scalars(members))


def members_of(actor: Actor, format_: Format) -> list[tuple[UUID, str]]:
    """Ids and display names, by name."""
    if not can_manage(actor, format_):
        raise NotPermitted
    names = names_of(member_ids(format_.id))
    return sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
