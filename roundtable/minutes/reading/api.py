"""Published minutes for programs: as JSON, and the newest as a feed (Atom, RFC 4287)."""

from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, json, jsonify, request
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, access
from kernel.i18n import _, iso
from roundtable.minutes.printing.parts import heading_of, title_of
from roundtable.minutes.reading.addresses import address_of, site
from roundtable.minutes.reading.queries import Reading, minutes_of, newest_minutes

FEED = "/feeds/protokolle.atom"
ATOM = "http://www.w3.org/2005/Atom"
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
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "de"})
    _texts(root, id=f"{site()}{FEED}", title=_("Protokolle der Runden Tische"))
    _texts(root, updated=iso(max((one.chosen.at for one in found), default=clock.now())))
    SubElement(root, "link", rel="self", href=f"{site()}{FEED}")
    author = SubElement(root, "author")
    _texts(author, name=_("Engagementforum"))
    for reading in found:
        _entry(root, reading)
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, mimetype="application/atom+xml")


def _entry(root: Element, reading: Reading) -> None:
    entry, head = SubElement(root, "entry"), reading.content.head
    _texts(
        entry,
        id=f"urn:uuid:{reading.meeting.id}",
        title=f"{title_of(head)} ({head.number})",
        updated=iso(reading.chosen.at),
        published=iso(reading.all[0].at),
        summary=" · ".join(heading_of(item) for item in reading.content.items),
    )
    SubElement(entry, "link", rel="alternate", href=f"{site()}{address_of(reading.meeting)}")


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


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
