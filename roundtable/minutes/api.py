"""The twin of the socket for live texts: what is too large for it, and for who has none."""

from base64 import b64encode, urlsafe_b64decode
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from kernel import limits
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import RuleViolation
from kernel.i18n import _
from kernel.ids import id_in
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.live import LARGEST_CLIENT
from roundtable.minutes.queries import doc_for, state_of
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.updates import NewUpdate
from roundtable.minutes.services.writing import write_update
from roundtable.minutes.telling import note_reload, rights_of
from roundtable.minutes.ydoc import MOST_BYTES, NOTHING, Refused

RATE = "600/minute"

blueprint = Blueprint("minutes_api", __name__, url_prefix="/api/v1/minutes/docs")


@blueprint.get("/<uuid:doc_id>/state")
@access(SIGNED_IN)
def state(doc_id: UUID) -> ResponseReturnValue:
    """The stored text's state and what the device lacks; `sv`, the state vector, in URL-safe Base64.

    `reloaded` says that the device's text was another than the stored one.
    """
    doc = doc_for(actor(), doc_id)
    epoch = _number("epoch") if "epoch" in request.args else None
    found = state_of(doc.id, epoch=epoch, state_vector=_state_vector())
    if isinstance(found, Refused):
        raise DocRefused(found)
    if request.args.get("reloaded") == "1":
        note_reload(doc, found.seq)
    answer = jsonify(
        epoch=found.epoch,
        seq=found.seq,
        sv=_text(found.state_vector),
        diff=_text(found.diff),
        hash=found.sha256,
        **rights_of(actor(), doc),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/<uuid:doc_id>/updates")
@access(SIGNED_IN)
def updates(doc_id: UUID) -> ResponseReturnValue:
    """Store an edit, the bytes of the body; answered once it is committed. The same `id` again gets the same."""
    request.max_content_length = MOST_BYTES
    limits.check(RATE, "minutes", limits.whose(actor()))
    update_id = id_in(request.args.get("id"))
    if update_id is None:
        raise RuleViolation(_("„id“ ist eine UUID."), field="id")
    stamp = Stamp(update_id, actor().person_id, "http")
    edit = NewUpdate(doc_id, _number("epoch"), _number("cid"), stamp, request.get_data())
    return jsonify(seq=write_update(actor=actor(), update=edit).seq)


def _number(name: str) -> int:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > LARGEST_CLIENT:
        message = _("„%(name)s“ ist eine Zahl ab 0.", name=name)
        raise RuleViolation(message, field=name)
    return int(text)


def _state_vector() -> bytes:
    text = request.args.get("sv", "")
    if not text:
        return NOTHING
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise RuleViolation(_("„sv“ ist kein Base64."), field="sv") from error


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
