"""Every route stands on a list written by hand, with the threshold it declares."""

import importlib
import pkgutil

from kernel.access import access_of
from kernel.live.deeds import deeds
from tests.architecture import access_lists

#: socket events, with the rooms they belong to; written by hand
SOCKET_EVENTS = {
    ("join", ""): "public",
    ("leave", ""): "public",
    ("say", "thread"): "signed-in",
    ("say", "meeting"): "signed-in",
    ("speak", ""): "signed-in",
    ("vote", ""): "signed-in",
    ("withdraw", ""): "signed-in",
    ("y:aw", ""): "signed-in",
    ("y:join", ""): "signed-in",
    ("y:update", ""): "signed-in",
}


def expected() -> dict[str, str]:
    """All lists together; no route stands on two."""
    together: dict[str, str] = {}
    for module in pkgutil.iter_modules(access_lists.__path__):
        entries = importlib.import_module(f"{access_lists.__name__}.{module.name}").EXPECTED
        assert not together.keys() & entries.keys()
        together |= entries
    return together


def test_every_route_stands_on_a_list_with_its_access(app) -> None:
    found = {name: access_of(view) for name, view in app.view_functions.items()}
    assert found == expected()


def test_every_socket_event_stands_on_the_list_with_its_access(app) -> None:
    found = {(deed.name, deed.room): deed.access.name for deed in deeds()}
    assert found == SOCKET_EVENTS
