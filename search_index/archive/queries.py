"""Reading the archive; everything in it is public."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from kernel.errors import NotFound
from search_index.archive.models import ArchiveRecord


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
    """Records with a day of decision, the latest first."""
    statement = (
        select(ArchiveRecord)
        .where(ArchiveRecord.decided_on.is_not(None))
        .order_by(ArchiveRecord.decided_on.desc(), ArchiveRecord.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def all_ids() -> Iterable[str]:
    """The ids of all records, as a stream."""
    statement = select(ArchiveRecord.id).execution_options(yield_per=1_000)
    return (str(record_id) for record_id in db.session.scalars(statement))
