"""The meeting and its agenda as an invitation freezes them, and read again from there."""

import json
from collections.abc import Iterator

from kernel.clock import BERLIN
from roundtable.meetings.models import AgendaItem, Invitation, Meeting
from roundtable.meetings.rules.invitation import Content, canonical, closed_since
from roundtable.meetings.rules.states import ItemState


def content_of(meeting: Meeting, *, kind: str, reason: str) -> Content:
    """Everything the next version says; items in their order, parts after the item they belong to."""
    return {
        "table": meeting.table.name,
        "number": meeting.number,
        "title": meeting.title,
        "version": len(meeting.invitations) + 1,
        "kind": kind,
        "reason": reason,
        "cancelled": kind == "absage",
        "starts_at": meeting.starts_at.astimezone(BERLIN).isoformat(),
        "ends_at": meeting.ends_at.astimezone(BERLIN).isoformat(),
        "place": meeting.place,
        "place_notes": meeting.place_notes,
        "video_url": meeting.video_url,
        "dial_in": meeting.dial_in,
        "items": [_item(meeting, item) for item in in_order(meeting)],
    }


def in_order(meeting: Meeting, *, also_dropped: bool = False) -> Iterator[AgendaItem]:
    """The items as people read them; those taken off only where asked for."""
    shown = [
        item for item in meeting.items if also_dropped or item.status is not ItemState.ABGESETZT
    ]
    for item in shown:
        if item.parent_id is None:
            yield item
            yield from (part for part in shown if part.parent_id == item.id)


def numbers_given(meeting: Meeting) -> set[str]:
    """Every number of an item that any version said."""
    contents = (json.loads(invitation.content) for invitation in meeting.invitations)
    return {item["number"] for content in contents for item in content["items"]}


def public_content(meeting: Meeting, invitation: Invitation) -> Content:
    """What everybody may read of this version today: less than was sent, where an item became non-public since."""
    said: Content = json.loads(invitation.public_content)
    return closed_since(
        said, {item.number for item in meeting.items if item.public and item.number}
    )


def is_as_sent(meeting: Meeting, invitation: Invitation) -> bool:
    """Whether everybody may still read all of it; else its files, which never change, are for members alone."""
    return canonical(public_content(meeting, invitation)) == invitation.public_content


def content_for(
    meeting: Meeting, invitation: Invitation, *, nonpublic: bool, ways_in: bool
) -> Content:
    """What a reader may see of this version: members everything, guests also the ways in, others the public part."""
    full: Content = json.loads(invitation.content)
    if nonpublic:
        return full
    public = public_content(meeting, invitation)
    if ways_in:
        public |= {"video_url": full["video_url"], "dial_in": full["dial_in"]}
    return public


def differs(meeting: Meeting) -> bool:
    """Whether plan or agenda changed since the last invitation."""
    last = meeting.announced
    if last is None:
        return False
    said: Content = json.loads(last.content)
    now = content_of(meeting, kind=said["kind"], reason=said["reason"])
    return {**now, "version": said["version"]} != said


def _item(meeting: Meeting, item: AgendaItem) -> Content:
    parent = next((one for one in meeting.items if one.id == item.parent_id), None)
    return {
        "number": item.number or "",
        "parent": (parent.number or "") if parent else "",
        "public": item.public,
        "kind": item.kind,
        "title": item.title,
        "text": item.text,
        "papers": item.papers,
        "minutes": item.minutes,
    }
