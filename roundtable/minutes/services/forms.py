"""A form without JavaScript edits a text that others write in meanwhile: what both wrote stays."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from roundtable.minutes.loading import stored_text
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.rules.text import problem, with_line_feeds
from roundtable.minutes.services.desk import Gate, OpenDoc, Stamp, at_desk
from roundtable.minutes.ydoc import Code, Refused, checked, fresh_client


@dataclass(frozen=True, slots=True)
class FormEdit:
    """What a form brings back."""

    doc_id: UUID
    #: the state that the form showed
    epoch: int
    seq: int
    text: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Merged:
    """The committed result: the text that holds both, and the update to hand to the others, if there is one."""

    seq: int
    text: str
    news: bytes | None


def merge_form(*, edit: FormEdit, gate: Gate = lambda _doc: None) -> Merged | Refused:
    """Apply what the form has changed to the text as it is now. The same id again gets the text of now.

    The gate says who may write now.
    """
    doc = db.session.get(MinutesDoc, edit.doc_id, populate_existing=True)
    if doc is None:
        return Refused(Code.NOT_FOUND)
    if shut := gate(doc):  # and again once the document is held
        return shut
    if edit.epoch != doc.epoch:
        return Refused(Code.RESYNC, "epoch")
    if not 0 <= edit.seq <= doc.seq:
        return Refused(Code.INVALID, "seq")
    text = with_line_feeds(edit.text)
    if wrong := problem(text):
        return Refused(Code.INVALID, wrong.value)
    fork = stored_text(edit.doc_id, edit.epoch, edit.seq, client=fresh_client())
    update = fork.become(text)  # may take a second, so nobody is made to wait for it
    return at_desk(
        [edit.doc_id],
        lambda opened: (
            gate(opened[edit.doc_id].row) or _merged(opened[edit.doc_id], edit, fork.client, update)
        ),
    )


def _merged(doc: OpenDoc, edit: FormEdit, client: int, update: bytes | None) -> Merged | Refused:
    """The edit was made in a copy of what the form showed; so it lands where its author saw it."""
    if edit.epoch != doc.row.epoch:
        return Refused(Code.RESYNC, "epoch")
    if update is None or _was_merged(doc, edit):
        return Merged(doc.seq, doc.shared.text, None)
    header = checked(update)
    if isinstance(header, Refused):
        return header
    if not doc.is_claimed(client, edit.stamp.person_id):
        raise RuntimeError("A number that was just drawn belongs to somebody else.")
    taken = doc.shared.apply(update, header)
    if isinstance(taken, Refused):
        return taken
    news = update if taken else None
    if news is not None:
        doc.put(news, edit.stamp)
    return Merged(doc.seq, doc.shared.text, news)


def _was_merged(doc: OpenDoc, edit: FormEdit) -> bool:
    statement = select(MinutesUpdate.seq).where(
        MinutesUpdate.doc_id == doc.row.id,
        MinutesUpdate.update_id == edit.stamp.update_id,
        MinutesUpdate.person_id == edit.stamp.person_id,
    )
    return db.session.scalar(statement) is not None
