"""The twin of the socket: what a room has told, by HTTP."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access, actor
from kernel.errors import RuleViolation
from kernel.i18n import _
from kernel.live.missed import missed_events

blueprint = Blueprint("live", __name__, url_prefix="/api/v1/rooms")
#: no room counts further, and both databases hold it
LARGEST = 2**53


@blueprint.get("/<room>/events")
@access(PUBLIC)
def events(room: str) -> ResponseReturnValue:
    """The facts behind `after`, at most 200, oldest first; `more` says to ask again."""
    missed = missed_events(actor(), room, after=_after())
    answer = jsonify(room=room, **missed.as_json())
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _after() -> int:
    text = request.args.get("after", "0")
    if not (text.isascii() and text.isdigit()) or len(text) > 16 or int(text) > LARGEST:
        raise RuleViolation(_("„after“ ist eine Zahl ab 0."), field="after")
    return int(text)
