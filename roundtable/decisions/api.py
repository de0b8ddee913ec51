"""Resolutions for programs: what the caller may see."""

from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access, actor
from kernel.i18n import iso
from roundtable.decisions import resolution_queries as queries
from roundtable.decisions import tally
from roundtable.decisions.resolution_models import Resolution
from roundtable.meetings.rules.states import State

resolutions_api = Blueprint("resolutions_api", __name__, url_prefix="/api/v1/resolutions")


@resolutions_api.get("")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """Resolutions, newest first, twenty at a time; `next` is the cursor for `after`."""
    found, following = queries.newest_resolutions(actor(), request.args.get("after"))
    return jsonify(items=[_told(one) for one in found], next=following)


@resolutions_api.get("/<uuid:resolution_id>")
@access(PUBLIC)
def one(resolution_id: UUID) -> ResponseReturnValue:
    """One resolution with its wording, its vote and its steps."""
    found = queries.resolution_by_id(actor(), resolution_id)
    vote = found.vote
    steps = [{"state": s.state, "note": s.note, "at": iso(s.at)} for s in found.steps]
    figures = {"rule": vote.rule, "electorate": len(vote.voters), "figures": tally.figures(vote)}
    return jsonify(
        _told(found)
        | {"text": found.text, "text_hash": found.text_hash, "steps": steps}
        | {"vote": figures | {"groups": tally.leanings_of(vote)}}
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
