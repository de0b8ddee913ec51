"""Meetings for programs: what the caller may see, as the pages show it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.errors import NotFound
from kernel.i18n import iso
from roundtable.meetings import queries
from roundtable.meetings.content import content_for, is_as_sent
from roundtable.meetings.models import Meeting
from roundtable.meetings.permissions import can_read_nonpublic, can_read_ways_in

meetings_api = Blueprint("meetings_api", __name__, url_prefix="/api/v1/meetings")


@meetings_api.get("")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """Meetings, the one planned last first, twenty at a time; `next` is the cursor for `after`."""
    found, following = queries.newest_meetings(request.args.get("after"))
    return jsonify(items=[_told(one) for one in found], next=following)


@meetings_api.get("/<uuid:meeting_id>")
@access(PUBLIC)
def one(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting with the agenda of its last invitation, which members read whole."""
    found = queries.meetings_by_ids([meeting_id])
    if not found:
        raise NotFound
    return jsonify(_told(found[0]) | _invitation(found[0]))


def _invitation(meeting: Meeting) -> dict[str, Any]:
    """What was sent last; nothing before the first invitation."""
    if meeting.announced is None:
        return {"invitation": None}
    at = clock.now()
    content = content_for(
        meeting,
        meeting.announced,
        nonpublic=can_read_nonpublic(actor(), meeting, at),
        ways_in=can_read_ways_in(actor(), meeting, at),
    )
    sent_at = iso(meeting.announced.sent_at)
    hash_ = meeting.announced.public_hash if is_as_sent(meeting, meeting.announced) else None
    return {"invitation": {"sent_at": sent_at, "sha256": hash_, **content}}


def _told(one: Meeting) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "table": one.table.slug,
        "starts_at": iso(one.starts_at),
        "ends_at": iso(one.ends_at),
        "place": one.place,
        "place_notes": one.place_notes,
        "reason": one.reason,
        "url": queries.address_of(one),
    }
