"""A round table, and a browser for each person at it."""

import pytest

from tests.factories import people
from tests.factories.meetings import a_round


@pytest.fixture
def made(client):
    return a_round("RT")


@pytest.fixture
def as_(app, made):
    """A browser of a person at the table."""

    def of(key: str):
        browser = app.test_client()
        people.sign_in(browser, made.persons[key])
        return browser

    return of
