"""A pytest plugin: whoever works at all tests takes the longest files first, so that nobody waits for one at the end.

Files that mostly wait (for pauses that the platform promises) come beside files that reckon all the time.
The order is for speed alone; tests may run in any other.
"""

import pytest

#: beginnings of paths, from what takes longest; all other files follow as they were found
LONGEST = (
    "tests/e2e/test_every_page.py",
    "tests/live/test_kill.py",  # this and what follows wait
    "tests/live/test_rude_clients.py",
    "tests/live/",
    "tests/e2e/test_whole_line.py",
    "tests/e2e/test_payloads_in_chromium.py",
    "tests/e2e/test_room_transcript.py",  # waits
    "tests/e2e/test_minutes_kept.py",  # waits
    "tests/e2e/test_proposals.py",
    "tests/e2e/",
    "tests/faults/test_commands_of_an_instance.py",
    "tests/faults/",
    "tests/web/promises/",
    "tests/services/demo/",
    "tests/search/",
    "tests/web/",
    "tests/services/",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the files; the tests of each file stay as they are."""
    items.sort(key=lambda item: rank(item.nodeid))


def rank(address: str) -> int:
    """How early the file of this test begins."""
    fitting = (number for number, begin in enumerate(LONGEST) if address.startswith(begin))
    return next(fitting, len(LONGEST))
