"""Archive records as subjects and as documents."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from kernel.actors import Actor
from kernel.events import EventRow
from kernel.i18n import lazy
from kernel.subjects import INVISIBLE, Card, Subject, SubjectKind, Verdict
from search_index.archive.models import KIND, ArchiveRecord
from search_index.archive.queries import all_ids, records_by_ids
from search_index.port import PUBLIC, SearchDocument
from search_index.registry import Source

WORD = lazy("Archiv")


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:  # noqa: ARG001 - all is public
    """Cards of these records."""
    return {str(record.id): _card(record) for record in records_by_ids(ids)}


def judge(actor: Actor, action: str, record_id: str, at: datetime) -> Verdict:  # noqa: ARG001
    """Everybody may read what is there, nobody may change it."""
    return Verdict(action == "see") if records_by_ids([record_id]) else INVISIBLE


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """What search learns of these records."""
    return {str(record.id): _document(record) for record in records_by_ids(ids)}


def imported(row: EventRow) -> Iterable[Subject]:
    """The records that an import has written."""
    return [Subject(KIND, record_id) for record_id in row.payload["records"]]


def _card(record: ArchiveRecord) -> Card:
    return Card(record.subject, record.title, record.address, WORD, status=record.section)


def _document(record: ArchiveRecord) -> SearchDocument:
    return SearchDocument(
        kind=KIND,
        id=str(record.id),
        art="archiv",
        title=record.title,
        head=record.source_id,
        body=record.body,
        facts=(record.kind,) if record.kind else (),
        section=record.section,
        district=record.district,
        date=record.decided_on,
        url=record.address,
        audience=frozenset({PUBLIC}),
    )


ARCHIVE = SubjectKind(KIND, describe, judge)
SOURCE = Source(KIND, documents, all_ids)
