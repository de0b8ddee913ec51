"""One city a test, and people who walk through it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from accounts.people.models import Person
from search_index import projector, service
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories.city import City, a_city
from tests.factories.people import sign_in
from tests.support.staged import Staged

Browse = Callable[[Person | None], FlaskClient]


@pytest.fixture
def findable(
    app: Flask, database: scoped_session[Session], tmp_path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], int]]:
    """An index of this test's own; calling it takes in everything there is."""
    index = WhooshIndex(tmp_path / "search", today=lambda: date(2026, 11, 22))
    monkeypatch.setitem(app.extensions, service.EXTENSION, index)

    def take_in() -> int:
        with app.app_context():  # a session of its own: the projector lets go of what it has read
            return projector.rebuild(index)

    yield take_in
    index.close()


@pytest.fixture
def city(staged: Staged, findable: Callable[[], int]) -> City:
    """A plain city."""
    made = staged(plain_city)
    findable()
    return made


def plain_city() -> City:
    """Everything there is, said plainly."""
    with a_city() as made:
        return made


@pytest.fixture
def browse(app: Flask) -> Browse:
    """A browser of its own for a person, or for a visitor."""

    def of(person: Person | None) -> FlaskClient:
        client = app.test_client()
        if person is not None:
            sign_in(client, person)
        return client

    return of
