"""A pytest plugin: looking for garbage among a million objects that stay costs a tenth of a run; look seldom."""

import gc


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
