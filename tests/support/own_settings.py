"""A pytest plugin: tests never use the developer's own database, mail server or secret."""

import os

from flask import Flask

from kernel.app import settings_of
from kernel.settings import Settings


def pytest_configure() -> None:
    """Forget every setting of the platform that the caller's shell exports."""
    names = {field.upper() for field in Settings.model_fields}
    for name in [name for name in os.environ if name.upper() in names]:
        del os.environ[name]


def environment_of(app: Flask) -> dict[str, str]:
    """With this a process works on the installation of the app."""
    settings = settings_of(app)
    own = {
        "INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "TESTING": "1",
    }
    return os.environ | own
