"""The whole way on the real server: worker, mail server, gevent's threads, two processes on one database."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.support.server import Server, running_server
from tests.support.smtp import mail_server
from tests.support.source_tree import ROOT

EMAIL = "amt@example.org"
PASSWORD = "blaue Laterne steht schief"
SECRET_KEY = "one key for two processes of this test"
FLASK = (sys.executable, "-m", "flask")


class Browser:
    """A visitor with cookies."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, address: str) -> str:
        """The page, after redirects."""
        return self._send(Request(address))  # noqa: S310 (loopback)

    def post(self, address: str, **fields: str) -> str:
        """Send a form of our own page."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        request = Request(address, urlencode(fields).encode(), headers)  # noqa: S310 (loopback)
        return self._send(request)

    def _send(self, request: Request) -> str:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return str(answer.read().decode())
        except HTTPError as refusal:
            return str(refusal.read().decode())

    def is_signed_in(self, server: Server) -> bool:
        """Whether the account page opens."""
        return "Wo Sie angemeldet sind" in self.get(f"{server.url}/konto/")


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it comes true within ten seconds."""
    deadline = time.monotonic() + 10
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return held


def create_office_person(server: Server) -> None:
    """What the handbook says: the first administration comes from the command line."""
    done = subprocess.run(
        [*FLASK, "accounts", "create", EMAIL, "--role", "administration", "--password-stdin"],
        cwd=ROOT,
        env={"INSTANCE": str(server.instance), "TESTING": "1"},
        input=f"{PASSWORD}\n",
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_newcomer_signs_in_with_the_code_that_the_worker_sent() -> None:
    browser = Browser()
    with mail_server() as mailbox, running_server(SMTP_URL=mailbox.url) as server:
        browser.post(f"{server.url}/anmelden", email="nele@example.org", weiter="/konto/")
        text = mailbox.wait_for(1)[0].get_content()
        browser.post(f"{server.url}/anmelden/code", code=re.search(r"\b\d{6}\b", text)[0])
        browser.post(f"{server.url}/registrieren/name", display_name="Nele", terms="y")
        assert browser.is_signed_in(server)


def test_a_sign_out_in_one_process_is_heard_in_the_other() -> None:
    browser = Browser()
    with running_server(SECRET_KEY=SECRET_KEY) as one:
        create_office_person(one)
        shared = {
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": f"sqlite:///{one.instance / 'forum.sqlite3'}",
        }
        with running_server(**shared) as two:
            browser.post(f"{one.url}/anmelden", email=EMAIL, password=PASSWORD, weiter="/konto/")
            assert browser.is_signed_in(one)
            thief = Browser()
            for cookie in browser.cookies:
                thief.cookies.set_cookie(cookie)
            assert thief.is_signed_in(two)
            browser.post(f"{one.url}/konto/sitzungen/beenden")
            assert thief.is_signed_in(two), "it is the same session"
            browser.post(f"{one.url}/abmelden")
            assert eventually(lambda: not thief.is_signed_in(two))
