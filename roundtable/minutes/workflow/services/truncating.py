"""The working text of minutes does not stay: 90 days after the approval only what was approved is left of it.

Who typed what, and everything that was typed and deleted again, goes from the log, from snapshots and from memory. The
frozen versions stay as they are.
"""

from datetime import timedelta

from sqlalchemy import exists, or_, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotPermitted
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.rules.facts import with_lines
from roundtable.minutes.services.opening import forget_old_epochs, new_epoch
from roundtable.minutes.workflow.errors import StepRefused
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import Minutes
from roundtable.minutes.workflow.services.holding import held, version_of

KEPT = timedelta(days=90)


def to_truncate() -> list[Meeting]:
    """Meetings whose minutes were approved long ago and whose working texts still have a history."""
    written = exists().where(
        MinutesUpdate.doc_id == MinutesDoc.id,
        or_(MinutesUpdate.seq > 1, MinutesUpdate.epoch < MinutesDoc.epoch),
    )
    statement = (
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Minutes.approved_at <= clock.now() - KEPT,
            exists().where(
                AgendaItem.meeting_id == Meeting.id, MinutesDoc.item_id == AgendaItem.id, written
            ),
        )
    )
    return list(db.session.scalars(statement))


@transactional
def truncate(*, actor: Actor, meeting: Meeting) -> None:
    """Begin each item's document anew with the approved text and forget how it came about; for the timed job.

    A second time finds nothing to forget. Devices that still hold the old text are told to begin anew, too.
    """
    if not actor.is_system:
        raise NotPermitted
    minutes = held(meeting)
    version = version_of(minutes)
    if version is None or minutes.approved_at is None or minutes.approved_at > clock.now() - KEPT:
        raise StepRefused
    texts = {item.number: with_lines(item.text, item.facts) for item in content_of(version).items}
    docs = select(MinutesDoc).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    for doc in db.session.scalars(docs).all():
        new_epoch(doc_id=doc.id, text=texts.get(doc.item.number or "", ""))
        forget_old_epochs(doc_id=doc.id)
