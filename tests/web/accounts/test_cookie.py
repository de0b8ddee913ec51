"""The cookie: bound to its host and to https, out of reach of scripts, alive through a change of keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from kernel.database import db
from kernel.settings import Settings
from tests.factories.people import person, sign_in
from tests.support.sign_in import is_signed_in

OLD, NEW = "the key of yesterday, long enough", "the key of today, which is as long"


@contextmanager
def platform(folder: Path, **settings: object) -> Iterator[Flask]:
    """A platform of its own on the database in this folder."""
    app = create_app(Settings(instance=folder, testing=True, **settings))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("address", "cookie"),
    [
        ("https://forum.example", "__Host-forum=…; Secure; HttpOnly; Path=/; SameSite=Lax"),
        ("http://forum.example", "forum=…; HttpOnly; Path=/; SameSite=Lax"),
    ],
)
def test_the_cookie_is_as_strict_as_the_address_allows(tmp_path, address, cookie) -> None:
    with platform(tmp_path, public_url=address) as app:
        answer = app.test_client().get("/anmelden", base_url=address)
        name, _, rest = answer.headers["Set-Cookie"].partition("=")
        assert f"{name}=…; {rest.partition('; ')[2]}" == cookie


@pytest.mark.parametrize(("fallbacks", "stays"), [([OLD], True), ([], False)])
def test_a_new_key_keeps_people_signed_in_while_the_old_one_is_named(
    tmp_path, fallbacks, stays
) -> None:
    with platform(tmp_path, secret_key=OLD) as app, app.app_context():
        browser = app.test_client()
        sign_in(browser, person("Anna"))
        cookie = browser.get_cookie("forum").value
    with platform(tmp_path, secret_key=NEW, secret_key_fallbacks=fallbacks) as app:
        browser = app.test_client()
        browser.set_cookie("forum", cookie)
        assert is_signed_in(browser) is stays


@pytest.mark.parametrize(
    ("public_url", "host", "status"),
    [
        ("https://forum.example", "forum.example", 200),
        ("https://forum.example", "evil.example", 400),
        ("", "localhost:5000", 200),
        ("", "evil.example", 400),
        ("http://0.0.0.0:5000", "192.0.2.7:5000", 200),
    ],
)
def test_a_request_names_a_host_of_ours(tmp_path, public_url, host, status) -> None:
    with platform(tmp_path, public_url=public_url) as app:
        answer = app.test_client().get("/health/live", headers={"Host": host})
        assert answer.status_code == status
