"""A pytest plugin: modules and tests stay until the run ends, so nobody looks through them for garbage."""

import gc
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Load everything in one go, then leave it aside."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
