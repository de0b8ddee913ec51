"""Chair and secretary lock an item: what was agreed on stays as it is while the table goes on."""

from kernel import clock
from kernel.actors import Actor
from kernel.database import locked, transactional
from kernel.errors import NotPermitted
from kernel.events import Event, record
from roundtable.minutes.errors import ReasonIsMissing
from roundtable.minutes.events import MinutesLocked, MinutesUnlocked
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.permissions import can_lock

MOST_CHARACTERS = 200


@transactional
def lock_doc(*, actor: Actor, doc: MinutesDoc, reason: str) -> None:
    """From now on chair and secretary alone write here; everybody at the table reads why."""
    if not reason.strip():
        raise ReasonIsMissing
    _set(actor, doc, reason.strip()[:MOST_CHARACTERS], MinutesLocked(doc.item_id))


@transactional
def unlock_doc(*, actor: Actor, doc: MinutesDoc) -> None:
    """Members write here again; a second call changes nothing."""
    if doc.lock_reason:
        _set(actor, doc, "", MinutesUnlocked(doc.item_id))


def _set(actor: Actor, doc: MinutesDoc, reason: str, event: Event) -> None:
    if not can_lock(actor, locked(doc), clock.now()):
        raise NotPermitted
    doc.lock_reason = reason
    audience = (f"table:{doc.meeting.table_id}",)
    record(event, subject=doc.meeting.subject, actor=actor, audience=audience)
