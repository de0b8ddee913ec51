"""Canary: no code, token, password or cookie in logs, events or stored rows; and mail by a real server."""

import re

from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from accounts.sessions.actors import COOKIE_KEY
from accounts.sessions.services.sessions import create_token
from kernel.app import settings_of
from kernel.database import Base, db
from kernel.events import EventRow
from kernel.mail import latest_mails
from kernel.mail.sending import send_due_mails
from tests.factories.people import person
from tests.support.sign_in import (
    choose_name,
    enter_code,
    is_signed_in,
    latest_code,
    latest_link,
    register,
    send,
)
from tests.support.smtp import mail_server

EMAIL = "nele@example.org"
PASSWORD = "blaue Laterne steht schief"
OTHER = "vier rote Tassen am Kanal"


def secrets_of_a_long_day(client) -> dict[str, str]:
    """Register, set a password, fail and succeed with it, use a token; every secret that was in play."""
    register(client, EMAIL)
    secrets = {"code": latest_code(EMAIL), "link": latest_link(EMAIL).partition("=")[2]}
    send(client, "/konto/passwort", password=PASSWORD)
    send(client, "/anmelden", email=EMAIL, password=OTHER)
    send(client, "/anmelden", email=EMAIL, password=PASSWORD)
    send(client, "/anmelden/code", code="000000")
    with client.session_transaction() as cookie:
        secrets["cookie"] = cookie[COOKIE_KEY]
    secrets["token"] = create_token(person=person("Bo"))
    for token in (secrets["token"], secrets["token"] + "x"):
        client.get("/api/v1/x", headers={"Authorization": f"Bearer {token}"})
    return {**secrets, "password": PASSWORD, "wrong password": OTHER}


def test_no_secret_reaches_logs_or_events(client) -> None:
    with capture_logs() as logs:
        secrets = secrets_of_a_long_day(client)
    assert any(entry["event"] == "sign-in refused" for entry in logs), "the canary listens"
    events = str([row.payload for row in db.session.scalars(select(EventRow))])
    for name, secret in secrets.items():
        assert secret not in str(logs), name
        assert secret not in events, name


def test_no_row_holds_a_secret_once_the_mail_is_sent(client, app) -> None:
    secrets = secrets_of_a_long_day(client)
    with mail_server() as mailbox:
        deliver(app, mailbox.url)
    texts = stored_texts()
    for name, secret in secrets.items():
        whole = re.compile(rf"(?<![0-9a-f-]){re.escape(secret)}(?![0-9a-f-])")
        assert [text for text in texts if whole.search(text)] == [], name


def stored_texts() -> list[str]:
    """Every text and JSON value of the database."""
    rows = [
        row for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))
    ]
    return [str(value) for row in rows for value in row if isinstance(value, str | dict | list)]


def deliver(app: Flask, url: str) -> int:
    settings = settings_of(app).model_copy(update={"smtp_url": url})
    return send_due_mails(settings)


def test_a_mail_from_a_real_server_signs_in(client, app) -> None:
    with mail_server() as mailbox:
        send(client, "/registrieren", email=EMAIL, weiter="/konto/")
        assert deliver(app, mailbox.url) == 1
        mail = mailbox.to(EMAIL)[0]
    assert mail["Subject"] == "Ihre Anmeldung beim Engagementforum"
    code = re.search(r"\b\d{6}\b", mail.get_content())[0]
    assert code not in mail["Subject"]
    send(client, "/anmelden/code", code=code)
    assert choose_name(client, "Nele").location == "/konto/"
    assert is_signed_in(client)
    assert latest_mails(1)[0].text == "", "the outbox forgets what was a key"


def test_a_mail_that_cannot_leave_keeps_its_text_for_the_next_try(client, app) -> None:
    with mail_server() as mailbox:
        mailbox.refuse = 1
        send(client, "/registrieren", email=EMAIL)
        assert deliver(app, mailbox.url) == 0
    assert enter_code(client, EMAIL).location == "/registrieren/name"
