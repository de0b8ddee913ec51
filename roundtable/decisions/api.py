"""Resolutions for programs: what the caller may see; what everybody may, as a feed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access, actor
from kernel.feeds import Entry, atom
from kernel.i18n import _, iso
from roundtable.decisions import resolution_queries as queries
from roundtable.decisions import tally
from roundtable.decisions.resolution_models import Resolution
from roundtable.meetings.rules.states import State

FEED = "/feeds/beschluesse.atom"
resolutions_api = Blueprint("resolutions_api", __name__)


@resolutions_api.get("/api/v1/resolutions")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """Resolutions, newest first, twenty at a time; `next` is the cursor for `after`."""
    found, following = queries.newest_resolutions(actor(), request.args.get("after"))
    return jsonify(items=[_told(one) for one in found], next=following)


@resolutions_api.get("/api/v1/resolutions/<uuid:resolution_id>")
@access(PUBLIC)
def one(resolution_id: UUID) -> ResponseReturnValue:
    """One resolution with its wording, its vote and its steps."""
    found = queries.resolution_by_id(actor(), resolution_id)
    vote = found.vote
    steps = [{"state": s.state, "note": s.note, "at": iso(s.at)} for s in found.steps]
    corrections = [
        {"text": one.text, "reason": one.reason, "at": iso(one.at)}
        for one in queries.corrections_about(found)
    ]
    figures = {"rule": vote.rule, "electorate": len(vote.voters), "figures": tally.figures(vote)}
    return jsonify(
        _told(found)
        | {"text": found.text, "text_hash": found.text_hash, "steps": steps}
        | {"vote": figures | {"groups": tally.leanings_of(vote)}, "corrections": corrections}
    )


@resolutions_api.get(FEED)
@access(PUBLIC)
def feed() -> ResponseReturnValue:
    """What was released lately, alike for everybody; a new state and a correction renew the entry."""
    found = queries.lately_released(queries.A_PAGE)
    changed = queries.changes_of(found)
    return atom(FEED, _("Beschlüsse der Runden Tische"), (_entry(one, changed) for one in found))


def _entry(one: Resolution, changed: Mapping[UUID, datetime]) -> Entry:
    released = one.released_at or one.decided_at
    return Entry(
        id=one.id,
        title=f"{one.title} ({one.number})",
        address=one.address,
        published=released,
        updated=max(released, changed.get(one.id, released)),
        summary=one.text,
    )


def _told(one: Resolution) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "table": one.meeting.table.slug,
        "meeting": one.meeting.number,
        "decided_at": iso(one.decided_at),
        "released_at": iso(one.released_at) if one.released_at else None,
        "provisional": one.meeting.status is not State.ABGESCHLOSSEN,
        "review_on": one.review_on.isoformat() if one.review_on else None,
        "successor": one.successor.number if one.successor and one.successor.released_at else None,
        "url": one.address,
    }
