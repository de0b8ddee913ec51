"""Live texts as subjects: whoever may read one may hear its room."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, looked_up
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, SubjectKind, Verdict
from roundtable.meetings.queries import address_of
from roundtable.minutes.models import KIND, MinutesDoc
from roundtable.minutes.permissions import can_read, can_write


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of the texts that the actor may read."""
    statement = select(MinutesDoc).where(MinutesDoc.id.in_([UUID(doc_id) for doc_id in ids]))
    docs = db.session.scalars(statement).all()
    return {str(doc.id): _card(doc) for doc in docs if can_read(actor, doc, clock.now())}


def judge(actor: Actor, action: str, doc_id: str, at: datetime) -> Verdict:
    """Members `see` the text, and `write` in it while they may."""
    doc = looked_up(MinutesDoc, UUID(doc_id))
    if doc is None or not can_read(actor, doc, at):
        return INVISIBLE
    if action == "see":
        return ALLOWED
    return Verdict(action == "write" and can_write(actor, doc, at))


def _card(doc: MinutesDoc) -> Card:
    return Card(
        subject=doc.subject,
        title=f"TOP {doc.item.number or ''} {doc.item.title}",
        url=f"{address_of(doc.meeting)}mitschrift/{doc.item_id}",
        word=_("Mitschrift"),
    )


MINUTES_DOC = SubjectKind(KIND, describe, judge)
