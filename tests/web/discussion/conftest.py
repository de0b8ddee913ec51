"""Something to talk about."""

from collections.abc import Iterator

import pytest

from tests.factories.threads import Topic, Topics, topics


@pytest.fixture
def made() -> Iterator[Topics]:
    """The kind of subjects these tests talk about."""
    with topics() as kind:
        yield kind


@pytest.fixture
def topic(made: Topics) -> Topic:
    """A public, open topic."""
    return made.create()
