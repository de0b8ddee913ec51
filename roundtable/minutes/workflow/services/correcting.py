"""Chair or secretary write public minutes anew where something is wrong; the administration releases the correction."""

from collections.abc import Mapping
from dataclasses import replace

from kernel import clock
from kernel.actors import Actor
from kernel.database import transactional
from kernel.errors import NotPermitted
from roundtable.meetings.models import Meeting
from roundtable.minutes.rules.states import State
from roundtable.minutes.rules.text import problem, with_line_feeds
from roundtable.minutes.workflow.drafting import checked, motions
from roundtable.minutes.workflow.errors import (
    AnotherVersion,
    MinutesFaulty,
    NothingChanged,
    StepRefused,
    UnfitText,
    WhyIsMissing,
)
from roundtable.minutes.workflow.events import CorrectionProposed
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import MinutesVersion
from roundtable.minutes.workflow.permissions import can_correct
from roundtable.minutes.workflow.services.holding import freeze, held, note, version_of


@transactional
def propose_correction(
    *, actor: Actor, meeting: Meeting, number: int, texts: Mapping[str, str], reason: str
) -> MinutesVersion:
    """Freeze the next version: items of version `number` with other texts, by their numbers, and why.

    What is public stays as it is until the administration has released the correction.
    """
    minutes = held(meeting)
    if not can_correct(actor, meeting, clock.now()):
        raise NotPermitted
    version = version_of(minutes)
    if version is None or minutes.state not in {State.VEROEFFENTLICHT, State.BERICHTIGT}:
        raise StepRefused
    if number != version.number:
        raise AnotherVersion
    if not reason.strip():
        raise WhyIsMissing
    content = content_of(version)
    told = {item.number: _text(texts, item.number, item.text) for item in content.items}
    items = tuple(replace(item, text=told[item.number]) for item in content.items)
    draft = checked(replace(content, items=items), motions(meeting))
    if draft.content == content:
        raise NothingChanged
    if draft.faults:
        raise MinutesFaulty(draft.faults)
    correction = freeze(actor, minutes, draft.content, reason.strip())
    note(actor, meeting, CorrectionProposed(correction.number))
    return correction


def _text(texts: Mapping[str, str], number: str, before: str) -> str:
    text = with_line_feeds(texts.get(number, before))
    if text != before and problem(text):
        raise UnfitText(number)
    return text
