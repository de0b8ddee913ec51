"""Filing earlier documents."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotPermitted
from kernel.events import record
from search_index.archive.events import ArchiveRecordFiled
from search_index.archive.models import ArchiveRecord

#: what another version of a document may say otherwise
WORDS = ("title", "body", "kind", "section", "district", "decided_on", "note")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An earlier document as it is handed in."""

    source: str
    source_id: str
    title: str
    body: str
    kind: str = ""
    section: str = ""
    district: str = ""
    decided_on: date | None = None
    note: str = ""


@transactional
def file_record(*, actor: Actor, paper: Paper) -> ArchiveRecord:
    """Keep an earlier document; the same number of the same source again replaces its words."""
    if not actor.is_system:
        raise NotPermitted
    found = db.session.scalar(
        select(ArchiveRecord).where(
            ArchiveRecord.source == paper.source, ArchiveRecord.source_id == paper.source_id
        )
    )
    entry = found or ArchiveRecord(source=paper.source, source_id=paper.source_id)
    for name in WORDS:
        setattr(entry, name, getattr(paper, name))
    entry.recorded_at = clock.now()
    db.session.add(entry)
    db.session.flush()
    record(ArchiveRecordFiled(paper.source, paper.source_id), subject=entry.subject, actor=actor)
    return entry
