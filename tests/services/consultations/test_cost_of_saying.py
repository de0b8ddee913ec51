"""What a comment on a proposal costs: a small number of statements, however much was said before."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from discussion.threads.live import Say, say
from discussion.threads.queries.telling import told_of_comments
from discussion.threads.services.posting import new_comment, post_together
from kernel import clock
from kernel.database import db
from kernel.events import EventRow
from kernel.live.deeds import Caller
from kernel.subjects import may
from tests.factories.actors import a_citizen
from tests.factories.people import actor_of, person
from tests.factories.proposals import a_proposal

#: key with its answer, proposal with format and phases, pause, pace, thread; pace, comment, thread, heads, fact
COST = 10


@pytest.fixture
def lock() -> int:
    """PostgreSQL takes the lock of the chain besides."""
    return int(db.engine.dialect.name == "postgresql")


def test_a_comment_costs_the_same_whatever_was_said_before(database, statements, lock) -> None:
    room, costs = f"thread:{a_proposal().subject}", []
    speakers = [person(f"Person {number}") for number in range(3)]
    callers = [Caller(actor_of(each), "sid") for each in speakers]
    for number, caller in enumerate(callers * 3):
        db.session.remove()  # each event has a session of its own
        statements.drain()
        answer = say(caller, Say(room=room, id=uuid4(), text=f"Wort {number}."))
        costs.append(len(statements.drain()))
        assert answer["seq"] == number + 1
    first, others = costs[:3], costs[3:]
    assert set(others) == {COST + lock}
    assert max(first) <= COST + lock + 4  # thread and pace are begun


def test_twenty_who_speak_at_once_cost_as_much_as_one(database, statements, lock) -> None:
    subject, costs = a_proposal().subject, []
    people = [actor_of(person(f"Person {number}")) for number in range(20)]
    for number in (20, 2, 20):
        db.session.remove()
        asked = [(new_comment(who, subject, "Wort."), str(uuid4())) for who in people[:number]]
        statements.drain()
        post_together(asked)
        costs.append(len(statements.drain()))
    assert costs[1:] == [COST + lock] * 2
    assert costs[0] <= COST + lock + 4  # thread and pace are begun


def test_a_repeat_gets_the_number_from_the_log(database, statements) -> None:
    room, caller = f"thread:{a_proposal().subject}", Caller(a_citizen(), "sid")
    sent = Say(room=room, id=uuid4(), text="Noch einmal.")
    first = say(caller, sent)
    assert say(caller, sent) == first
    assert first["seq"] == 1


def test_a_proposal_is_judged_by_one_statement(database, statements) -> None:
    who, subject = a_citizen(), a_proposal().subject
    db.session.remove()
    statements.drain()
    assert may(who, "see", subject, clock.now()).visible
    assert len(statements.drain()) == 1
    assert may(who, "comment", subject, clock.now())
    assert len(statements.drain()) == 1  # whether the person is paused


def test_many_facts_of_a_room_are_told_by_two_statements(database, statements) -> None:
    room, caller = f"thread:{a_proposal().subject}", Caller(a_citizen(), "sid")
    costs = []
    for number in range(4):
        say(caller, Say(room=room, id=uuid4(), text=f"Wort {number}."))
        db.session.remove()
        told = select(EventRow).where(EventRow.room == room).order_by(EventRow.seq)
        rows = db.session.scalars(told).all()
        statements.drain()
        words = told_of_comments(rows)
        costs.append(len(statements.drain()))
        assert [words[row.seq].data["text"] for row in rows][-1] == f"Wort {number}."
    assert costs == [2] * 4
