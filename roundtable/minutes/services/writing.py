"""Writing in a live text as somebody: the right is asked in the transaction that stores, after the document is held.

So an edit is never stored behind the end of a meeting, a lock or a seat. Others hear of it after the commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import structlog
from flask import current_app

from kernel import clock
from kernel.actors import Actor
from kernel.database import end_read
from kernel.together import Together
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.models import MinutesDoc
from roundtable.minutes.permissions import Roles, closed_to, reads, role_in, stage_of
from roundtable.minutes.queries import DocState, is_own_page, state_of
from roundtable.minutes.rules.states import Role
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.forms import FormEdit, Merged, merge_form
from roundtable.minutes.services.updates import NewUpdate, Stored, claim_client, store_updates
from roundtable.minutes.telling import News, tell_updates
from roundtable.minutes.ydoc import Code, Refused

TOGETHER = "minutes-written-together"
#: edits of one transaction; more wait for the next
MOST_AT_ONCE = 50
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit, whose it is, and the socket that need not hear of it."""

    actor: Actor
    update: NewUpdate
    from_socket: str


def write_update(*, actor: Actor, update: NewUpdate, from_socket: str = "") -> Stored:
    """Store a device's edit; raises DocRefused. The answer is committed, and the others have been told.

    What others write at the same moment is stored in the same transaction; each is judged in it, and refused alone.
    """
    end_read()  # nobody waits with a connection in hand
    stored = _writers().do(Edit(actor, update, from_socket))
    if isinstance(stored, Refused):
        raise DocRefused(stored)
    return stored


def _writers() -> Together[Edit, Stored | Refused]:
    """All who write in live texts in this process."""
    found: Together[Edit, Stored | Refused] = current_app.extensions.setdefault(
        TOGETHER, Together(_write, most=MOST_AT_ONCE)
    )
    return found


def _write(edits: Sequence[Edit]) -> list[Stored | Refused]:
    """Store and then tell all of them, in the order of their numbers."""
    roles = Roles({each.actor for each in edits}, clock.now())
    stored = store_updates(
        batch=[each.update for each in edits],
        gates=[partial(_refusal_by, roles, each.actor) for each in edits],
    )
    news: dict[UUID, list[News]] = {}
    for each, answer in zip(edits, stored, strict=True):
        if isinstance(answer, Stored) and answer.news is not None:
            new = News(each.update.epoch, answer.seq, answer.news, each.from_socket)
            news.setdefault(each.update.doc_id, []).append(new)
    for doc_id, told in news.items():
        _tell(doc_id, told)
    return stored


def _tell(doc_id: UUID, news: Sequence[News]) -> None:
    """Whatever goes wrong here, the edits are stored; who was not told asks for the text by its state."""
    try:
        tell_updates(doc_id, news)
    except Exception:
        log.exception("edits not told", doc=str(doc_id))


def join_doc(
    *, actor: Actor, doc: MinutesDoc, epoch: int | None, client: int, state_vector: bytes
) -> DocState:
    """What a page of the actor lacks; its client id is theirs from now on. Raises DocRefused."""
    state = state_of(doc.id, epoch=epoch, state_vector=state_vector)
    if isinstance(state, Refused):
        raise DocRefused(state)
    if not is_own_page(actor, doc, client) and not _claimed(actor, doc, state.epoch, client):
        raise DocRefused(Refused(Code.INVALID, "client"))
    return state


def write_form(
    *, actor: Actor, doc: MinutesDoc, epoch: int, seq: int, text: str, update_id: UUID
) -> Merged:
    """Merge what a form has changed into the text as it is now; raises DocRefused."""
    stamp = Stamp(update_id, actor.person_id, "form")
    edit = FormEdit(doc.id, epoch, seq, text, stamp)
    merged = merge_form(edit=edit, gate=lambda row: refusal(actor, row))
    if isinstance(merged, Refused):
        raise DocRefused(merged)
    if merged.news is not None:
        tell_updates(edit.doc_id, [News(epoch, merged.seq, merged.news)])
    return merged


def refusal(actor: Actor, doc: MinutesDoc) -> Refused | None:
    """Why the actor may not write here now; to who may not read it, the document does not exist."""
    return _refusal(role_in(actor, doc.meeting, clock.now()), doc)


def _refusal_by(roles: Roles, actor: Actor, doc: MinutesDoc) -> Refused | None:
    return _refusal(roles.of(actor, doc.meeting), doc)


def _refusal(role: Role, doc: MinutesDoc) -> Refused | None:
    if not reads(role):
        return Refused(Code.NOT_FOUND)
    why = closed_to(doc, role, stage_of(doc.meeting.id))
    return Refused(Code.CLOSED, why.value) if why else None


def _claimed(actor: Actor, doc: MinutesDoc, epoch: int, client: int) -> bool:
    person_id = actor.person_id
    return person_id is not None and claim_client(
        doc_id=doc.id, epoch=epoch, client=client, person_id=person_id
    )
