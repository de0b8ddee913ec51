"""A released result stays as it was released; what was wrong in it is said beside it, with the reason."""

import json
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.events import PUBLIC, record
from roundtable.decisions import mail_texts
from roundtable.decisions.errors import NoSuchVote, NotReleasedYet, ReasonIsMissing
from roundtable.decisions.events import DayResultCorrected
from roundtable.decisions.resolution_models import DayCorrection, DayResult
from roundtable.decisions.resolution_queries import corrections_of, day_result_of
from roundtable.decisions.services.telling_seats import write_to_seats
from roundtable.meetings.models import Meeting
from roundtable.meetings.services.holding import held_by_chair


@dataclass(frozen=True)
class DayCorrectionDraft:
    """What is right, and why the released result is not; everybody reads both."""

    text: str
    reason: str
    #: the vote it is about; None for the result as a whole
    vote_id: UUID | None = None


@transactional
def correct_day(*, actor: Actor, meeting: Meeting, draft: DayCorrectionDraft) -> DayCorrection:
    """Publish a correction beside the released result and write to the seats; wordings and numbers stay."""
    held_by_chair(actor, meeting)
    result = day_result_of(meeting.id)
    if result is None:
        raise NotReleasedYet
    if draft.vote_id is not None and draft.vote_id not in released_votes(result):
        raise NoSuchVote
    if not draft.text.strip():
        raise ReasonIsMissing(field="written")
    if not draft.reason.strip():
        raise ReasonIsMissing
    correction = DayCorrection(
        meeting_id=meeting.id,
        seq=len(corrections_of(meeting.id)) + 1,
        vote_id=draft.vote_id,
        text=draft.text.strip(),
        reason=draft.reason.strip(),
        at=clock.now(),
        actor_id=actor.person_id,
    )
    db.session.add(correction)
    db.session.flush()
    write_to_seats(
        meeting,
        occurrence=f"day_correction:{correction.id}",
        subject=mail_texts.subject_of_correction(meeting),
        text=partial(mail_texts.text_of_correction, meeting, correction),
    )
    event = DayResultCorrected(str(correction.id), str(draft.vote_id or ""))
    record(event, subject=meeting.subject, actor=actor, audience=PUBLIC)
    return correction


def released_votes(result: DayResult) -> dict[UUID, str]:
    """The titles of the votes in a released result, in its order."""
    return {UUID(vote["id"]): vote["title"] for vote in json.loads(result.content)["votes"]}
