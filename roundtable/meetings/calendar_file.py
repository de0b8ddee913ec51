"""An invitation as iCalendar (RFC 5545): one event that updates replace and a cancellation removes.

The UID never changes and names no server, so that it survives a move; SEQUENCE rises with each version.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event

from kernel.i18n import _
from roundtable.meetings.content import content_of
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import address_of
from roundtable.meetings.rules.invitation import Content, public_part
from roundtable.meetings.rules.states import State

PRODUCT = "-//Engagementforum//Runder Tisch//DE"


def calendar_file(content: Mapping[str, Any], *, uid: str, address: str, sent_at: datetime) -> str:
    """The file's text, lines ended as the standard wants; of the content it shows no item."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if content["cancelled"] else "PUBLISH")
    calendar.add_component(_event(content, uid, address, sent_at))
    return str(calendar.to_ical(), "utf-8")


def whole_calendar(
    name: str, meetings: Iterable[Meeting], *, public_url: str, made_at: datetime
) -> str:
    """Every date of a table, as it was announced last; what was not announced yet is tentative."""
    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        last = meeting.announced
        content = json.loads(last.public_content) if last else _planned(meeting)
        sent_at = last.sent_at if last else made_at
        address = f"{public_url}{address_of(meeting)}"
        event = _event(content, uid_of(meeting), address, sent_at)
        if last is None and not content["cancelled"]:
            event["status"] = "TENTATIVE"
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def uid_of(meeting: Meeting) -> str:
    """The event's name in every calendar, for ever."""
    return f"{meeting.id}@engagementforum"


def _planned(meeting: Meeting) -> Content:
    """Date and place before the first invitation, the agenda of which nobody reads."""
    kind = "absage" if meeting.status is State.ABGESAGT else "ladung"
    return {**public_part(content_of(meeting, kind=kind, reason=meeting.reason)), "items": []}


def _event(content: Mapping[str, Any], uid: str, address: str, sent_at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", content["version"] - 1)
    event.add("dtstamp", sent_at)
    for name, instant in (
        ("dtstart", "starts_at"),
        ("dtend", "ends_at"),
    ):  # UTC: a mere offset would get lost
        event.add(name, datetime.fromisoformat(content[instant]).astimezone(UTC))
    event.add("summary", f"{content['table']}: {content['title']}")
    event.add("location", content["place"])
    event.add("url", address)
    event.add("description", "\n".join(_lines(content, address)))
    event.add("status", "CANCELLED" if content["cancelled"] else "CONFIRMED")
    return event


def _lines(content: Mapping[str, Any], address: str) -> list[str]:
    lines = [_("Tagesordnung und Unterlagen: %(address)s", address=address)]
    if content["cancelled"]:
        return [_("Die Sitzung ist abgesagt: %(reason)s", reason=content["reason"])]
    if content["place_notes"]:
        lines.append(_("So kommen Sie hinein: %(notes)s", notes=content["place_notes"]))
    if content.get("video_url"):
        lines.append(_("Per Video: %(address)s", address=content["video_url"]))
    if content.get("dial_in"):
        lines.append(_("Per Telefon: %(number)s", number=content["dial_in"]))
    return lines
