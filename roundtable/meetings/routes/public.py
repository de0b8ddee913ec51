"""What everybody reads of meetings; members read more on the same pages."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.errors import NotFound
from kernel.markdown import markup
from kernel.subjects import Card
from roundtable.meetings import queries
from roundtable.meetings.content import content_for, content_of, is_as_sent
from roundtable.meetings.item_subject import titles_of
from roundtable.meetings.linked import cards_of
from roundtable.meetings.models import Invitation, Meeting
from roundtable.meetings.onward import ways_of
from roundtable.meetings.permissions import (
    can_plan,
    can_prepare,
    can_read_nonpublic,
    can_read_ways_in,
)
from roundtable.meetings.printing import pdf_of
from roundtable.meetings.rules.invitation import Content, public_part
from roundtable.meetings.rules.states import State
from roundtable.meetings.standing_in import acting_seat
from roundtable.meetings.texts import html_of, papers_html
from roundtable.meetings.wording import ANSWERED, INVITATIONS, KINDS, mark_of
from roundtable.tables.queries import table_for

public = Blueprint("meetings", __name__, url_prefix="/runde-tische/<slug>/sitzungen")


@public.get("/")
@access(PUBLIC)
def index(slug: str) -> ResponseReturnValue:
    """A table's meetings, coming and past."""
    table, at = table_for(actor(), slug), clock.now()
    meetings = queries.meetings_of(table.id)
    coming = [meeting for meeting in meetings if _is_coming(meeting)][::-1]
    return render_template(
        "roundtable/meetings/index.html",
        table=table,
        coming=coming,
        past=[meeting for meeting in meetings if meeting not in coming],
        may_plan=can_plan(actor(), table, at),
        mark_of=mark_of,
    )


@public.get("/<nr>/")
@access(PUBLIC)
def show(slug: str, nr: str) -> ResponseReturnValue:
    """When, where, and the agenda as it was sent last."""
    meeting = queries.meeting_for(actor(), slug, nr)
    return _page(meeting, meeting.announced)


@public.get("/<nr>/einladung/v<int:version>")
@access(PUBLIC)
def version(slug: str, nr: str, version: int) -> ResponseReturnValue:
    """What version n said; it stays as it was."""
    meeting = queries.meeting_for(actor(), slug, nr)
    return _page(meeting, queries.version_of(meeting, version), is_old=True)


@public.get("/<nr>/einladung/v<int:version>.json")
@access(PUBLIC)
def data(slug: str, nr: str, version: int) -> ResponseReturnValue:
    """The public content of version n, byte for byte as it was hashed."""
    meeting = queries.meeting_for(actor(), slug, nr)
    invitation = queries.version_of(meeting, version)
    if not _reads_whole(meeting, invitation):
        raise NotFound
    return Response(invitation.public_content, mimetype="application/json")


@public.get("/<nr>/einladung/v<int:version>.pdf")
@access(PUBLIC)
def printed(slug: str, nr: str, version: int) -> ResponseReturnValue:
    """Version n on paper; members get what they read on the page."""
    return _pdf(queries.meeting_for(actor(), slug, nr), version)


@public.get("/<nr>/einladung.pdf")
@access(PUBLIC)
def printed_now(slug: str, nr: str) -> ResponseReturnValue:
    """The last version on paper."""
    meeting = queries.meeting_for(actor(), slug, nr)
    return _pdf(meeting, meeting.announced.version if meeting.announced else 0)


@public.get("/<nr>/einladung/v<int:version>.ics")
@access(PUBLIC)
def calendar(slug: str, nr: str, version: int) -> ResponseReturnValue:
    """Version n for calendars; with the ways in for who has a seat."""
    meeting = queries.meeting_for(actor(), slug, nr)
    found = queries.version_of(meeting, version)
    seated = can_read_ways_in(actor(), meeting, clock.now())
    name = f"{meeting.number}-v{version}.ics"
    return Response(
        found.calendar if seated else found.public_calendar,
        mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _pdf(meeting: Meeting, version: int) -> Response:
    invitation, at = queries.version_of(meeting, version), clock.now()
    if not _reads_whole(meeting, invitation):
        raise NotFound
    inside = can_read_ways_in(actor(), meeting, at) and can_read_nonpublic(actor(), meeting, at)
    pdf, etag = pdf_of(invitation, nonpublic=inside)
    response = Response(pdf, mimetype="application/pdf")
    name = f"{meeting.number}-Einladung-v{version}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(etag)
    response.make_conditional(request)
    return response


def _reads_whole(meeting: Meeting, invitation: Invitation) -> bool:
    """Whether the reader may have the files of this version, in which nothing can be left out afterwards."""
    return is_as_sent(meeting, invitation) or can_read_nonpublic(actor(), meeting, clock.now())


def _page(meeting: Meeting, invitation: Invitation | None, *, is_old: bool = False) -> str:
    at = clock.now()
    ways_in = can_read_ways_in(actor(), meeting, at)
    nonpublic = ways_in and can_read_nonpublic(actor(), meeting, at)
    content = _content(meeting, invitation, nonpublic=nonpublic, ways_in=ways_in)
    asked = not is_old and ways_in and meeting.status is State.EINGELADEN
    seat = acting_seat(actor(), meeting, at) if asked else None
    return render_template(
        "roundtable/meetings/show.html",
        meeting=meeting,
        invitation=invitation,
        is_old=is_old and invitation is not meeting.announced,
        has_files=invitation is not None and (nonpublic or is_as_sent(meeting, invitation)),
        content=content,
        mark=mark_of(meeting.state),
        nonpublic=nonpublic,
        seated=ways_in,
        own_seat=seat,
        own_answer=queries.rsvp_of(meeting, seat) if seat else None,
        answered=ANSWERED,
        may_prepare=ways_in and can_prepare(actor(), meeting, at),
        kinds=KINDS,
        invitations=INVITATIONS,
        text_of=text_of,
        papers_of=papers_of,
        ways=[] if is_old else ways_of(actor(), meeting),
        linked={} if is_old else _linked(meeting, nonpublic=nonpublic),
    )


def _linked(meeting: Meeting, *, nonpublic: bool) -> dict[str, list[Card]]:
    """What items are about, by their numbers; of items alone that the reader sees."""
    titles = titles_of(meeting, nonpublic=nonpublic)
    items = {item.id: item.number or "" for item in meeting.items if item.id in titles}
    found = cards_of(actor(), [item for item in meeting.items if item.id in items])
    return {items[item_id]: cards for item_id, cards in found.items()}


def _content(
    meeting: Meeting, invitation: Invitation | None, *, nonpublic: bool, ways_in: bool
) -> Content:
    """What was sent; before the first invitation the date and place alone, without an agenda."""
    if invitation is not None:
        return content_for(meeting, invitation, nonpublic=nonpublic, ways_in=ways_in)
    return {**public_part(content_of(meeting, kind="ladung", reason="")), "items": []}


def text_of(text: str) -> Any:
    """A text of an item as HTML."""
    return markup(html_of(text))


def papers_of(text: str) -> Any:
    """The papers of an item as a list of links."""
    return markup(papers_html(text))


def _is_coming(meeting: Meeting) -> bool:
    over = {State.GESCHLOSSEN, State.ABGESCHLOSSEN, State.ABGESAGT}
    return meeting.status not in over
