"""The words of an invitation by mail. Mail is read on many devices: of non-public items it says the number alone."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.i18n import _, moment_text
from roundtable.meetings.models import Invitation, Meeting
from roundtable.meetings.wording import public_line


def subject(meeting: Meeting, invitation: Invitation) -> str:
    """What it is and when; a supplement and a cancellation say so."""
    words = {
        "ladung": _("Einladung: %(title)s", title=meeting.title),
        "nachtrag": _("Geänderte Einladung: %(title)s", title=meeting.title),
        "absage": _("Abgesagt: %(title)s", title=meeting.title),
    }
    return f"{words[invitation.kind]} ({meeting.number})"


def text(meeting: Meeting, invitation: Invitation, address: str, answer_at: str) -> str:
    """Date, place, ways in, the public agenda, and the link by which the seat answers."""
    public = json.loads(invitation.public_content)
    parts = [
        _("Guten Tag,"),
        _(
            "der Runde Tisch „%(table)s“ lädt Sie ein: %(title)s.",
            table=public["table"],
            title=public["title"],
        ),
        *_short_notice(public),
        "\n".join(_when_and_where(meeting, public)),
        _("Tagesordnung:") + "\n" + "\n".join(public_line(item) for item in public["items"]),
        _("Kommen Sie? Antworten Sie hier, ohne Anmeldung:") + f"\n{answer_at}",
        _("Der Link ist nur für Sie. Bitte leiten Sie ihn nicht weiter."),
        _("Einladung, Unterlagen und Kalenderdatei: %(address)s", address=address),
    ]
    return "\n\n".join(parts) + "\n"


def cancelled(meeting: Meeting, address: str) -> str:
    """That nobody needs to come, and why."""
    parts = [
        _("Guten Tag,"),
        _("die Sitzung „%(title)s“ ist abgesagt.", title=meeting.title),
        _("Der Grund: %(reason)s", reason=meeting.reason),
        _("Mehr dazu und die Absage für Ihren Kalender: %(address)s", address=address),
    ]
    return "\n\n".join(parts) + "\n"


def _short_notice(public: Mapping[str, Any]) -> list[str]:
    return (
        [_("Hinweis zur Einladung: %(reason)s", reason=public["reason"])]
        if public["reason"]
        else []
    )


def _when_and_where(meeting: Meeting, public: Mapping[str, Any]) -> list[str]:
    lines = [
        _("Wann: %(when)s", when=moment_text(datetime.fromisoformat(public["starts_at"]))),
        _("Wo: %(place)s", place=public["place"]),
    ]
    if public["place_notes"]:
        lines.append(_("So kommen Sie hinein: %(notes)s", notes=public["place_notes"]))
    if meeting.video_url:
        lines.append(_("Per Video: %(address)s", address=meeting.video_url))
    if meeting.dial_in:
        lines.append(_("Per Telefon: %(number)s", number=meeting.dial_in))
    return lines
