"""The platform on both databases; each test ends with one rollback, races get a database of their own."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from playwright.sync_api import Browser
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, scoped_session

from accounts.sessions.memory import memory
from app import create_app
from kernel import limits
from kernel.database import db
from kernel.settings import Settings
from tests.support.chromium import chromium
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.statements import Statements
from tests.support.translated import Translated

#: more different ones than all tests of a run send together
STATEMENTS = 10_000
pytest_plugins = [
    "tests.support.any_order",
    "tests.support.less_looking",
    "tests.support.longest_first",
    "tests.support.no_silent_skips",
    "tests.support.own_settings",
    "tests.support.staged",
]
DATABASES = ["sqlite", "postgresql"]
#: each platform of a process would translate the same templates again
TEMPLATES = Translated()
NewDatabase = Callable[[str, Path], str]


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


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the current schema and nothing in it, to be copied: migrating takes longer."""
    file: Path = tmp_path_factory.mktemp("blank") / "forum.sqlite3"
    migrate(file.parent, f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> str:
    """The same on PostgreSQL: the name of a database that others are made from."""
    url = postgres.new_database()
    migrate(tmp_path_factory.mktemp("blank"), url)
    return postgres.name_of(url)


def migrate(folder: Path, url: str) -> None:
    """Give this database the current schema."""
    app = create_app(Settings(instance=folder, database_url=url, testing=True))
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Makes empty databases with the current schema: of this kind, for this folder."""

    def make(kind: str, folder: Path) -> str:
        if kind == "postgresql":
            blank = request.getfixturevalue("blank_database")
            server: PostgresServer = request.getfixturevalue("postgres")
            return server.new_database(like=blank)
        file = folder / "forum.sqlite3"
        shutil.copyfile(request.getfixturevalue("blank_file"), file)
        return f"sqlite:///{file}"

    return make


@pytest.fixture(scope="session")
def sqlite_app(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[Flask]:
    """The platform on SQLite, made once for the whole run."""
    folder = tmp_path_factory.mktemp("sqlite")
    yield from platform(folder, new_database("sqlite", folder))


@pytest.fixture(scope="session")
def postgresql_app(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, new_database: NewDatabase
) -> Iterator[Flask]:
    """The platform on PostgreSQL, made once for the whole run."""
    folder = tmp_path_factory.mktemp("postgresql")
    yield from platform(folder, new_database("postgresql", folder))


@pytest.fixture(scope="session", params=DATABASES)
def app(request: pytest.FixtureRequest) -> Flask:
    """The platform with an empty, current schema.

    The parameter only chooses: when a file ends and the next begins on the other database, nothing is made anew.
    """
    found: Flask = request.getfixturevalue(f"{request.param}_app")
    return found


def platform(folder: Path, url: str) -> Iterator[Flask]:
    """The platform on this database, until the test or the run ends."""
    app = create_app(Settings(instance=folder, database_url=url, testing=True))
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        remember_statements(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def remember_statements(engine: Engine) -> None:
    """Keep compiled what all tests send: of the usual 500 most would be compiled for each test again."""
    assert engine._compiled_cache is not None
    engine._compiled_cache.capacity = STATEMENTS


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
def nothing_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process keeps for a second is kept for an hour: a slow machine sends the same statements."""
    monkeypatch.setattr("accounts.sessions.memory.KEPT_S", 3600)
    monkeypatch.setattr("kernel.kept._pages._lasting", timedelta(hours=1))
    monkeypatch.setattr("search_index.pending._found._lasting", timedelta(hours=1))


@pytest.fixture
def statements(database: scoped_session[Session], nothing_grows_old: None) -> Iterator[Statements]:
    """The SQL that runs, without transaction control."""
    with Statements.of(db.session.connection()) as collected:
        yield collected


@pytest.fixture(params=DATABASES)
def real_app(
    request: pytest.FixtureRequest, tmp_path: Path, new_database: NewDatabase
) -> Iterator[Flask]:
    """A platform whose commits are real, for races and several processes."""
    limits.forget_all()
    memory.forget_all()
    yield from platform(tmp_path, new_database(request.param, tmp_path))
