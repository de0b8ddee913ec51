"""A mail server that cannot be reached is asked once at a time, and nobody's mail wears out meanwhile."""

from sqlalchemy import select

from kernel.app import settings_of
from kernel.database import db, in_transaction
from kernel.mail import Mail, queue_mail
from kernel.mail.sending import send_due_mails
from tests.support.server import free_port
from tests.support.smtp import mail_server


def test_one_mail_finds_out_for_all(app, database) -> None:
    for key in "abc":
        in_transaction(
            lambda key=key: queue_mail(key=key, to="a@example.org", subject="Hallo", text="Text")
        )
    nowhere = f"smtp://127.0.0.1:{free_port()}"
    assert send_due_mails(settings_of(app).model_copy(update={"smtp_url": nowhere})) == 0
    tries = db.session.scalars(select(Mail.tries).order_by(Mail.tries)).all()
    assert list(tries) == [0, 0, 1]
    with mail_server() as mailbox:
        here = settings_of(app).model_copy(update={"smtp_url": mailbox.url})
        assert send_due_mails(here) == 2, "the one that failed waits a minute"
