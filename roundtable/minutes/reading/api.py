"""Published minutes for programs: as JSON, and the newest as a feed (Atom, RFC 4287)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, json, jsonify, request
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access
from kernel.feeds import Entry, atom
from kernel.i18n import _, iso
from roundtable.minutes.printing.parts import heading_of, title_of
from roundtable.minutes.reading.addresses import address_of
from roundtable.minutes.reading.queries import Reading, minutes_of, newest_minutes

FEED = "/feeds/protokolle.atom"
blueprint = Blueprint("minutes_programs", __name__)


@blueprint.get("/api/v1/minutes")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """Minutes in their valid version, newest first, twenty at a time; `next` is the cursor for `after`."""
    found, following = newest_minutes(request.args.get("after"))
    return jsonify(items=[_told(one) for one in found], next=following)


@blueprint.get("/api/v1/minutes/<uuid:meeting_id>")
@access(PUBLIC)
def one(meeting_id: UUID) -> ResponseReturnValue:
    """The valid minutes of a meeting with their public content."""
    found = minutes_of(meeting_id)
    return jsonify(_told(found) | {"content": json.loads(found.chosen.text)})


@blueprint.get(FEED)
@access(PUBLIC)
def feed() -> ResponseReturnValue:
    """The newest minutes; a correction renews its entry, withdrawn ones have none."""
    found, _following = newest_minutes(None)
    return atom(FEED, _("Protokolle der Runden Tische"), map(_entry, found))


def _entry(reading: Reading) -> Entry:
    head = reading.content.head
    return Entry(
        id=reading.meeting.id,
        title=f"{title_of(head)} ({head.number})",
        address=address_of(reading.meeting),
        published=reading.all[0].at,
        updated=reading.chosen.at,
        summary=" · ".join(heading_of(item) for item in reading.content.items),
    )


def _told(reading: Reading) -> dict[str, Any]:
    meeting, chosen = reading.meeting, reading.chosen
    return {
        "id": str(meeting.id),
        "number": meeting.number,
        "title": reading.content.head.title,
        "table": meeting.table.slug,
        "version": chosen.n,
        "published_at": iso(reading.all[0].at),
        "changed_at": iso(chosen.at),
        "sha256": chosen.sha256,
        "url": address_of(meeting),
        "pdf": address_of(meeting, chosen.n, ".pdf"),
    }
