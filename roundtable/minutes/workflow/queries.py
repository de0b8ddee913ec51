"""Reading versions, wishes and publications; the actor comes first, closed and absent look the same."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.people.queries import names_of
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meeting_for
from roundtable.minutes.rules.public import PublicContent
from roundtable.minutes.rules.states import State
from roundtable.minutes.workflow.frozen import public_content
from roundtable.minutes.workflow.models import (
    Consent,
    Minutes,
    MinutesReturn,
    MinutesVersion,
    Objection,
    Publication,
    Withdrawal,
    counts,
)
from roundtable.minutes.workflow.permissions import (
    can_correct,
    can_keep,
    can_read_versions,
    can_release,
)
from roundtable.tables.models import Seat

PUBLIC = frozenset({State.VEROEFFENTLICHT, State.BERICHTIGT})


@dataclass(frozen=True)
class File:
    """A meeting, its minutes, and every version of them."""

    meeting: Meeting
    minutes: Minutes
    versions: Sequence[MinutesVersion]

    @property
    def newest(self) -> MinutesVersion | None:
        """The version that lies before the table, that it approved, or that corrects it."""
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> MinutesVersion:
        """One of them, or NotFound."""
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True)
class WishLine:
    """A wish as members read it, with the name of who has it."""

    wish: Objection
    name: str


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


def file_of(actor: Actor, slug: str, nr: str) -> File:
    """The minutes of this meeting, whoever asks: the pages decide what is shown. NotFound before the invitation."""
    meeting = meeting_for(actor, slug, nr)
    minutes = db.session.get(Minutes, meeting.id)
    if minutes is None:
        raise NotFound
    statement = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting.id)
    versions = db.session.scalars(statement.order_by(MinutesVersion.number)).all()
    return File(meeting, minutes, versions)


def file_to_read(actor: Actor, slug: str, nr: str) -> File:
    """For members of the table; for others there is no such page. Four statements."""
    file = file_of(actor, slug, nr)
    if not can_read_versions(actor, file.meeting, clock.now()):
        raise NotFound
    return file


def file_to_keep(actor: Actor, slug: str, nr: str) -> File:
    """For who keeps the minutes."""
    file = file_of(actor, slug, nr)
    if not can_keep(actor, file.meeting, clock.now()):
        raise NotFound
    return file


def file_to_correct(actor: Actor, slug: str, nr: str) -> File:
    """For chair and secretary, once the minutes are public."""
    file = file_of(actor, slug, nr)
    if not can_correct(actor, file.meeting, clock.now()) or file.minutes.state not in PUBLIC:
        raise NotFound
    return file


def file_of_office(actor: Actor, slug: str, nr: str) -> File:
    """For the administration of the table, once there is a version; what may be done the state says."""
    file = file_of(actor, slug, nr)
    if not can_release(actor, file.meeting) or file.newest is None:
        raise NotFound
    return file


def file_to_release(actor: Actor, slug: str, nr: str) -> File:
    """For the administration of the table, once the minutes are approved."""
    file = file_of_office(actor, slug, nr)
    if file.minutes.state not in {State.GENEHMIGT, *PUBLIC}:
        raise NotFound
    return file


def wishes_of(meeting: Meeting) -> list[WishLine]:
    """All wishes for changes, the first one first; two statements."""
    statement = (
        select(Objection)
        .where(Objection.meeting_id == meeting.id)
        .order_by(Objection.filed_at, Objection.id)
        .options(joinedload(Objection.item), joinedload(Objection.seat).lazyload(Seat.deputies))
    )
    wishes = db.session.scalars(statement).all()
    names = names_of({wish.seat.person_id for wish in wishes if wish.seat.person_id})
    return [WishLine(wish, names.get(wish.seat.person_id or wish.id, "")) for wish in wishes]


def consents_of(version: MinutesVersion) -> set[UUID]:
    """The seats that agreed with this version."""
    statement = select(Consent.seat_id).where(Consent.version_id == version.id)
    return set(db.session.scalars(statement))


def return_of(meeting: Meeting, number: int) -> MinutesReturn | None:
    """That the administration gave this version back, and why."""
    statement = select(MinutesReturn).where(
        MinutesReturn.meeting_id == meeting.id, MinutesReturn.number == number
    )
    return db.session.scalar(statement)


def last_withdrawal(meeting: Meeting) -> Withdrawal | None:
    """The withdrawal that counts; where none does, the last one that was taken back."""
    statement = select(Withdrawal).where(Withdrawal.meeting_id == meeting.id)
    order = (Withdrawal.taken_back_at.is_not(None), Withdrawal.at.desc())
    return db.session.scalar(statement.order_by(*order).limit(1))


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
    withdrawn = select(Withdrawal).where(Withdrawal.meeting_id.in_(meeting_ids), counts())
    ends = {row.meeting_id: row for row in db.session.scalars(withdrawn)}
    by_meeting: dict[UUID, list[Publication]] = {}
    for row in rows:
        by_meeting.setdefault(row.meeting_id, []).append(row)
    return {key: list(_told(rows, ends.get(key))) for key, rows in by_meeting.items()}


def public_numbers(meeting: Meeting) -> dict[int, int]:
    """Versions of which everybody reads or read the public part, and its number there: both count for themselves."""
    statement = select(Publication.version_number, Publication.number)
    found = db.session.execute(
        statement.where(Publication.meeting_id == meeting.id).order_by(Publication.number)
    )
    return {row.version_number: row.number for row in found}


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
