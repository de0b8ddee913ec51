"""Published minutes as subjects: links, feeds and lists speak of them by the meeting's id."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, Subject, SubjectKind, Verdict, is_uuid
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import meetings_by_ids
from roundtable.minutes.reading.addresses import address_of
from roundtable.minutes.reading.search import ITEM, MINUTES
from roundtable.minutes.workflow.queries import Standing, published_of

ANCHOR = re.compile(r"top-(n-)?\d+(-\d+)*")


def describe(_actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of those of these minutes that are public today."""
    meeting_ids = [UUID(each) for each in ids]
    valid = {
        meeting_id: found[-1]
        for meeting_id, found in published_of(meeting_ids).items()
        if found[-1].state is not Standing.ZURUECKGEZOGEN
    }
    return {
        str(meeting.id): _card(meeting, valid[meeting.id].at)
        for meeting in meetings_by_ids(list(valid))
    }


def judge(actor: Actor, action: str, meeting_id: str, _at: datetime) -> Verdict:
    """Everybody may `see` them while they are public; nothing else is done with them here."""
    if not describe(actor, [meeting_id]):
        return INVISIBLE
    return ALLOWED if action == "see" else Verdict(False)


def _card(meeting: Meeting, at: datetime) -> Card:
    title = _("Protokoll: %(title)s", title=meeting.title)
    return Card(
        Subject(MINUTES, str(meeting.id)), title, address_of(meeting), _("Protokoll"), at=at
    )


def describe_items(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of items of public minutes, `<meeting>/top-3`; also of one that a correction left out."""
    places = {each: each.partition("/") for each in ids}
    found = describe(actor, {meeting_id for meeting_id, _slash, _anchor in places.values()})
    return {
        each: _item_card(each, found[meeting_id], anchor)
        for each, (meeting_id, _slash, anchor) in places.items()
        if meeting_id in found
    }


def judge_item(actor: Actor, action: str, item_id: str, at: datetime) -> Verdict:
    """As its minutes."""
    return judge(actor, action, item_id.partition("/")[0], at)


def is_item_id(text: str) -> bool:
    """Whether this names a place in the minutes of a meeting."""
    meeting_id, _slash, anchor = text.partition("/")
    return is_uuid(meeting_id) and bool(ANCHOR.fullmatch(anchor))


def _item_card(id_: str, minutes: Card, anchor: str) -> Card:
    url = f"{minutes.url}#{anchor}"
    return Card(Subject(ITEM, id_), minutes.title, url, _("Tagesordnungspunkt"), at=minutes.at)


KINDS = (
    SubjectKind(MINUTES, describe, judge),
    SubjectKind(ITEM, describe_items, judge_item, is_id=is_item_id),
)
