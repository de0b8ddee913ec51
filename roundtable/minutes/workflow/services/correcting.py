"""Chair or secretary write public minutes anew where something is wrong; the administration releases the correction."""

from collections.abc import Mapping
from dataclasses import replace

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotPermitted
from roundtable.meetings.models import Meeting
from roundtable.minutes.rules.facts import imitations, with_facts, with_lines
from roundtable.minutes.rules.public import Content, Item
from roundtable.minutes.rules.text import problem, with_line_feeds
from roundtable.minutes.workflow.drafting import Basis, Draft, checked, motions
from roundtable.minutes.workflow.errors import (
    AnotherVersion,
    FactsStand,
    MinutesFaulty,
    NothingChanged,
    StepRefused,
    UnfitText,
    WhyIsMissing,
)
from roundtable.minutes.workflow.events import CorrectionProposed
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import Minutes, MinutesVersion
from roundtable.minutes.workflow.permissions import can_correct
from roundtable.minutes.workflow.queries import PUBLIC
from roundtable.minutes.workflow.services.holding import freeze, held, note, version_of


def propose_correction(
    *, actor: Actor, meeting: Meeting, number: int, texts: Mapping[str, str], reason: str
) -> MinutesVersion:
    """Freeze the next version: items of version `number` with other texts, by their numbers, and why.

    What is public stays as it is until the administration has released the correction. It is printed before anything is
    held: the version that it is made of never changes, and is still the newest when the correction is frozen. What was
    voted, decided and given stays as it was frozen, whatever the texts say.
    """
    version = _newest(actor, meeting, db.session.get(Minutes, meeting.id), number)
    if not reason.strip():
        raise WhyIsMissing
    draft = _draft(meeting, content_of(version), texts)
    return _frozen(actor=actor, meeting=meeting, number=number, draft=draft, reason=reason)


@transactional
def _frozen(
    *, actor: Actor, meeting: Meeting, number: int, draft: Draft, reason: str
) -> MinutesVersion:
    minutes = held(meeting)
    _newest(actor, meeting, minutes, number)
    correction = freeze(actor, minutes, draft.content, reason.strip())
    note(actor, meeting, CorrectionProposed(correction.number))
    return correction


def _newest(actor: Actor, meeting: Meeting, minutes: Minutes | None, number: int) -> MinutesVersion:
    """Version `number`, where the actor may correct it now."""
    if not can_correct(actor, meeting, clock.now()):
        raise NotPermitted
    version = version_of(minutes) if minutes else None
    if minutes is None or version is None or minutes.state not in PUBLIC:
        raise StepRefused
    if number != version.number:
        raise AnotherVersion
    return version


def _draft(meeting: Meeting, content: Content, texts: Mapping[str, str]) -> Draft:
    items = tuple(_anew(item, texts.get(item.number)) for item in content.items)
    draft = checked(Basis(replace(content, items=items), motions(meeting)))
    if draft.content == content:
        raise NothingChanged
    if draft.faults:
        raise MinutesFaulty(draft.faults)
    return draft


def _anew(item: Item, text: str | None) -> Item:
    """The item with this text and the facts it had; typed lines in their shape are refused."""
    if text is None or (text := with_line_feeds(text)) in {
        item.text,
        with_lines(item.text, item.facts),
    }:
        return item
    if problem(text):
        raise UnfitText(item.number)
    new = with_facts(text, item.facts)
    for one in imitations(new.text, new.facts):
        if one.quoted:
            raise FactsStand(one.mark, has_line=one.mark in {fact.mark for fact in new.facts})
    return replace(item, text=new.text, facts=new.facts)
