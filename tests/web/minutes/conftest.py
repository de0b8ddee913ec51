"""Pages of minutes after the meeting: who prints, when it is, and browsers of who takes part."""

from collections.abc import Iterator

import pytest

from tests.factories import people
from tests.factories.meetings import at
from tests.factories.protocols import AFTER, a_paper, printing


@pytest.fixture
def press() -> Iterator[None]:
    """Who prints in these tests."""
    with printing():
        yield


@pytest.fixture
def paper(staged):
    return staged(lambda: a_paper("RT"))


@pytest.fixture
def after():
    with at(AFTER):
        yield


@pytest.fixture
def as_(app, paper):
    """A browser of a person at the table, or of the administration."""

    def of(key: str):
        browser = app.test_client()
        paper.office()
        found = paper.offices if key in paper.offices else paper.sitting.made.persons
        people.sign_in(browser, found[key])
        return browser

    return of
