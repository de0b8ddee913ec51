"""Sends what waits in the outbox, with patience: a slow or broken mail server delays nobody."""

import smtplib
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update

from kernel import clock
from kernel.database import db, locked, transactional
from kernel.mail.outbox import Mail
from kernel.settings import Settings

BATCH = 500
TIMEOUT_S = 20
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 720)]
#: longer than a mail server may take
LEASE = timedelta(minutes=5)
FAULTS = (OSError, smtplib.SMTPException)
log = structlog.get_logger()


class ServerAway(Exception):
    """No connection: the other mails need not be tried one by one."""


def send_due_mails(settings: Settings) -> int:
    """Hand waiting mails to the mail server; the number sent. Without a server they wait in the outbox."""
    if not settings.smtp_url:
        return 0
    sent = 0
    for mail_id in _due():
        try:
            sent += _deliver(settings, mail_id)
        except ServerAway:
            break
    return sent


def _due() -> list[UUID]:
    statement = select(Mail.id).where(_is_due()).order_by(Mail.next_try_at, Mail.id).limit(BATCH)
    return list(db.session.scalars(statement))


def _is_due() -> ColumnElement[bool]:
    return and_(Mail.sent_at.is_(None), Mail.next_try_at <= clock.now(), Mail.tries <= len(WAITS))


def _deliver(settings: Settings, mail_id: UUID) -> int:
    """Send one mail outside of any transaction, then note the outcome. The Message-ID makes a repetition visible."""
    mail = _claim(mail_id)
    if mail is None:
        return 0
    message = message_of(settings, mail)
    db.session.rollback()
    try:
        server = _server(settings.smtp_url)
    except FAULTS as error:
        _note_server_away(mail_id, repr(error))
        raise ServerAway from error
    try:
        with server:
            server.send_message(message)
    except FAULTS as error:
        _note_failure(mail_id, repr(error))
        return 0
    _note_sent(mail_id)
    return 1


@transactional
def _claim(mail_id: UUID) -> Mail | None:
    """Take a due mail for a while, so that a second worker leaves it alone; None where somebody else has it."""
    mail = db.session.get(Mail, mail_id)
    if mail is None or locked(mail).sent_at or mail.next_try_at > clock.now():
        return None
    mail.next_try_at = clock.now() + LEASE
    return mail


def message_of(settings: Settings, mail: Mail) -> EmailMessage:
    """The mail in the form of RFC 5322, with a stable Message-ID."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<{mail.id}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _server(address: str) -> smtplib.SMTP:
    parts = urlsplit(address)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    server = kind(parts.hostname or "localhost", parts.port or 25, timeout=TIMEOUT_S)
    if parts.scheme == "smtp+starttls":
        server.starttls()
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


@transactional
def _note_sent(mail_id: UUID) -> None:
    mail = db.session.get_one(Mail, mail_id)
    mail.sent_at, mail.error = clock.now(), ""
    if mail.confidential:
        mail.text = ""


@transactional
def _note_server_away(mail_id: UUID, error: str) -> None:
    """Let this mail and all that are due wait a moment: it is no fault of theirs, so it counts no try."""
    waiting = update(Mail).where(or_(Mail.id == mail_id, _is_due()))
    db.session.execute(waiting.values(error=error[:500], next_try_at=clock.now() + WAITS[0]))
    log.warning("mail server away")


@transactional
def _note_failure(mail_id: UUID, error: str) -> None:
    mail = db.session.get_one(Mail, mail_id)
    wait = WAITS[min(mail.tries, len(WAITS) - 1)]
    mail.tries += 1
    mail.error, mail.next_try_at = error[:500], clock.now() + wait
    log.warning("mail not sent", mail=str(mail_id), tries=mail.tries)
