"""What other rooms may know of resolutions: a card each, and the judge."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.database import looked_up
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, Subject, SubjectKind, Verdict
from roundtable.decisions.resolution_models import KIND, Resolution
from roundtable.decisions.resolution_permissions import can_follow_up
from roundtable.decisions.resolution_queries import resolution_for, resolutions_by_ids
from roundtable.decisions.wording import mark_of_resolution
from roundtable.meetings.permissions import can_read_nonpublic


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of those that the actor reads."""
    return {str(one.id): card_of(one) for one in resolutions_by_ids(actor, ids)}


def judge(actor: Actor, action: str, resolution_id: str, at: datetime) -> Verdict:
    """Everybody sees what was released, the table's members all; chair and administration `follow_up`."""
    found = looked_up(Resolution, UUID(resolution_id))
    if found is None:
        return INVISIBLE
    released = found.public and found.released_at is not None
    if not released and not can_read_nonpublic(actor, found.meeting, at):
        return INVISIBLE
    if action == "see":
        return ALLOWED
    return Verdict(action == "follow_up" and can_follow_up(actor, found, at))


def audience(resolution_id: str) -> tuple[str, ...]:
    """Everybody once it is released, before that the table."""
    found = looked_up(Resolution, UUID(resolution_id))
    if found is None:
        return ()
    return ("public",) if found.released_at else (f"table:{found.meeting.table_id}",)


def card_of(resolution: Resolution) -> Card:
    """The resolution in a list, a link or a notice; whoever asks has asked who may see it."""
    return Card(
        subject=resolution.subject,
        title=f"{resolution.title} ({resolution.number})",
        url=resolution.address,
        word=_("Beschluss"),
        status=mark_of_resolution(resolution.state).word,
        at=resolution.decided_at,
    )


def at_address(actor: Actor, meeting: str, running: int) -> Subject:
    """The resolution whose page this is."""
    return resolution_for(actor, meeting, running).subject


RESOLUTION = SubjectKind(KIND, describe, judge, audience=audience, icon="document")
