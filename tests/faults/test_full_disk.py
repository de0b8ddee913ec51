"""A full disk: what is sent is refused in German and nothing of it is stored, reads go on, and it mends itself."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select, text

from kernel import limits
from kernel.database import db
from kernel.mail import Mail
from tests.support.sign_in import send

LONG = "a" * 60


@contextmanager
def full_disk():
    """No page more for the database's file; SQLite then says "database or disk is full"."""
    pages = db.session.scalar(text("PRAGMA page_count"))
    db.session.rollback()

    def hold(most: int):
        return lambda connection, *_rest: connection.execute(f"PRAGMA max_page_count={most}")

    engine, full = db.engine, hold(pages)
    event.listen(engine, "checkout", full)
    try:
        yield
    finally:
        event.remove(engine, "checkout", full)
        event.listen(engine, "checkout", hold(2**30))


def send_mails(client, most: int = 40) -> set[int]:
    """Ask for so many sign-in mails; the statuses of the answers."""
    found = set()
    for number in range(most):
        limits.forget_all()
        found.add(send(client, "/anmelden", email=f"{LONG}{number}@example.org").status_code)
    return found


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Mail)) or 0


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_reads_go_on_and_writes_come_back(real_app) -> None:
    client = real_app.test_client()
    with real_app.app_context():
        with full_disk():
            assert 503 in send_mails(client)
            before = stored()
            refused = send(client, "/anmelden", email=f"{LONG}@example.org")
            assert (refused.status_code, stored()) == (503, before)
            assert "in einigen Minuten" in refused.text
            assert client.get("/").status_code == 200
        assert send_mails(client, 1) == {303}
        assert stored() == before + 1
