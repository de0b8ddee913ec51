"""Reading versions, wishes and publications; the actor comes first, closed and absent look the same."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.meetings.queries import meeting_for
from roundtable.minutes.rules.public import PublicContent
from roundtable.minutes.workflow.frozen import public_content
from roundtable.minutes.workflow.models import Publication, Withdrawal


class Standing(StrEnum):
    """What a publication is worth today."""

    GUELTIG = "gueltig"
    #: a later one took its place; it stays readable, marked
    BERICHTIGT = "berichtigt"
    #: withdrawn: its content is not shown any more
    ZURUECKGEZOGEN = "zurueckgezogen"


@dataclass(frozen=True)
class Published:
    """A publication as everybody may know it."""

    n: int
    state: Standing
    #: when it was released; of a withdrawn one, when it was withdrawn
    at: datetime
    #: why there is another one or why it was withdrawn; empty for the first
    reason: str
    #: None where it was withdrawn
    content: PublicContent | None = None
    #: SHA-256 of `text`; empty where it was withdrawn
    sha256: str = ""
    #: the canonical JSON of the content
    text: str = ""


def published(actor: Actor, table_slug: str, number: str) -> list[Published]:
    """All publications of a meeting (`2026-04`), the first one first; NotFound where there is none."""
    meeting = meeting_for(actor, table_slug, number)
    found = published_of([meeting.id])
    if not found:
        raise NotFound
    return found[meeting.id]


def published_of(meeting_ids: Collection[UUID]) -> dict[UUID, list[Published]]:
    """The publications of those of these meetings that have any; two statements."""
    statement = select(Publication).where(Publication.meeting_id.in_(meeting_ids))
    rows = db.session.scalars(statement.order_by(Publication.meeting_id, Publication.number)).all()
    withdrawn = select(Withdrawal).where(Withdrawal.meeting_id.in_(meeting_ids))
    ends = {row.meeting_id: row for row in db.session.scalars(withdrawn)}
    by_meeting: dict[UUID, list[Publication]] = {}
    for row in rows:
        by_meeting.setdefault(row.meeting_id, []).append(row)
    return {key: list(_told(rows, ends.get(key))) for key, rows in by_meeting.items()}


def all_published_ids() -> Sequence[UUID]:
    """The ids of the meetings of which something was published, for the index."""
    return db.session.scalars(select(Publication.meeting_id).distinct()).all()


def _told(rows: Sequence[Publication], end: Withdrawal | None) -> Iterable[Published]:
    for row in rows:
        if end is not None:
            yield Published(row.number, Standing.ZURUECKGEZOGEN, end.at, end.reason)
            continue
        state = Standing.GUELTIG if row is rows[-1] else Standing.BERICHTIGT
        yield Published(
            n=row.number,
            state=state,
            at=row.released_at,
            reason=row.reason,
            content=public_content(row.content),
            sha256=row.sha256,
            text=row.content,
        )
