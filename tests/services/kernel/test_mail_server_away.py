"""A mail server that cannot be reached is asked once at a time, and nobody's mail wears out meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel import clock
from kernel.app import settings_of
from kernel.database import db, in_transaction
from kernel.mail import Mail, queue_mail, sending
from kernel.mail.sending import send_due_mails
from tests.support.server import free_port
from tests.support.smtp import mail_server


@pytest.fixture
def three_mails(database) -> None:
    for key in "abc":
        in_transaction(
            lambda key=key: queue_mail(key=key, to="a@example.org", subject="Hallo", text="Text")
        )


def with_server(app, url: str):
    return settings_of(app).model_copy(update={"smtp_url": url})


@pytest.mark.usefixtures("three_mails")
def test_one_mail_finds_out_for_all_and_once_a_minute(app, monkeypatch) -> None:
    asked, ask = [], sending._server
    monkeypatch.setattr(sending, "_server", lambda url: asked.append(url) or ask(url))
    nowhere = with_server(app, f"smtp://127.0.0.1:{free_port()}")
    start = clock.now()
    for seconds in (0, 2, 4, 70):
        with clock.standing_at(start + timedelta(seconds=seconds)):
            assert send_due_mails(nowhere) == 0
    assert len(asked) == 2
    assert all("Refused" in mail.error for mail in db.session.scalars(select(Mail)))


@pytest.mark.usefixtures("three_mails")
def test_after_days_without_a_server_every_mail_still_leaves(app) -> None:
    nowhere = with_server(app, f"smtp://127.0.0.1:{free_port()}")
    start = clock.now()
    for hours in range(0, 96, 4):
        with clock.standing_at(start + timedelta(hours=hours)):
            assert send_due_mails(nowhere) == 0
    with mail_server() as mailbox, clock.standing_at(start + timedelta(hours=100)):
        assert send_due_mails(with_server(app, mailbox.url)) == 3
    mails = db.session.scalars(select(Mail)).all()
    assert [(mail.tries, mail.error) for mail in mails] == [(0, "")] * 3


@pytest.mark.usefixtures("three_mails")
def test_a_mail_the_server_refuses_uses_up_its_own_try(app) -> None:
    with mail_server() as mailbox:
        mailbox.refuse = 1
        assert send_due_mails(with_server(app, mailbox.url)) == 2
    tries = db.session.scalars(select(Mail.tries).order_by(Mail.tries)).all()
    assert list(tries) == [0, 0, 1]
