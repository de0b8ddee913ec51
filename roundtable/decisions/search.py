"""What search learns of resolutions: the table's alone until the release, everybody's after it.

Of what was resolved behind closed doors there is no document at all: nothing of it lies in the index's files.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kernel.clock import BERLIN
from kernel.database import db
from kernel.events import EventRow
from kernel.subjects import Subject
from roundtable.decisions.resolution_models import KIND, Resolution
from roundtable.decisions.resolution_queries import all_resolution_ids
from roundtable.decisions.wording import mark_of_resolution
from roundtable.meetings.models import Meeting
from search_index.port import PUBLIC, SearchDocument
from search_index.registry import Source


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of these resolutions, as far as they may be public one day; one statement."""
    statement = (
        select(Resolution)
        .where(Resolution.id.in_([UUID(text) for text in ids]), Resolution.public.is_(True))
        .options(joinedload(Resolution.meeting).joinedload(Meeting.table))
    )
    return {str(one.id): _document(one) for one in db.session.scalars(statement).unique()}


def ids() -> Iterable[str]:
    """The ids of all resolutions."""
    return (str(resolution_id) for resolution_id in all_resolution_ids())


def touched(row: EventRow) -> Iterable[Subject]:
    """The release changes who finds a resolution."""
    return [Subject(KIND, resolution_id) for resolution_id in row.payload["resolution_ids"]]


def _document(resolution: Resolution) -> SearchDocument:
    meeting, mark = resolution.meeting, mark_of_resolution(resolution.state)
    return SearchDocument(
        kind=KIND,
        id=str(resolution.id),
        art="beschluss",
        title=resolution.title,
        head=resolution.number,
        body=resolution.text,
        date=resolution.decided_at.astimezone(BERLIN).date(),
        section=meeting.table.full_name,
        status=str(mark.word),
        status_kind=mark.kind,
        url=resolution.address,
        audience=frozenset({PUBLIC if resolution.released_at else f"table:{meeting.table_id}"}),
    )


SOURCE = Source(KIND, documents, ids)
