"""A seat answers signed in or by its own link; the last answer counts, and needs are for the chair."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from kernel.mail import Mail
from roundtable.meetings import services
from roundtable.meetings.errors import AnswersAreOver, DeputyIsMissing
from roundtable.meetings.models import Rsvp
from roundtable.meetings.queries import seat_lines
from roundtable.meetings.services import Answer, RsvpDraft
from roundtable.tables.models import Deputy
from tests.factories import people
from tests.factories.meetings import MONDAY, a_round, at, invited, planned, running

pytestmark = pytest.mark.usefixtures("database")
YES, NO = RsvpDraft(Answer.ZUGESAGT), RsvpDraft(Answer.ABGESAGT)


def token_of(made, key: str) -> str:
    """The secret in the mail to this person."""
    statement = select(Mail.text).where(Mail.to == made.persons[key].email)
    return re.search(r"schluessel=(\S+)", db.session.scalars(statement).one())[1]


def answer(made, key: str, meeting, draft: RsvpDraft) -> Rsvp:
    with at():
        return services.answer_as(actor=made.actor(key), meeting=meeting, draft=draft)


def by_link(token: str, draft: RsvpDraft) -> Rsvp:
    with at():
        return services.answer_by_link(token=token, draft=draft)


def answers() -> dict[str, str]:
    return {str(row.seat_id): row.answer for row in db.session.scalars(select(Rsvp))}


def test_the_last_answer_of_a_seat_counts_whichever_way_it_came() -> None:
    made = a_round()
    meeting = invited(made)
    answer(made, "anna", meeting, YES)
    by_link(token_of(made, "anna"), NO)
    assert answers() == {str(made.seat_id("anna")): "abgesagt"}
    told = select(EventRow).where(EventRow.kind == "meeting.answered").order_by(EventRow.seq)
    assert [row.payload["by_link"] for row in db.session.scalars(told)] == [False, True]


def test_who_has_no_seat_answers_nothing() -> None:
    made = a_round()
    meeting = invited(made)
    with at(), pytest.raises(NotPermitted):
        services.answer_as(actor=people.actor("Fremd"), meeting=meeting, draft=YES)
    with pytest.raises(NotFound):
        by_link("geraten", YES)


def test_a_link_is_dead_once_its_holder_gave_up_the_seat() -> None:
    made = a_round()
    invited(made)
    token = token_of(made, "anna")
    in_transaction(lambda: setattr(made.seats["anna"], "ends_at", MONDAY - timedelta(hours=0)))
    with pytest.raises(NotFound):
        by_link(token, YES)


def test_answers_come_between_invitation_and_beginning() -> None:
    made = a_round()
    with pytest.raises(AnswersAreOver):
        answer(made, "anna", planned(made), YES)
    with pytest.raises(AnswersAreOver):
        answer(made, "anna", running(made), YES)


def test_somebody_newly_named_is_confirmed_by_the_chair_and_anew_after_a_change() -> None:
    made = a_round()
    meeting = invited(made)
    rsvp = answer(made, "anna", meeting, RsvpDraft(Answer.VERTRETUNG, deputy_name="Mia Wolf"))
    assert rsvp.deputy_confirmed_at is None
    with at(), pytest.raises(NotPermitted):
        services.confirm_deputy(
            actor=made.actor("secretary"), meeting=meeting, seat_id=made.seat_id("anna")
        )
    with at():
        services.confirm_deputy(
            actor=made.actor("chair"), meeting=meeting, seat_id=made.seat_id("anna")
        )
    assert rsvp.deputy_confirmed_at == MONDAY
    answer(made, "anna", meeting, RsvpDraft(Answer.VERTRETUNG, deputy_name="Mia Wolf"))
    assert rsvp.deputy_confirmed_at == MONDAY
    answer(made, "anna", meeting, RsvpDraft(Answer.VERTRETUNG, deputy_name="Ole Kurz"))
    assert rsvp.deputy_confirmed_at is None


def test_a_listed_deputy_needs_no_confirmation_and_a_foreign_one_is_refused() -> None:
    made = a_round()
    meeting, mia = invited(made), people.person("Mia")
    seat = made.seats["anna"]
    in_transaction(lambda: seat.deputies.append(Deputy(position=1, person_id=mia.id)))
    rsvp = answer(made, "anna", meeting, RsvpDraft(Answer.VERTRETUNG, deputy_id=mia.id))
    assert (rsvp.deputy_name, rsvp.deputy_confirmed_at) == ("Mia", MONDAY)
    stranger = RsvpDraft(Answer.VERTRETUNG, deputy_id=people.person("Fremd").id)
    with pytest.raises(DeputyIsMissing):
        answer(made, "anna", meeting, stranger)


def test_nobody_named_is_no_deputy() -> None:
    made = a_round()
    with pytest.raises(DeputyIsMissing) as refusal:
        answer(made, "anna", invited(made), RsvpDraft(Answer.VERTRETUNG, deputy_name=" "))
    assert refusal.value.field == "deputy_name"


def test_only_the_chair_reads_what_somebody_needs() -> None:
    made = a_round()
    meeting = invited(made)
    needs = RsvpDraft(Answer.ZUGESAGT, needs=["gebaerdensprache"], needs_note="Platz vorn")
    answer(made, "anna", meeting, needs)
    with at():
        found = {
            who: [(line.needs, line.needs_note) for line in seat_lines(made.actor(who), meeting)]
            for who in ("chair", "secretary")
        }
        with pytest.raises(NotPermitted):
            seat_lines(made.actor("ben"), meeting)
    assert (("gebaerdensprache",), "Platz vorn") in found["chair"]
    assert set(found["secretary"]) == {((), "")}
    events = db.session.scalars(select(EventRow))
    assert not any("gebaerden" in str(row.payload) or "Platz" in str(row.payload) for row in events)
