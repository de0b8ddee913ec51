"""A town for browser tests: the real server, its mail, its commands, and people at browsers of their own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask
from playwright.sync_api import Browser, Page

from accounts.people.passwords import hash_password
from accounts.people.services import create_person, grant_role
from app import create_app
from kernel import clock
from kernel.actors import SITE, SYSTEM
from kernel.database import db
from kernel.settings import Settings
from tests.support.chromium import Observed, visitor
from tests.support.server import Server, running_server
from tests.support.smtp import Mailbox, mail_server
from tests.support.source_tree import ROOT

T = TypeVar("T")
WAIT_S = 30
COMMAND_S = 120
PASSWORD = "blaue Laterne steht schief"


@dataclass(frozen=True)
class Town:
    """Everything a story needs; addresses in browsers are relative to the server's."""

    server: Server
    post: Mailbox
    browser: Browser

    @contextmanager
    def visitor(self, **options: Any) -> Iterator[tuple[Page, Observed]]:
        """Somebody with a browser of their own, on the start page; leaving proves that nothing unseemly happened."""
        with visitor(self.browser, base_url=self.server.url, **options) as (page, observed):
            page.goto("/")
            yield page, observed
            observed.assert_calm()

    @contextmanager
    def person(self, email: str, **options: Any) -> Iterator[Page]:
        """Somebody with a password, signed in, on the start page."""
        with self.visitor(**options) as (page, _):
            page.get_by_role("link", name="Anmelden", exact=True).click()
            page.get_by_label("E-Mail-Adresse").fill(email)
            page.get_by_label("Passwort").fill(PASSWORD)
            page.get_by_role("button", name="Anmelden", exact=True).click()
            page.get_by_role("link", name="Konto", exact=True).wait_for()
            page.goto("/")
            yield page

    @contextmanager
    def demo_person(self, key: str, **options: Any) -> Iterator[tuple[Page, Observed]]:
        """Somebody of the demo, entered with one click."""
        with self.visitor(**options) as (page, observed):
            page.goto("/anmelden")
            page.locator(f'form[action$="/anmelden/als/{key}"] button').click()
            page.get_by_role("link", name="Konto", exact=True).wait_for()
            yield page, observed

    @contextmanager
    def person_by_mail(self, email: str, **options: Any) -> Iterator[Page]:
        """Somebody with an account, signed in with the code of a mail, on the start page."""
        with self.visitor(**options) as (page, _):
            page.get_by_role("link", name="Anmelden", exact=True).click()
            page.get_by_label("E-Mail-Adresse").fill(email)
            before = len(self._codes(email))
            page.get_by_role("button", name="Code per E-Mail schicken").click()
            until(lambda: len(self._codes(email)) > before)
            page.get_by_label("Code aus der Mail").fill(self.code_for(email))
            page.get_by_role("button", name="Weiter").click()
            page.get_by_role("link", name="Konto", exact=True).wait_for()
            page.goto("/")
            yield page

    def command(self, *words: str, typed: str = "") -> str:
        """What `flask …` prints, run beside the server."""
        settings = {"INSTANCE": str(self.server.instance), "TESTING": "1"}
        settings["TEST_CLOCK"] = str(self.server.instance / "test_clock")
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env={**os.environ, **settings},
            input=typed,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def create(self, email: str, name: str, role: str = "") -> None:
        """Make an account with a password; within `inside`."""
        made = create_person(
            actor=SYSTEM, email=email, display_name=name, password_hash=hash_password(PASSWORD)
        )
        if role:
            grant_role(actor=SYSTEM, person=made, role=role, scope=SITE)

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """The services of the platform on the same database, for what no page offers yet."""
        folder = self.server.instance
        app = create_app(
            Settings(
                instance=folder,
                testing=True,
                test_clock=folder / "test_clock",
                public_url=self.server.url,
            )
        )
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
        clock.follow(None)

    def code_for(self, email: str) -> str:
        """The code in the newest mail to this address, as soon as it is there."""
        return until(lambda: self._codes(email))[-1]

    def mail_with(self, email: str, subject: str) -> str:
        """The text of the mail with this subject, as soon as it is there."""

        def look() -> list[str]:
            mails = [mail for mail in self.post.to(email) if mail["Subject"] == subject]
            return [str(mail.get_content()) for mail in mails]

        return until(look)[0]

    def days_later(self, days: float) -> None:
        """Set the server's clock this many days ahead of the real one."""
        self.server.shift_clock(timedelta(days=days))

    def _codes(self, email: str) -> list[str]:
        """What was sent to sign in with; other mails come at any time."""
        texts = [mail.get_content() for mail in self.post.to(email)]
        return [found[0] for text in texts if (found := re.search(r"\b\d{6}\b", text))]


@contextmanager
def running_town(browser: Browser) -> Iterator[Town]:
    """An empty platform in a folder of its own."""
    with mail_server() as post, running_server(SMTP_URL=post.url) as server:
        yield Town(server, post, browser)


def until(look: Callable[[], T], *, within_s: float = WAIT_S) -> T:
    """What `look` answers, as soon as it is something; fails after that time."""
    deadline = time.monotonic() + within_s
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found
