"""An invitation reaches every seat once, is frozen for ever, and says nothing of non-public items to outsiders."""

import json
import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotPermitted
from kernel.events import EventRow
from kernel.mail import Mail
from roundtable.meetings import services
from roundtable.meetings.content import differs
from roundtable.meetings.errors import MeetingHindered
from roundtable.meetings.models import Invitation
from roundtable.meetings.rules.invitation import sha256
from roundtable.meetings.services import ItemDraft
from tests.factories.meetings import (
    MEETS_AT,
    MONDAY,
    a_round,
    at,
    draft,
    invited,
    link_to,
    planned,
    running,
    with_item,
)

pytestmark = pytest.mark.usefixtures("database")
SECRET = "Kündigung"


def invite(made, meeting, who: str = "chair", moment=MONDAY, **facts: str) -> Invitation:
    with at(moment):
        return services.invite(actor=made.actor(who), meeting=meeting, link_to=link_to, **facts)


def cancel(made, meeting, reason: str):
    with at():
        return services.cancel_meeting(actor=made.actor("chair"), meeting=meeting, reason=reason)


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def numbers(meeting) -> dict[str, str | None]:
    return {item.title: item.number for item in meeting.items}


def event_in(text: str):
    return next(iter(Calendar.from_ical(text).walk("VEVENT")))


def test_every_seat_gets_one_mail_with_a_link_of_its_own() -> None:
    made = a_round()
    invitation = invite(made, planned(made))
    assert {mail.to for mail in mails()} == {person.email for person in made.persons.values()}
    links = {re.search(r"schluessel=(\S+)", mail.text)[1] for mail in mails()}
    assert len(links) == 5
    assert all(mail.confidential for mail in mails())
    assert (invitation.version, invitation.kind) == (1, "ladung")
    (row,) = db.session.scalars(select(EventRow).where(EventRow.kind == "meeting.invited"))
    assert row.payload["public_hash"] == invitation.public_hash


@pytest.mark.parametrize("who", ["secretary", "anna", "guest"])
def test_the_chair_alone_invites_and_cancels(who: str) -> None:
    made = a_round()
    meeting = planned(made)
    with pytest.raises(NotPermitted):
        invite(made, meeting, who)
    with at(), pytest.raises(NotPermitted):
        services.cancel_meeting(actor=made.actor(who), meeting=meeting, reason="Krank")


def test_an_empty_agenda_invites_nobody() -> None:
    made = a_round()
    meeting = planned(made)
    for item in list(meeting.items):
        with at():
            services.drop_item(actor=made.actor("chair"), meeting=meeting, item_id=item.id)
    db.session.expire_all()
    with pytest.raises(MeetingHindered, match="Tagesordnung ist leer"):
        invite(made, meeting)
    assert mails() == []


def test_short_notice_needs_a_reason_and_says_it() -> None:
    made = a_round()
    meeting, late = planned(made), MEETS_AT - timedelta(days=6)
    with pytest.raises(MeetingHindered, match="Ladungsfrist") as refusal:
        invite(made, meeting, moment=late)
    assert refusal.value.field == "reason"
    invitation = invite(made, meeting, moment=late, reason="Die Förderfrist endet.")
    assert json.loads(invitation.public_content)["reason"] == "Die Förderfrist endet."
    assert all("Die Förderfrist endet." in mail.text for mail in mails())


def test_seven_days_are_notice_enough() -> None:
    made = a_round()
    assert invite(made, planned(made), moment=MEETS_AT - timedelta(days=7)).version == 1


def test_numbers_are_given_with_the_invitation_and_stay() -> None:
    made = a_round()
    meeting = planned(made)
    whole = with_item(made, meeting, "Verträge", public=False)
    with_item(made, meeting, "Raum", parent_id=whole.id)
    invite(made, meeting)
    first = numbers(meeting)
    assert (first["Offene Aufträge"], first["Verträge"], first["Raum"]) == ("Ö 5", "N 1", "N 1.1")
    with at():
        services.drop_item(actor=made.actor("chair"), meeting=meeting, item_id=meeting.items[4].id)
        services.move_item(actor=made.actor("chair"), meeting=meeting, item_id=whole.id, by=-9)
    with_item(made, meeting, "Nachtrag")
    invite(made, meeting)
    assert numbers(meeting) == {**first, "Nachtrag": "Ö 6"}
    said = json.loads(meeting.announced.content)["items"]
    assert [item["number"] for item in said] == ["N 1", "N 1.1", "Ö 1", "Ö 2", "Ö 3", "Ö 4", "Ö 6"]


def test_an_item_that_became_nonpublic_leaves_its_number_behind() -> None:
    made = a_round()
    meeting = invited(made)
    item = meeting.items[4]
    change = ItemDraft(item.title, public=False)
    with at():
        services.edit_item(
            actor=made.actor("chair"),
            meeting=meeting,
            item_id=item.id,
            draft=change,
            based_on=item.version,
        )
    with_item(made, meeting, "Neu")
    invite(made, meeting)
    assert (numbers(meeting)["Offene Aufträge"], numbers(meeting)["Neu"]) == ("N 1", "Ö 6")


def test_a_version_is_frozen_with_its_hashes() -> None:
    made = a_round()
    meeting = invited(made)
    invitation = meeting.announced
    assert sha256(invitation.content) == invitation.content_hash
    assert sha256(invitation.public_content) == invitation.public_hash
    assert sha256(invitation.calendar) == invitation.calendar_hash
    assert sha256(invitation.public_calendar) == invitation.public_calendar_hash
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(invitation, "content", "{}"))


def test_of_a_nonpublic_item_outsiders_learn_its_number_alone() -> None:
    made = a_round()
    meeting = planned(made)
    with_item(made, meeting, SECRET, public=False, text=SECRET, papers=SECRET)
    invitation = invite(made, meeting)
    events = [json.dumps(row.payload) for row in db.session.scalars(select(EventRow))]
    outside = [invitation.public_content, invitation.calendar, invitation.public_calendar]
    outside += [mail.text + mail.subject for mail in mails()] + events
    assert [text for text in outside if SECRET in text] == []
    assert SECRET in invitation.content
    assert all("TOP N 1 – nichtöffentlich" in mail.text for mail in mails())


def test_the_way_into_the_video_is_for_the_seats_alone() -> None:
    made = a_round()
    invitation = invite(made, planned(made))
    assert "video.example.org" in invitation.calendar
    assert "video.example.org" not in invitation.public_calendar + invitation.public_content
    assert all("video.example.org" in mail.text for mail in mails())


def test_an_update_replaces_the_event_and_a_cancellation_removes_it() -> None:
    made = a_round()
    meeting = planned(made)
    invite(made, meeting)
    later = draft(
        starts_at=MEETS_AT + timedelta(days=7), ends_at=MEETS_AT + timedelta(days=7, hours=2)
    )
    with at():
        services.replan_meeting(
            actor=made.actor("chair"), meeting=meeting, draft=later, based_on=meeting.version
        )
    assert differs(meeting)
    invite(made, meeting)
    assert not differs(meeting)
    cancel(made, meeting, "Der Saal ist gesperrt.")
    events = [event_in(one.calendar) for one in meeting.invitations]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1].decoded("dtstart") == later.starts_at
    assert [Calendar.from_ical(one.calendar)["method"] for one in meeting.invitations] == [
        "PUBLISH",
        "PUBLISH",
        "CANCEL",
    ]


def test_a_cancellation_is_mailed_with_its_reason() -> None:
    made = a_round()
    meeting = invited(made)
    before = len(mails())
    cancel(made, meeting, "Der Saal ist gesperrt.")
    assert len(mails()) == 2 * before
    assert sum("Der Saal ist gesperrt." in mail.text for mail in mails()) == before
    assert (meeting.state, meeting.announced.kind) == ("abgesagt", "absage")


def test_who_was_never_invited_hears_of_no_cancellation() -> None:
    made = a_round()
    meeting = cancel(made, planned(made), "Zu wenige Themen")
    assert mails() == []
    assert meeting.announced is None


def test_a_cancellation_without_a_reason_and_one_of_a_running_meeting_are_refused() -> None:
    made = a_round()
    with pytest.raises(MeetingHindered, match="Grund"):
        cancel(made, planned(made), "  ")
    with pytest.raises(MeetingHindered, match="Stand der Sitzung"):
        cancel(made, running(made), "Streit")


def test_a_vacant_seat_is_no_obstacle() -> None:
    made = a_round()
    in_transaction(lambda: setattr(made.seats["anna"], "person_id", None))
    invite(made, planned(made))
    assert len(mails()) == 4
