"""What search learns of resolutions and corrected results: the table's alone until the release, everybody's after it.

Of what was resolved behind closed doors there is no document at all: nothing of it lies in the index's files. What a
released result got wrong is found where it is read: with the resolution that came of the vote, or with the result.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from kernel.clock import BERLIN
from kernel.database import db
from kernel.events import EventRow
from kernel.i18n import _
from kernel.subjects import Subject
from roundtable.decisions.day import address_of_day
from roundtable.decisions.resolution_models import DAY, KIND, DayCorrection, Resolution
from roundtable.decisions.resolution_queries import all_resolution_ids
from roundtable.decisions.wording import mark_of_resolution
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meetings_by_ids
from search_index.port import PUBLIC, SearchDocument
from search_index.registry import Source


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of these resolutions, as far as they may be public one day; two statements."""
    statement = (
        select(Resolution)
        .where(Resolution.id.in_([UUID(text) for text in ids]), Resolution.public.is_(True))
        .options(joinedload(Resolution.meeting).joinedload(Meeting.table))
    )
    found = db.session.scalars(statement).unique().all()
    of_votes = select(DayCorrection).where(
        DayCorrection.vote_id.in_([one.vote_id for one in found])
    )
    corrected: dict[UUID | None, list[DayCorrection]] = defaultdict(list)
    for correction in db.session.scalars(of_votes.order_by(DayCorrection.seq)):
        corrected[correction.vote_id].append(correction)
    return {str(one.id): _document(one, corrected[one.vote_id]) for one in found}


def ids() -> Iterable[str]:
    """The ids of all resolutions."""
    return (str(resolution_id) for resolution_id in all_resolution_ids())


def touched(row: EventRow) -> Iterable[Subject]:
    """The release changes who finds a resolution."""
    return [Subject(KIND, resolution_id) for resolution_id in row.payload["resolution_ids"]]


def corrected_results(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """By meeting, what was corrected of its result and stands with no resolution; a constant number of statements."""
    statement = (
        select(DayCorrection)
        .outerjoin(Resolution, Resolution.vote_id == DayCorrection.vote_id)
        .where(DayCorrection.meeting_id.in_([UUID(text) for text in ids]))
        .where(or_(DayCorrection.vote_id.is_(None), Resolution.id.is_(None)))
        .order_by(DayCorrection.seq)
    )
    found: dict[UUID, list[DayCorrection]] = defaultdict(list)
    for correction in db.session.scalars(statement):
        found[correction.meeting_id].append(correction)
    meetings = meetings_by_ids(found) if found else ()
    return {str(meeting.id): _result(meeting, found[meeting.id]) for meeting in meetings}


def corrected_ids() -> Iterable[str]:
    """The ids of all meetings whose result was corrected."""
    meetings = db.session.scalars(select(DayCorrection.meeting_id).distinct())
    return (str(meeting_id) for meeting_id in meetings.all())


def corrected(row: EventRow) -> Iterable[Subject]:
    """A correction is told by the result, or by the resolution that came of its vote."""
    yield Subject(DAY, row.subject_id)
    if row.payload["vote_id"]:
        vote_id = UUID(row.payload["vote_id"])
        for resolution_id in db.session.scalars(
            select(Resolution.id).where(Resolution.vote_id == vote_id)
        ):
            yield Subject(KIND, str(resolution_id))


def _document(resolution: Resolution, corrections: Iterable[DayCorrection]) -> SearchDocument:
    meeting, mark = resolution.meeting, mark_of_resolution(resolution.state)
    return SearchDocument(
        kind=KIND,
        id=str(resolution.id),
        art="beschluss",
        title=resolution.title,
        head=resolution.number,
        body="\n".join([resolution.text, *map(_text, corrections)]),
        date=resolution.decided_at.astimezone(BERLIN).date(),
        section=meeting.table.full_name,
        status=str(mark.word),
        status_kind=mark.kind,
        url=resolution.address,
        audience=frozenset({PUBLIC if resolution.released_at else f"table:{meeting.table_id}"}),
    )


def _result(meeting: Meeting, corrections: list[DayCorrection]) -> SearchDocument:
    return SearchDocument(
        kind=DAY,
        id=str(meeting.id),
        art="beschluss",
        title=_("Ergebnis der Sitzung: %(title)s", title=meeting.title),
        head=meeting.number,
        body="\n".join(map(_text, corrections)),
        date=corrections[-1].at.astimezone(BERLIN).date(),
        section=meeting.table.full_name,
        status=_("berichtigt"),
        status_kind="review",
        url=address_of_day(meeting),
        audience=frozenset({PUBLIC}),
    )


def _text(correction: DayCorrection) -> str:
    return f"{correction.text}\n{correction.reason}"


SOURCES = (Source(KIND, documents, ids), Source(DAY, corrected_results, corrected_ids))
