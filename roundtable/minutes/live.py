"""Live texts through a socket: `y:join` and `y:update`; what others hear is in `telling` and `awareness`."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, StrictBool, StrictBytes

from kernel.access import SIGNED_IN
from kernel.live import beside
from kernel.live.deeds import Answer, Caller, socket_event
from roundtable.minutes.awareness import open_page
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.queries import DocState, doc_for
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.updates import NewUpdate
from roundtable.minutes.services.writing import join_doc, write_update
from roundtable.minutes.telling import note_reload, rights_of
from roundtable.minutes.ydoc import NOTHING, Code, Refused

#: more goes by HTTP
MOST_BYTES = 128 * 1024
LARGEST_CLIENT = 2**32 - 1


class Join(BaseModel):
    """`cid` is the page's client id, `sv` what it has; without an `epoch` it begins anew.

    `reloaded` says that its text was another than the stored one.
    """

    doc: UUID
    epoch: int | None = Field(default=None, ge=1, le=2**31 - 1)
    cid: int = Field(ge=0, le=LARGEST_CLIENT)
    sv: StrictBytes = Field(default=NOTHING, max_length=MOST_BYTES)
    reloaded: StrictBool = False


class Update(BaseModel):
    """An edit; `id` is made by the device and sent again until it is answered."""

    doc: UUID
    epoch: int = Field(ge=1, le=2**31 - 1)
    cid: int = Field(ge=0, le=LARGEST_CLIENT)
    id: UUID
    u: Any


@socket_event("y:join", Join, SIGNED_IN)
def join(caller: Caller, sent: Join) -> Answer:
    """Hear the text's edits from now on, and get what the device lacks: first enter, then read."""
    doc = doc_for(caller.actor, sent.doc)
    beside.enter(caller, doc.room, doc.subject)
    state = join_doc(
        actor=caller.actor, doc=doc, epoch=sent.epoch, client=sent.cid, state_vector=sent.sv
    )
    if sent.reloaded:
        note_reload(doc, state.seq)
    others = open_page(caller, doc, sent.cid)
    return _as_words(state) | rights_of(caller.actor, doc) | {"aw": others}


@socket_event("y:update", Update, SIGNED_IN)
def update(caller: Caller, sent: Update) -> Answer:
    """Store an edit; acknowledged once it is committed."""
    if isinstance(sent.u, bytes) and len(sent.u) > MOST_BYTES:
        raise DocRefused(Refused(Code.TOO_LARGE))
    stamp = Stamp(sent.id, caller.actor.person_id, "live")
    edit = NewUpdate(sent.doc, sent.epoch, sent.cid, stamp, sent.u)
    return {"seq": write_update(actor=caller.actor, update=edit, from_socket=caller.sid).seq}


def _as_words(state: DocState) -> dict[str, object]:
    return {
        "epoch": state.epoch,
        "seq": state.seq,
        "sv": state.state_vector,
        "diff": state.diff if len(state.diff) <= MOST_BYTES else None,
        "hash": state.sha256,
    }
