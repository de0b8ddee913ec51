"""Inviting: the agenda gets its numbers, version n is frozen, every seat is written to."""

from collections.abc import Callable
from typing import Any

from flask import current_app

from accounts.people.letters import write_to
from kernel import clock
from kernel.actors import Actor
from kernel.app import settings_of
from kernel.clock import BERLIN
from kernel.database import db, transactional
from kernel.events import PUBLIC, record
from kernel.secret_marks import hash_of, new_secret
from roundtable.meetings import mail_texts
from roundtable.meetings.calendar_file import calendar_file, uid_of
from roundtable.meetings.content import content_of, numbers_given
from roundtable.meetings.events import MeetingCancelled, MeetingInvited
from roundtable.meetings.models import Invitation, Meeting, RsvpLink
from roundtable.meetings.open_tasks import text_of_open_tasks
from roundtable.meetings.queries import address_of, seats_of
from roundtable.meetings.rules import notice
from roundtable.meetings.rules.invitation import Content, canonical, public_part, sha256
from roundtable.meetings.rules.numbering import Numbered, item_numbers
from roundtable.meetings.rules.states import Facts, ItemState, State
from roundtable.meetings.services.holding import ensure_free, held_by_chair
from roundtable.tables.models import Seat

LinkTo = Callable[[str], str]


@transactional
def invite(*, actor: Actor, meeting: Meeting, link_to: LinkTo, reason: str = "") -> Invitation:
    """Send the next version to every seat: the first invites, later ones are supplements.

    Short notice needs a reason, which is public. `link_to` makes the address of an answer from its secret.
    """
    held_by_chair(actor, meeting)
    planned = [item for item in meeting.items if item.status is ItemState.GEPLANT]
    facts = Facts(dated=True, items=len(planned), notice_kept=_notice_kept(meeting), reason=reason)
    ensure_free(meeting, State.EINGELADEN, facts)
    _number(meeting)
    for item in planned:
        if item.filled:
            item.text = text_of_open_tasks(meeting.table_id)
    kind = "nachtrag" if meeting.invitations else "ladung"
    meeting.state = State.EINGELADEN.value
    invitation = _frozen(actor, meeting, content_of(meeting, kind=kind, reason=reason.strip()))
    for seat in seats_of(meeting.table_id, clock.now()):
        _write_to(seat, meeting, invitation, link_to)
    record(
        MeetingInvited(invitation.version, invitation.public_hash, reason.strip()),
        subject=meeting.subject,
        actor=actor,
        audience=PUBLIC,
    )
    return invitation


@transactional
def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Call it off with a public reason; who was invited gets a mail, calendars remove the event."""
    held_by_chair(actor, meeting)
    ensure_free(meeting, State.ABGESAGT, Facts(reason=reason))
    meeting.state, meeting.reason = State.ABGESAGT.value, reason.strip()
    if meeting.invitations:
        content = content_of(meeting, kind="absage", reason=meeting.reason)
        invitation = _frozen(actor, meeting, content)
        for seat in seats_of(meeting.table_id, clock.now()):
            _tell_of_the_end(seat, meeting, invitation)
    event = MeetingCancelled(meeting.reason)
    record(event, subject=meeting.subject, actor=actor, audience=PUBLIC)
    return meeting


def _notice_kept(meeting: Meeting) -> bool:
    sent_on, meets_on = (at.astimezone(BERLIN).date() for at in (clock.now(), meeting.starts_at))
    return notice.kept(sent_on, meets_on, meeting.table.notice_days)


def _number(meeting: Meeting) -> None:
    """Give numbers to what has none; an item that changed sides gets a new one."""
    planned = [item for item in meeting.items if item.status is ItemState.GEPLANT]
    kept = [item.number for item in meeting.items if item.number]
    numbers = item_numbers(
        [Numbered(one.id, one.public, one.parent_id, one.number or "") for one in planned],
        [*kept, *numbers_given(meeting)],
    )
    for item in planned:
        item.number = numbers[item.id]


def _frozen(actor: Actor, meeting: Meeting, content: Content) -> Invitation:
    """The next version as rows that never change."""
    public = public_part(content)
    texts = canonical(content), canonical(public)
    calendars = _calendar(meeting, content), _calendar(meeting, public)
    invitation = Invitation(
        meeting_id=meeting.id,
        version=content["version"],
        kind=content["kind"],
        sent_at=clock.now(),
        sent_by=actor.person_id,
        content=texts[0],
        content_hash=sha256(texts[0]),
        public_content=texts[1],
        public_hash=sha256(texts[1]),
        calendar=calendars[0],
        calendar_hash=sha256(calendars[0]),
        public_calendar=calendars[1],
        public_calendar_hash=sha256(calendars[1]),
    )
    meeting.invitations.append(invitation)
    db.session.flush()
    return invitation


def _calendar(meeting: Meeting, content: Content) -> str:
    facts: dict[str, Any] = {"uid": uid_of(meeting), "sent_at": clock.now()}
    return calendar_file(content, address=_whole_address(meeting), **facts)


def _write_to(seat: Seat, meeting: Meeting, invitation: Invitation, link_to: LinkTo) -> None:
    """A mail with a link of its own; a vacant seat has nobody to write to."""
    if seat.person_id is None:
        return
    secret = new_secret()
    db.session.add(
        RsvpLink(
            token_hash=hash_of(secret),
            invitation_id=invitation.id,
            seat_id=seat.id,
            person_id=seat.person_id,
        )
    )
    write_to(
        [seat.person_id],
        occurrence=f"invitation:{invitation.id}",
        subject=mail_texts.subject(meeting, invitation),
        text=mail_texts.text(meeting, invitation, _whole_address(meeting), link_to(secret)),
        confidential=True,
    )


def _tell_of_the_end(seat: Seat, meeting: Meeting, invitation: Invitation) -> None:
    write_to(
        [seat.person_id] if seat.person_id else [],
        occurrence=f"invitation:{invitation.id}",
        subject=mail_texts.subject(meeting, invitation),
        text=mail_texts.cancelled(meeting, _whole_address(meeting)),
    )


def _whole_address(meeting: Meeting) -> str:
    return f"{settings_of(current_app).public_url}{address_of(meeting)}"
