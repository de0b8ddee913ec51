"""Reading the archive; everything in it is public."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import exists, func, select

from kernel.database import db
from kernel.errors import NotFound
from search_index.archive.models import ArchiveImport, ArchiveRecord


def record_for(record_id: str) -> ArchiveRecord:
    """One record, or NotFound."""
    try:
        found = db.session.get(ArchiveRecord, UUID(record_id))
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def records_by_ids(ids: Collection[str]) -> list[ArchiveRecord]:
    """These records, in one statement."""
    keys = [UUID(record_id) for record_id in ids]
    return list(db.session.scalars(select(ArchiveRecord).where(ArchiveRecord.id.in_(keys))))


def latest_decisions(limit: int) -> list[ArchiveRecord]:
    """Records of a body with a day of decision, the latest first."""
    statement = (
        select(ArchiveRecord)
        .where(ArchiveRecord.decided_on.is_not(None), ArchiveRecord.section != "")
        .order_by(ArchiveRecord.decided_on.desc(), ArchiveRecord.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def all_ids() -> Iterable[str]:
    """The ids of all records, as a stream."""
    statement = select(ArchiveRecord.id).execution_options(yield_per=1_000)
    return (str(record_id) for record_id in db.session.scalars(statement))


def number_of_records() -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(ArchiveRecord)) or 0


def waits_for_an_index(source: str) -> bool:
    """Whether many documents of the source are kept that the projector was not told of."""
    untold = select(ArchiveImport.id).where(
        ArchiveImport.source == source,
        ArchiveImport.is_large,
        ArchiveImport.written > 0,
        ArchiveImport.finished_at.is_(None),
    )
    return bool(db.session.scalar(select(exists(untold))))
