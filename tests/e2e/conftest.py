"""One demo for the stories that look at everything: its content is written once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.server import running_server
from tests.support.smtp import mail_server
from tests.support.town import Town


@pytest.fixture(scope="session")
def demo(browser: Browser) -> Iterator[Town]:
    """The demo with its content, as `make run` shows it."""
    with mail_server() as post, running_server(DEMO="1", TESTING="0") as server:
        yield Town(server, post, browser)
