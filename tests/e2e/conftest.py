"""The demo for the stories that look at everything: its content is written once, however many servers show it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.folder_long import Kept
from tests.support.once import once_a_run
from tests.support.server import running_server
from tests.support.smtp import mail_server
from tests.support.town import Town, running_town

SERVERS = Kept(Path(__file__).parent)
DEMO = {"DEMO": "1", "TESTING": "0"}


def write_demo(folder: Path) -> None:
    """Start `make run` in an empty folder, wait until it answers, and end it."""
    with running_server(INSTANCE=str(folder), **DEMO):
        pass


@pytest.fixture(scope="session")
def new_demo(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Callable[..., AbstractContextManager[Town]]:
    """Starts a demo with its content, as `make run` shows it, of one's own."""
    written = once_a_run(tmp_path_factory, "demo", write_demo)

    @contextmanager
    def start(*, sends_mails: bool = False) -> Iterator[Town]:
        with mail_server() as post:
            settings = DEMO | ({"SMTP_URL": post.url} if sends_mails else {})
            with running_server(like=written, **settings) as server:
                yield Town(server, post, browser)

    return start


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """The demo ends with the last test of this folder."""
    SERVERS.leave(nextitem)


@pytest.fixture(scope="session")
def servers() -> Iterator[Kept]:
    """They end with the run, too, however that ends."""
    yield SERVERS
    SERVERS.end()


@pytest.fixture(scope="module")
def demo(servers: Kept, new_demo: Callable[..., AbstractContextManager[Town]]) -> Town:
    """A demo for all who leave it as it is."""
    return servers.get("demo", new_demo)


@pytest.fixture(scope="module")
def town(servers: Kept, browser: Browser) -> Town:
    """A platform of the folder that was empty at first: whoever needs people, tables and talk makes their own."""
    return servers.get("town", lambda: running_town(browser))
