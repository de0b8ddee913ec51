"""An invitation as iCalendar (RFC 5545): one event that updates replace and a cancellation removes.

The UID never changes and names no server, so that it survives a move; SEQUENCE rises with each version.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event

from kernel.i18n import _

PRODUCT = "-//Engagementforum//Runder Tisch//DE"


def calendar_file(content: Mapping[str, Any], *, uid: str, address: str, sent_at: datetime) -> str:
    """The file's text, lines ended as the standard wants; of the content it shows no item."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if content["cancelled"] else "PUBLISH")
    calendar.add_component(_event(content, uid, address, sent_at))
    return str(calendar.to_ical(), "utf-8")


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
