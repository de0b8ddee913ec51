"""A test run is safe in a shell that is set up for the city's real platform."""

import os

import pytest

from kernel.settings import Settings
from tests.support.own_settings import pytest_configure


@pytest.mark.parametrize("name", ["DATABASE_URL", "smtp_url"])
def test_what_the_shell_exports_is_forgotten(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "real")
    pytest_configure()
    assert name not in os.environ
    assert "real" not in Settings(testing=True).model_dump().values()
