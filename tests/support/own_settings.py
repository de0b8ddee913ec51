"""A pytest plugin: tests never use the developer's own database, mail server or secret."""

import os

from kernel.settings import Settings


def pytest_configure() -> None:
    """Forget every setting of the platform that the caller's shell exports."""
    names = {field.upper() for field in Settings.model_fields}
    for name in [name for name in os.environ if name.upper() in names]:
        del os.environ[name]
