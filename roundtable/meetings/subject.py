"""Meetings as subjects: their card and their judge."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.i18n import _
from kernel.subjects import ALLOWED, INVISIBLE, Card, SubjectKind, Verdict
from roundtable.meetings.models import KIND, Meeting
from roundtable.meetings.permissions import can_lead, can_prepare
from roundtable.meetings.queries import address_of, meetings_by_ids
from roundtable.meetings.wording import mark_of


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:  # noqa: ARG001
    """Cards of these meetings; that one takes place is no secret."""
    meetings = meetings_by_ids([UUID(meeting_id) for meeting_id in ids])
    return {str(meeting.id): _card(meeting) for meeting in meetings}


def judge(actor: Actor, action: str, meeting_id: str, at: datetime) -> Verdict:
    """Everybody sees that a meeting takes place; its seats `prepare` and `lead` it."""
    found = meetings_by_ids([UUID(meeting_id)])
    if not found:
        return INVISIBLE
    if action == "see":
        return ALLOWED
    if action == "prepare":
        return Verdict(can_prepare(actor, found[0], at))
    return Verdict(action == "lead" and can_lead(actor, found[0], at))


def _card(meeting: Meeting) -> Card:
    return Card(
        subject=meeting.subject,
        title=f"{meeting.title} ({meeting.number})",
        url=address_of(meeting),
        word=_("Sitzung"),
        status=mark_of(meeting.state).word,
        at=meeting.starts_at,
    )


MEETING = SubjectKind(KIND, describe, judge)
