"""Mails about minutes. Mail is read on many devices: it says that there is something to read, and where; no text."""

from collections.abc import Collection, Iterable
from uuid import UUID

from flask import current_app

from accounts.people.letters import write_to
from kernel import clock
from kernel.app import settings_of
from kernel.i18n import _, moment_text
from roundtable.meetings.models import Meeting
from roundtable.meetings.queries import address_of, seats_of
from roundtable.minutes.workflow.models import Minutes, Objection, Publication
from roundtable.minutes.workflow.wording import OBJECTIONS
from roundtable.tables.models import Seat
from roundtable.tables.rules.seats import Role


def page_of(meeting: Meeting) -> str:
    """Where members see how far the minutes are; also known where no request runs."""
    return f"{address_of(meeting)}protokoll/stand"


def submitted(meeting: Meeting, minutes: Minutes) -> None:
    """To every member: the minutes are there to read, until when wishes are heard."""
    first = minutes.number == 1
    subject = _("Protokoll zum Lesen") if first else _("Geändertes Protokoll zum Lesen")
    until = minutes.objections_until
    parts = [
        _(
            "das Protokoll der Sitzung „%(title)s“ liegt Ihnen vor.",
            title=meeting.title,
        )
        if first
        else _(
            "das Protokoll der Sitzung „%(title)s“ ist überarbeitet und liegt Ihnen neu vor.",
            title=meeting.title,
        ),
        _(
            "Bitte lesen Sie es. Stimmt etwas nicht, nennen Sie bis %(until)s Ihren Änderungswunsch. "
            "Sagt bis dahin niemand etwas, gilt das Protokoll als genehmigt.",
            until=moment_text(until) if until else "",
        ),
    ]
    who = _members(meeting)
    _write(meeting, who, f"minutes_submitted:{meeting.id}:{minutes.number}", subject, parts)


def objected(meeting: Meeting, objection: Objection) -> None:
    """To who keeps the minutes and who leads: there is something to decide."""
    parts = [
        _(
            "zum Protokoll der Sitzung „%(title)s“ gibt es einen Änderungswunsch.",
            title=meeting.title,
        ),
        _("Bitte entscheiden Sie, ob Sie ihn übernehmen."),
    ]
    who = _members(meeting, {Role.CHAIR, Role.SECRETARY})
    key = f"minutes_objected:{objection.id}"
    _write(meeting, who, key, _("Änderungswunsch zum Protokoll"), parts)


def decided(meeting: Meeting, objection: Objection) -> None:
    """To whose wish it was."""
    parts = [
        _(
            "über Ihren Änderungswunsch zum Protokoll der Sitzung „%(title)s“ ist entschieden: %(word)s.",
            title=meeting.title,
            word=OBJECTIONS[objection.state][0],
        ),
        _("Die Begründung lesen Sie auf der Seite des Protokolls."),
    ]
    holder = objection.seat.person_id
    key = f"minutes_decided:{objection.id}"
    _write(meeting, [holder] if holder else [], key, _("Ihr Änderungswunsch zum Protokoll"), parts)


def returned(meeting: Meeting, number: int) -> None:
    """To every member: what they approved is written anew."""
    parts = [
        _(
            "die Verwaltung hat das Protokoll der Sitzung „%(title)s“ vor der Veröffentlichung zurückgegeben.",
            title=meeting.title,
        ),
        _(
            "Die Protokollführung überarbeitet es. Danach liegt es Ihnen noch einmal vor. "
            "Den Grund lesen Sie auf der Seite des Protokolls."
        ),
    ]
    key = f"minutes_returned:{meeting.id}:{number}"
    _write(meeting, _members(meeting), key, _("Protokoll zurückgegeben"), parts)


def published(meeting: Meeting, publication: Publication) -> None:
    """To everybody with a seat: all can read it."""
    first = publication.number == 1
    subject = _("Protokoll veröffentlicht") if first else _("Protokoll berichtigt")
    parts = [
        _("das Protokoll der Sitzung „%(title)s“ ist öffentlich.", title=meeting.title)
        if first
        else _(
            "das Protokoll der Sitzung „%(title)s“ ist berichtigt. Der Grund: %(reason)s",
            title=meeting.title,
            reason=publication.reason,
        )
    ]
    who = [seat.person_id for seat in _seats(meeting) if seat.person_id]
    _write(meeting, who, f"minutes_published:{publication.id}", subject, parts)


def _members(meeting: Meeting, roles: Collection[Role] = frozenset(Role)) -> list[UUID]:
    return [
        seat.person_id
        for seat in _seats(meeting)
        if seat.person_id and seat.role is not Role.GUEST and seat.role in roles
    ]


def _seats(meeting: Meeting) -> Iterable[Seat]:
    return seats_of(meeting.table_id, clock.now())


def _write(
    meeting: Meeting, who: Collection[UUID], occurrence: str, subject: str, parts: list[str]
) -> None:
    whole = f"{settings_of(current_app).public_url}{page_of(meeting)}"
    text = [_("Guten Tag,"), *parts, _("Alles dazu: %(address)s", address=whole)]
    write_to(
        who,
        occurrence=occurrence,
        subject=f"{subject} ({meeting.number})",
        text="\n\n".join(text) + "\n",
    )
