"""What search learns of meetings: the public part of the last invitation, and nothing else."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from kernel.markdown import plain_of
from roundtable.meetings.content import public_content
from roundtable.meetings.models import KIND, Invitation, Meeting
from roundtable.meetings.queries import address_of, all_ids, meetings_by_ids
from roundtable.meetings.rules.invitation import Content
from roundtable.meetings.texts import html_of
from roundtable.meetings.wording import mark_of
from search_index.port import PUBLIC, Passage, SearchDocument
from search_index.registry import Source


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of those meetings to which somebody was invited."""
    meetings = meetings_by_ids([UUID(meeting_id) for meeting_id in ids])
    return {
        str(meeting.id): _document(meeting, meeting.announced)
        for meeting in meetings
        if meeting.announced
    }


def ids() -> Iterable[str]:
    """The ids of all meetings."""
    return (str(meeting_id) for meeting_id in all_ids())


def _document(meeting: Meeting, invitation: Invitation) -> SearchDocument:
    public = public_content(meeting, invitation)
    mark = mark_of(meeting.state)
    return SearchDocument(
        kind=KIND,
        id=str(meeting.id),
        art="sitzung",
        title=f"{public['title']} ({public['number']})",
        body=public["reason"],
        passages=tuple(_passages(public)),
        facts=(public["table"], public["place"]),
        date=datetime.fromisoformat(public["starts_at"]).date(),
        status=str(mark.word),
        status_kind=mark.kind,
        url=address_of(meeting),
        audience=frozenset({PUBLIC}),
    )


def _passages(public: Content) -> Iterable[Passage]:
    for item in public["items"]:
        if item["public"]:
            yield Passage("", item["title"], "\n".join(map(_plain, (item["text"], item["papers"]))))


def _plain(text: str) -> str:
    """The words of a text, without signs of Markdown and addresses of ours."""
    return plain_of(html_of(text))


SOURCE = Source(KIND, documents, ids)
