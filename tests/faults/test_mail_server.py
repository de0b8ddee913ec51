"""The mail server of the tests behaves like a real one, and misbehaves when told to."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from tests.support.smtp import Mailbox, mail_server


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


def send(mailbox: Mailbox, to: str, timeout_s: float = 10) -> None:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, "forum@example.org", "Größe"
    message.set_content("Guten Tag")
    where = urlsplit(mailbox.url)
    with smtplib.SMTP(where.hostname or "", where.port or 0, timeout=timeout_s) as client:
        client.send_message(message)


def test_a_mail_arrives_as_it_was_sent(mailbox: Mailbox) -> None:
    send(mailbox, "anna@example.org")
    assert [m["Subject"] for m in mailbox.wait_for(1)] == ["Größe"]
    assert mailbox.to("anna@example.org")[0].get_content() == "Guten Tag\r\n"
    assert mailbox.to("ben@example.org") == []


def test_a_refusal_is_temporary_and_keeps_nothing(mailbox: Mailbox) -> None:
    mailbox.refuse = 1
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(mailbox, "anna@example.org")
    assert refused.value.smtp_code == 451
    assert mailbox.messages == []
    send(mailbox, "anna@example.org")
    assert len(mailbox.wait_for(1)) == 1


def test_a_dropped_connection_leaves_the_sender_in_doubt(mailbox: Mailbox) -> None:
    mailbox.drop = 1
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(mailbox, "anna@example.org")
    assert len(mailbox.wait_for(1)) == 1


def test_a_slow_server_exceeds_the_senders_patience(mailbox: Mailbox) -> None:
    mailbox.delay_s = 30
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(mailbox, "anna@example.org", timeout_s=1)
    assert mailbox.messages == []
