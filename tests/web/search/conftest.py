"""An index of a test's own, and documents to put into it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from search_index import projector, service
from search_index.whoosh_engine.engine import WhooshIndex


@pytest.fixture
def found(app: Flask, client, tmp_path, monkeypatch) -> Iterator[Callable[[], int]]:
    """Calling it takes in everything there is."""
    index = WhooshIndex(tmp_path / "search", today=lambda: date(2026, 11, 22))
    monkeypatch.setitem(app.extensions, service.EXTENSION, index)

    def take_in() -> int:
        with app.app_context():  # a session of its own: the projector lets go of what it has read
            return projector.rebuild(index)

    yield take_in
    index.close()
