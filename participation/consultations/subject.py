"""What other rooms may know of formats: a card each, and the judge."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.database import looked_up
from kernel.subjects import INVISIBLE, Card, Subject, SubjectKind, Verdict
from participation.consultations.models.formats import Format
from participation.consultations.permissions import may
from participation.consultations.queries.formats import address_of, format_for, formats_by_ids
from participation.consultations.services.audience import audience_of


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of the formats the actor may see, in one statement."""
    return {str(format_.id): card_of(format_) for format_ in formats_by_ids(actor, ids)}


def card_of(format_: Format) -> Card:
    """The format in a list, a link or a notice."""
    return Card(
        subject=format_.subject,
        title=format_.title,
        url=address_of(format_),
        word="Beteiligung",
        at=format_.published_at,
    )


def judge(actor: Actor, action: str, format_id: str, at: datetime) -> Verdict:
    """Ask the judge of consultations about a format; an unknown one is invisible."""
    format_ = looked_up(Format, UUID(format_id))
    return may(actor, action, format_, at) if format_ else INVISIBLE


def audience(format_id: str) -> tuple[str, ...]:
    """Who may hear of a format and of what is said in it; nobody of an unknown one."""
    format_ = looked_up(Format, UUID(format_id))
    return audience_of(format_) if format_ else ()


def at_address(actor: Actor, slug: str) -> Subject:
    """The format whose page this is."""
    return format_for(actor, slug).subject


FORMAT = SubjectKind("format", describe, judge, audience, says_whose=True)
