"""Who has a live text open hears of edits once they are committed, and of a right or lock that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.events import EventRow
from kernel.live import beside
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.permissions import can_write, closed

PREFIX = "minutes:"
log = structlog.get_logger()
#: facts after which somebody may write, or may not any more
CHANGING = frozenset(
    {
        "agenda.changed",
        "item.turned",
        "meeting.cancelled",
        "meeting.moved",
        "minutes.approved",
        "minutes.locked",
        "minutes.revised",
        "minutes.submitted",
        "minutes.unlocked",
        "table.seat_ended",
        "table.seat_given",
    }
)


#: who may write in a live text, as each was told last; of this process
_writers: dict[UUID, set[UUID]] = {}


@dataclass(frozen=True, slots=True)
class News:
    """A committed edit, and the socket that sent it."""

    epoch: int
    seq: int
    data: bytes
    from_socket: str = ""


def tell_updates(doc_id: UUID, news: Sequence[News]) -> None:
    """Committed edits of a text in their order, each to everybody but the socket that sent it."""
    doc = str(doc_id)
    said = [
        ({"doc": doc, "epoch": new.epoch, "seq": new.seq, "u": new.data}, new.from_socket)
        for new in news
    ]
    beside.tell_all(f"{PREFIX}{doc}", "y:update", said)


def note_reload(doc: MinutesDoc, seq: int) -> None:
    """A device has found its text unlike the stored one and begun anew; the log counts it, for nothing else would."""
    log.warning("minutes reloaded", doc=str(doc.id), epoch=doc.epoch, seq=seq)


def tell_rights(rows: Sequence[EventRow]) -> None:
    """After facts that change rights: what each may do now; who may not even read is shown out of the room."""
    if any(row.kind in CHANGING for row in rows):
        beside.tell_each(PREFIX, "y:state", _state_for)


def rights_of(actor: Actor, doc: MinutesDoc) -> dict[str, object]:
    """Whether this reader may write, and why not; `lock` is the reason of who locked the item, in their words."""
    at, lock = clock.now(), {"lock": doc.lock_reason} if doc.lock_reason else {}
    writers = _writers.setdefault(doc.id, set())
    if actor.person_id and can_write(actor, doc, at):
        writers.add(actor.person_id)
        return {"rw": True, **lock}
    if actor.person_id:
        writers.discard(actor.person_id)
    why = closed(actor, doc, at)
    return {"rw": False, "why": why.value if why else "not_permitted", **lock}


def may_still_write(room: str, person_id: UUID | None) -> bool:
    """Whether this person may write in the room's text, as they were told last; costs no query."""
    return person_id in _writers.get(UUID(room.removeprefix(PREFIX)), ())


def forget_writers(room: str) -> None:
    """Nobody has the text open."""
    _writers.pop(UUID(room.removeprefix(PREFIX)), None)


def _state_for(room: str, actor: Actor) -> dict[str, object]:
    doc = db.session.get_one(MinutesDoc, UUID(room.removeprefix(PREFIX)))
    return {"doc": str(doc.id), "epoch": doc.epoch} | rights_of(actor, doc)
