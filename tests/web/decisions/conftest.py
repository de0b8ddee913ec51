"""A meeting that is held, and a browser for each person at its table."""

import pytest

from tests.factories import people
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import at


@pytest.fixture
def sitting(staged):
    return staged(lambda: a_sitting("RT", present=("ben",)))


@pytest.fixture
def as_(app, sitting):
    """A browser of a person at the table."""

    def of(key: str):
        browser = app.test_client()
        people.sign_in(browser, sitting.made.persons[key])
        return browser

    return of


@pytest.fixture(autouse=True)
def during():
    with at(DURING):
        yield
