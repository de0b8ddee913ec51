"""A press for tests, so that what they prove does not hang on the real one."""

from collections.abc import Iterator

import pytest

from tests.factories.protocols import printing


@pytest.fixture(autouse=True)
def press() -> Iterator[None]:
    """Who prints in these tests."""
    with printing():
        yield
