"""The platform on both databases; each test ends with one rollback, races get a database of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from playwright.sync_api import Browser
from sqlalchemy.orm import Session, scoped_session

from accounts.sessions.memory import memory
from app import create_app
from kernel import limits
from kernel.database import db
from kernel.settings import Settings
from tests.support.chromium import chromium
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.statements import Statements

pytest_plugins = ["tests.support.no_silent_skips", "tests.support.own_settings"]
DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run, started when the first test asks."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; two would share an event loop, which Playwright refuses."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session", params=DATABASES)
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The platform with an empty, current schema."""
    folder = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{folder / 'forum.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    yield from _platform(folder, url)


def _platform(folder: Path, url: str) -> Iterator[Flask]:
    app = create_app(Settings(instance=folder, database_url=url, testing=True))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[scoped_session[Session]]:
    """The session of a test; whatever it commits is rolled back at the end."""
    limits.forget_all()
    memory.forget_all()
    with app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        monkeypatch.setitem(db.engines, None, connection)
        yield db.session
        db.session.remove()
        outer.rollback()


@pytest.fixture
def client(app: Flask, database: scoped_session[Session]) -> FlaskClient:
    """A browser without JavaScript on the rolled-back database."""
    return app.test_client()


@pytest.fixture
def statements(database: scoped_session[Session]) -> Iterator[Statements]:
    """The SQL that runs, without transaction control."""
    with Statements.of(db.session.connection()) as collected:
        yield collected


@pytest.fixture(params=DATABASES)
def real_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A platform whose commits are real, for races and several processes."""
    limits.forget_all()
    memory.forget_all()
    url = f"sqlite:///{tmp_path / 'forum.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    yield from _platform(tmp_path, url)
