"""Walks the sign-in pages as a browser without JavaScript does."""

import re
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kernel.mail import latest_mails

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "User-Agent": FIREFOX}


def send(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """POST a form of our own page."""
    return client.post(address, data=fields, headers=SAME_ORIGIN)


def latest_code(email: str) -> str:
    """The code in the newest mail to this address."""
    found = re.search(r"\b\d{6}\b", latest_text(email))
    assert found
    return found[0]


def latest_link(email: str) -> str:
    """The link in the newest mail to this address, without the host."""
    found = re.search(r"http\S+", latest_text(email))
    assert found
    parts = urlsplit(found[0])
    return f"{parts.path}?{parts.query}"


def latest_text(email: str) -> str:
    """The newest mail to this address."""
    return next(mail.text for mail in latest_mails(50) if mail.to == email)


def ask_for_mail(client: FlaskClient, email: str, weiter: str = "") -> TestResponse:
    """Ask on the sign-in page for link and code."""
    return send(client, "/anmelden", email=email, weiter=weiter, weg="mail")


def enter_code(client: FlaskClient, email: str) -> TestResponse:
    """Type the code of the newest mail."""
    return send(client, "/anmelden/code", code=latest_code(email))


def choose_name(client: FlaskClient, name: str = "Anna") -> TestResponse:
    """Finish a new account."""
    return send(client, "/registrieren/name", display_name=name, terms="y")


def register(client: FlaskClient, email: str, name: str = "Anna") -> TestResponse:
    """The whole way from an address to an account."""
    ask_for_mail(client, email)
    enter_code(client, email)
    return choose_name(client, name)


def is_signed_in(client: FlaskClient) -> bool:
    """Whether the account page opens."""
    return client.get("/konto/").status_code == 200
