"""Many at once at one meeting, on both databases, with real commits."""

import re
from datetime import timedelta
from functools import partial
from threading import Lock

import pytest
from sqlalchemy import func, select

from kernel.database import db, in_transaction
from kernel.mail import Mail
from roundtable.meetings import services
from roundtable.meetings.errors import ItemStays
from roundtable.meetings.models import AgendaItem, Invitation, Meeting, Presence, Rsvp
from roundtable.meetings.queries import meetings_by_ids
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.services import Answer, RsvpDraft
from roundtable.tables.models import RoundTable
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import (
    MEETS_AT,
    a_round,
    at,
    draft,
    invited,
    link_to,
    planned,
    running,
)
from tests.support.races import all_at_once

pytestmark = pytest.mark.race


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def made(real_app):
    with real_app.app_context():
        yield a_round("RT")


def test_parallel_invitations_are_one_version_each(real_app, made) -> None:
    meeting_id, chair = planned(made).id, made.actor("chair")

    def invite() -> int:
        (meeting,) = meetings_by_ids([meeting_id])
        return services.invite(actor=chair, meeting=meeting, link_to=link_to).version

    with at():
        versions = all_at_once(real_app, [invite] * 10)
    assert sorted(versions) == list(range(1, 11))
    db.session.rollback()
    kinds = db.session.scalars(select(Invitation.kind).order_by(Invitation.version)).all()
    assert kinds == ["ladung"] + ["nachtrag"] * 9
    assert rows(Mail) == 50


def test_parallel_answers_of_one_seat_are_one_answer(real_app, made) -> None:
    meeting_id, anna, email = invited(made).id, made.actor("anna"), made.persons["anna"].email
    token = re.search(
        r"schluessel=(\S+)", db.session.scalar(select(Mail.text).where(Mail.to == email))
    )[1]
    drafts = [RsvpDraft(Answer.ZUGESAGT), RsvpDraft(Answer.ABGESAGT)]

    def by_link() -> str:
        return services.answer_by_link(token=token, draft=drafts[0]).answer

    def signed_in() -> str:
        (meeting,) = meetings_by_ids([meeting_id])
        return services.answer_as(actor=anna, meeting=meeting, draft=drafts[1]).answer

    with at():
        answers = all_at_once(real_app, [by_link, signed_in] * 10)
    assert set(answers) == {"zugesagt", "abgesagt"}
    db.session.rollback()
    assert rows(Rsvp) == 1


def test_parallel_plans_get_gapless_numbers(real_app, made) -> None:
    table_id, chair = made.table.id, made.actor("chair")

    def plan() -> int:
        table = db.session.get_one(RoundTable, table_id)
        return services.plan_meeting(actor=chair, table=table, draft=draft()).running

    with at():
        numbers = all_at_once(real_app, [plan] * 10)
    assert sorted(numbers) == list(range(1, 11))
    db.session.rollback()
    assert rows(Meeting) == 10


def test_parallel_arrivals_are_each_noted_once_and_gapless(real_app, made) -> None:
    meeting_id, chair = invited(made).id, made.actor("chair")
    seats, lock = [seat.id for seat in made.seats.values()] * 4, Lock()

    def arrive() -> bool:
        (meeting,) = meetings_by_ids([meeting_id])
        with lock:
            seat_id = seats.pop()
        found = services.note_presence(actor=chair, meeting=meeting, seat_id=seat_id, inward=True)
        return found is not None

    with at(MEETS_AT):
        noted = all_at_once(real_app, [arrive] * 20)
    assert noted.count(True) == 5
    db.session.rollback()
    assert db.session.scalars(select(Presence.seq).order_by(Presence.seq)).all() == [1, 2, 3, 4, 5]


def test_parallel_calls_call_one_item(real_app, made) -> None:
    meeting_id, chair = running(made).id, made.actor("chair")
    ids = [item.id for item in meetings_by_ids([meeting_id])[0].items[:5]]

    def call(number: int) -> str:
        (meeting,) = meetings_by_ids([meeting_id])
        to = ItemState.AUFGERUFEN
        return services.turn_item(actor=chair, meeting=meeting, item_id=ids[number], to=to).state

    with at(MEETS_AT):
        answers = all_at_once(real_app, [lambda n=n: call(n) for n in range(5)])
    assert sorted(str(type(answer).__name__) for answer in answers) == ["ItemStays"] * 4 + ["str"]
    db.session.rollback()
    states = db.session.scalars(select(AgendaItem.state).where(AgendaItem.state == "aufgerufen"))
    assert states.all() == ["aufgerufen"]


def test_the_database_holds_one_called_item(real_app, made) -> None:
    items = running(made).items
    with pytest.raises(ItemStays):
        in_transaction(lambda: [setattr(one, "state", "aufgerufen") for one in items])


def test_of_two_meetings_planned_at_once_one_takes_the_item_over(real_app) -> None:
    with real_app.app_context():
        sitting = a_sitting("RT")
        sitting.close()
        table_id, item_id = sitting.made.table.id, sitting.item.id
        chair = sitting.made.actor("chair")
        later = MEETS_AT + timedelta(days=30)

        def plan(number: int) -> int:
            table = db.session.get_one(RoundTable, table_id)
            begin = later + timedelta(days=number)
            words = draft(starts_at=begin, ends_at=begin + timedelta(hours=1))
            meeting = services.plan_meeting(
                actor=chair, table=table, draft=words, carried=[item_id]
            )
            return sum(1 for item in meeting.items if item.source_id)

        with at(DURING):
            answers = all_at_once(real_app, [partial(plan, number) for number in range(6)])
        assert sorted(answers) == [0, 0, 0, 0, 0, 1]


def test_of_two_agendas_that_take_an_item_over_at_once_one_has_it(real_app) -> None:
    with real_app.app_context():
        sitting = a_sitting("RT")
        sitting.close()
        later = MEETS_AT + timedelta(days=30)
        words = draft(starts_at=later, ends_at=later + timedelta(hours=1))
        plan = partial(services.plan_meeting, table=sitting.made.table, draft=words)
        ids, item_id = [sitting.do(plan).id for _meeting in range(2)], sitting.item.id
        chair = sitting.made.actor("chair")

        def carry(meeting_id) -> int:
            meeting = db.session.get_one(Meeting, meeting_id)
            return len(services.carry_over(actor=chair, meeting=meeting, chosen=[item_id]))

        with at(DURING):
            answers = all_at_once(real_app, [partial(carry, each) for each in ids * 3])
        assert sorted(answers) == [0, 0, 0, 0, 0, 1]
