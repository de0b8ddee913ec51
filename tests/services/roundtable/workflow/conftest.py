"""A press for tests, so that what they prove does not hang on the real one."""

import pytest

from roundtable.minutes.workflow import seams
from tests.factories.protocols import PRESS


@pytest.fixture(autouse=True)
def press(monkeypatch) -> None:
    """Who prints in these tests."""
    monkeypatch.setattr(seams, "_presses", [PRESS])
