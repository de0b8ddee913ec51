"""One written demo for each database, shared by all tests that only read it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from demo.seeding.seed import seed
from kernel.actors import SYSTEM
from kernel.database import db
from kernel.settings import Settings
from tests.conftest import DATABASES


def password_of(person: object) -> str:
    """Everybody's password in these tests."""
    return "gelbe boje im nebel"


def write_demo() -> bool:
    """Write what is missing of the demo; whether anything was."""
    return seed(actor=SYSTEM, password_of=password_of)


@pytest.fixture(scope="module", params=DATABASES)
def demo_app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The platform with the whole demo."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'forum.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    app = create_app(Settings(instance=folder, database_url=url, testing=True))
    with app.app_context():
        upgrade()
        assert write_demo()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def demo(demo_app: Flask) -> Iterator[Flask]:
    """The written demo, with a session of its own."""
    with demo_app.app_context():
        yield demo_app
        db.session.remove()
