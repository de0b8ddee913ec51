"""Invitations to half-public and internal formats."""

from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, insert_or_ignore, transactional
from kernel.events import OFFICE, record
from participation.consultations.events.formats import MemberAdded, MemberRemoved
from participation.consultations.models.formats import Format, FormatMember
from participation.consultations.permissions import OfficeAction
from participation.consultations.services.permit import permit


@transactional
def add_member(*, actor: Actor, format_: Format, person_id: UUID) -> bool:
    """Invite a person; a second time changes nothing. Whether they are new."""
    at = clock.now()
    permit(actor, OfficeAction.MANAGE, format_, at)
    new = insert_or_ignore(
        FormatMember.__table__, format_id=format_.id, person_id=person_id, since=at
    )
    if new:
        event = MemberAdded(format_.id, person_id)
        record(event, subject=format_.subject, actor=actor, audience=OFFICE)
    return new


@transactional
def remove_member(*, actor: Actor, format_: Format, person_id: UUID) -> None:
    """Take an invitation back; without one nothing happens."""
    permit(actor, OfficeAction.MANAGE, format_, clock.now())
    member = db.session.get(FormatMember, (format_.id, person_id))
    if member is None:
        return
    db.session.delete(member)
    event = MemberRemoved(format_.id, person_id)
    record(event, subject=format_.subject, actor=actor, audience=OFFICE)
