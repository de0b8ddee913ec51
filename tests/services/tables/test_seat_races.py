"""Many at once: a person gets one seat at a table, a seat one person, a code one table."""

import pytest
from sqlalchemy import func, select

from kernel.actors import SYSTEM
from kernel.database import db
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.services.seats import (
    PersonHasASeat,
    SeatIsOver,
    end_seat,
    give_seat,
    replace_seat,
)
from roundtable.tables.services.tables import CodeIsTaken, create_table
from tests.factories.people import person
from tests.factories.tables import a_draft, a_seat, a_table, seat_draft
from tests.support.races import all_at_once

pytestmark = pytest.mark.race
TIMES = 20


def running(*conditions: object) -> int:
    statement = select(func.count()).select_from(Seat).where(Seat.ends_at.is_(None), *conditions)
    return db.session.scalar(statement) or 0


def test_one_person_seated_by_many_at_once_has_one_seat(real_app) -> None:
    with real_app.app_context():
        table_id, ana = a_table().id, person("Ana")
        draft = seat_draft(ana)

    def give() -> int:
        table = db.session.get_one(RoundTable, table_id)
        return give_seat(actor=SYSTEM, table=table, draft=draft).number

    answers = all_at_once(real_app, [give] * TIMES)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, PersonHasASeat) for answer in answers) == TIMES - 1
    with real_app.app_context():
        assert running(Seat.person_id == draft.person_id) == 1


def test_seats_given_at_once_get_each_its_own_number(real_app) -> None:
    with real_app.app_context():
        table_id = a_table().id

    def give() -> int:
        table = db.session.get_one(RoundTable, table_id)
        return give_seat(actor=SYSTEM, table=table, draft=seat_draft()).number

    answers = all_at_once(real_app, [give] * TIMES)
    assert sorted(answers, key=str) == sorted(range(1, TIMES + 1), key=str)


def test_a_seat_handed_on_and_ended_at_once_changes_once(real_app) -> None:
    with real_app.app_context():
        seat_id = a_seat(a_table(), person("Ana")).id
        draft = seat_draft(person("Bo"))

    def hand_on() -> str:
        seat = db.session.get_one(Seat, seat_id)
        replace_seat(actor=SYSTEM, seat=seat, draft=draft)
        return "handed on"

    def end() -> str:
        end_seat(actor=SYSTEM, seat=db.session.get_one(Seat, seat_id))
        return "ended"

    answers = all_at_once(real_app, [hand_on, end] * (TIMES // 2))
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert sum(isinstance(answer, SeatIsOver) for answer in answers) == TIMES - 1
    with real_app.app_context():
        assert running() == ("handed on" in answers)


def test_a_code_asked_for_by_many_at_once_is_given_once(real_app) -> None:
    with real_app.app_context():
        drafts = [a_draft() for _ in range(TIMES)]

    def create(draft) -> str:
        return create_table(actor=SYSTEM, code="RT", draft=draft).code

    answers = all_at_once(real_app, [lambda d=draft: create(d) for draft in drafts])
    assert sum(answer == "RT" for answer in answers) == 1
    assert sum(isinstance(answer, CodeIsTaken) for answer in answers) == TIMES - 1
