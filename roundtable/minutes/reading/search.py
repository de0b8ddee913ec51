"""What search learns of published minutes: an overview and each public item of which something was written.

Each in the version that was valid on a day; an item is found by its own words, not by the title of its meeting.

Of withdrawn minutes it learns nothing, of non-public items never anything. The meeting's id stands for the overview
which is valid today, `<id>/top-3` for an item of it; `…@1` is what publication 1 said, found for its days.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.clock import BERLIN
from kernel.events import EventRow
from kernel.i18n import _
from kernel.markdown import plain_of
from kernel.subjects import Subject
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meetings_by_ids
from roundtable.meetings.texts import html_of
from roundtable.minutes.printing.parts import anchor_of, heading_of, people_of, title_of
from roundtable.minutes.reading.addresses import address_of
from roundtable.minutes.reading.queries import rows_of
from roundtable.minutes.rules.public import PublicContent, PublicItem
from roundtable.minutes.workflow.frozen import public_content
from roundtable.minutes.workflow.models import Publication
from roundtable.minutes.workflow.queries import all_published_ids
from search_index.port import PUBLIC, SearchDocument
from search_index.registry import Source

MINUTES, ITEM = "minutes", "item"
#: facts that change what can be found
CHANGING = ("minutes.published", "minutes.restored", "minutes.withdrawn")


@dataclass(frozen=True, slots=True)
class _Told:
    """One publication, and for which days it counts."""

    meeting: Meeting
    content: PublicContent
    #: what its documents' ids end with; empty for the valid one
    suffix: str
    url: str
    valid_from: date
    valid_to: date | None


def overviews(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of these overviews."""
    found = (_overview(told) for told in _told(ids))
    return {one.id: one for one in found if one.id in ids}


def items(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of these public items."""
    found = (_item(told, item) for told in _told(ids) for item in _written(told.content))
    return {one.id: one for one in found if one.id in ids}


def overview_ids() -> Iterable[str]:
    """The ids of all overviews, old ones too."""
    return (id_ for meeting_id in all_published_ids() for id_ in _overview_ids(meeting_id))


def item_ids() -> Iterable[str]:
    """The ids of all public items, old ones too."""
    return (id_ for meeting_id in all_published_ids() for id_ in _item_ids(meeting_id))


def touched(row: EventRow) -> Iterable[Subject]:
    """A release, a withdrawal or its end changes whatever was found of these minutes."""
    meeting_id = UUID(row.subject_id)
    yield from (Subject(MINUTES, id_) for id_ in _overview_ids(meeting_id))
    yield from (Subject(ITEM, id_) for id_ in _item_ids(meeting_id))


def _overview_ids(meeting_id: UUID) -> Iterator[str]:
    yield str(meeting_id)
    rows, _withdrawn = rows_of([meeting_id])
    yield from (f"{meeting_id}@{row.number}" for row in rows)


def _item_ids(meeting_id: UUID) -> Iterator[str]:
    rows, _withdrawn = rows_of([meeting_id])
    for row in rows:
        for item in _public(public_content(row.content)):
            name = f"{meeting_id}/{anchor_of(item.number)}"
            yield from (name, f"{name}@{row.number}")


def _public(content: PublicContent) -> Iterator[PublicItem]:
    return (item for item in content.items if item.public)


def _written(content: PublicContent) -> Iterator[PublicItem]:
    """Those that say something; the overview names the others."""
    return (item for item in _public(content) if _words(item))


def _words(item: PublicItem) -> str:
    return plain_of(html_of(item.text))


def _told(ids: Collection[str]) -> Iterator[_Told]:
    """All publications of the minutes whose documents these ids name; nothing of withdrawn ones."""
    wanted = {UUID(each[:36]) for each in ids}
    rows, withdrawn = rows_of(wanted)
    meetings = {meeting.id: meeting for meeting in meetings_by_ids(wanted - withdrawn)}
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        if row.meeting_id in meetings:
            next_ = after if after is not None and after.meeting_id == row.meeting_id else None
            yield _of_row(meetings[row.meeting_id], row, next_)


def _of_row(meeting: Meeting, row: Publication, after: Publication | None) -> _Told:
    return _Told(
        meeting=meeting,
        content=public_content(row.content),
        suffix=f"@{row.number}" if after else "",
        url=address_of(meeting, row.number if after else None),
        valid_from=row.released_at.astimezone(BERLIN).date(),
        valid_to=after.released_at.astimezone(BERLIN).date() if after else None,
    )


def _overview(told: _Told) -> SearchDocument:
    head = told.content.head
    return _document(
        told,
        kind=MINUTES,
        id_=f"{told.meeting.id}{told.suffix}",
        art="protokoll",
        title=title_of(head),
        body="\n".join(heading_of(item) for item in _public(told.content)),
        facts=(head.place, *people_of(told.content)),
    )


def _item(told: _Told, item: PublicItem) -> SearchDocument:
    anchor = anchor_of(item.number)
    return _document(
        told,
        kind=ITEM,
        id_=f"{told.meeting.id}/{anchor}{told.suffix}",
        art="top",
        title=item.title,
        parent=_("Protokoll %(number)s", number=told.content.head.number),
        body=_words(item),
        anchor=f"#{anchor}",
    )


def _document(
    told: _Told,
    *,
    kind: str,
    id_: str,
    art: str,
    title: str,
    body: str,
    anchor: str = "",
    parent: str = "",
    facts: tuple[str, ...] = (),
) -> SearchDocument:
    return SearchDocument(
        kind=kind,
        id=id_,
        art=art,
        title=title,
        head=told.content.head.number,
        parent=parent,
        body=body,
        facts=facts,
        date=told.meeting.starts_at.astimezone(BERLIN).date(),
        valid_from=told.valid_from,
        valid_to=told.valid_to,
        section=told.meeting.table.full_name,
        status=_("ersetzt") if told.suffix else _("genehmigt"),
        status_kind="neutral" if told.suffix else "done",
        url=f"{told.url}{anchor}",
        audience=frozenset({PUBLIC}),
    )


SOURCES = (Source(MINUTES, overviews, overview_ids), Source(ITEM, items, item_ids))
