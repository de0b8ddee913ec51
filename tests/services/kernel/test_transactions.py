"""One outer call, one commit; what is acknowledged is stored."""

import gc
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from kernel import clock
from kernel.database import db, in_transaction, locked, looked_up, transactional
from kernel.errors import RuleViolation
from kernel.mail import Mail, nobody_is_written_to, queue_mail


def mails() -> int:
    return db.session.scalar(select(func.count()).select_from(Mail)) or 0


@transactional
def write(key: str) -> None:
    queue_mail(key=key, to="a@example.org", subject="Hallo", text="Text")


def test_a_call_commits(database) -> None:
    write("one")
    db.session.rollback()
    assert mails() == 1


def test_a_refusal_undoes_everything_of_the_call(database) -> None:
    def half() -> None:
        write("one")
        raise RuleViolation("nein")

    with pytest.raises(RuleViolation):
        in_transaction(half)
    assert mails() == 0


def test_an_inner_call_joins_the_outer_one(database) -> None:
    def both() -> None:
        write("one")
        write("two")

    in_transaction(both)
    assert mails() == 2


def test_a_row_that_is_held_again_keeps_what_the_call_has_changed(database) -> None:
    write("one")
    mail = db.session.scalars(select(Mail)).one()

    def try_twice() -> None:
        for _ in range(2):
            locked(mail).tries += 1

    in_transaction(try_twice)
    db.session.expire_all()
    assert mail.tries == 2


def test_what_is_looked_up_costs_one_statement_until_a_call_loads_it_anew(
    database, statements
) -> None:
    write("one")
    mail_id = db.session.scalars(select(Mail.id)).one()
    db.session.expunge_all()
    statements.clear()
    for _ in range(3):
        assert looked_up(Mail, mail_id) is not None  # nobody holds it in between
        gc.collect()
    assert len(statements) == 1
    in_transaction(lambda: looked_up(Mail, mail_id))
    assert len(statements) == 2
    assert looked_up(Mail, uuid4()) is None


def test_made_up_facts_write_to_nobody(database) -> None:
    with nobody_is_written_to():
        write("one")
    write("two")
    assert mails() == 1


def test_a_change_outside_a_service_is_our_bug(database) -> None:
    now = clock.now()
    db.session.add(Mail(key="x", to="a", subject="s", text="t", created_at=now, next_try_at=now))
    with pytest.raises(RuntimeError, match="outside a service"):
        write("one")


def read_then_write_while_another_commits(app: Flask, writer) -> None:
    with app.app_context():
        mails()  # opens a read
        with app.app_context():
            write("the other")
        writer()


def test_a_read_session_may_write_after_another_committed(real_app) -> None:
    read_then_write_while_another_commits(real_app, lambda: write("mine"))
    with real_app.app_context():
        assert mails() == 2


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_without_our_begin_sqlite_says_locked(real_app) -> None:
    """The fault that `transactional` exists for: a read that becomes a write loses at once."""

    def naive() -> None:
        now = clock.now()
        db.session.add(
            Mail(key="mine", to="a", subject="s", text="t", created_at=now, next_try_at=now)
        )
        db.session.flush()

    with pytest.raises(Exception, match="database is locked"):
        read_then_write_while_another_commits(real_app, naive)
