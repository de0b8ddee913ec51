"""The real `python app.py` as a child process, on a free loopback port, with a folder and clock of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from tests.support.source_tree import ROOT

START_S = 300  # a demo writes its content before it answers
END_S = 20
LIVES = ("-m", "tests.support.lives")


@dataclass(frozen=True)
class Server:
    """A running platform: its address, its folder, and a hand on its clock."""

    url: str
    instance: Path
    process: "subprocess.Popen[bytes]"

    def shift_clock(self, offset: timedelta) -> None:
        """From now on the server's clock is ahead of the real one by this much."""
        clock = _clock_of(self.instance)
        fresh = clock.with_suffix(".new")
        fresh.write_text(str(offset.total_seconds()), encoding="ascii")
        fresh.replace(clock)

    def log(self) -> str:
        """What the server has written so far."""
        return _log_of(self.instance).read_text(encoding="utf-8", errors="replace")

    def is_live(self) -> bool:
        """Whether the process answers."""
        try:
            with urlopen(f"{self.url}/health/live", timeout=5) as answer:  # noqa: S310 (loopback)
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False


@contextmanager
def running_server(
    cwd: Path = ROOT, /, *, like: Path | None = None, **settings: str
) -> Iterator[Server]:
    """Start the platform, wait until it answers, end it by its process id; print its log on failure.

    `settings` are environment variables, for example ``DEMO="1"`` or ``DATABASE_URL=…``. With `like` it goes on
    with what another server, ended by now, has left in its folder.
    """
    with TemporaryDirectory(prefix="forum-") as folder:
        if like:
            shutil.copytree(like, folder, dirs_exist_ok=True)
        _prepare(Path(folder))
        server = _start(Path(folder), cwd, settings)
        try:
            _wait_until_live(server)
            yield server
        except BaseException:
            sys.stderr.write(server.log())
            raise
        finally:
            _end(server.process)


class Killable:
    """A platform that is killed and started again: the same folder, database and address.

    Its lives are forked from a process that has loaded the platform and done nothing with it.
    """

    def __init__(self, settings: dict[str, str]) -> None:
        own = {"PORT": str(free_port()), **settings}
        _prepare(Path(settings["INSTANCE"]))
        self._server = _start(Path(settings["INSTANCE"]), ROOT, own, LIVES, subprocess.PIPE)
        self._living = self._born()

    @property
    def url(self) -> str:
        """Its address in every life."""
        return self._server.url

    def wait_until_live(self) -> None:
        """It answers when this returns."""
        _wait_until_live(self._server)

    def kill(self) -> None:
        """End it as `kill -9` does: nothing is said, nothing is finished."""
        os.kill(self._living, signal.SIGKILL)
        self._dead()

    def start_again(self, offset: timedelta) -> None:
        """The next life, its clock ahead of the real one by this much."""
        self._server.shift_clock(offset)
        self._living = self._born()
        self.wait_until_live()

    def end(self) -> None:
        """End the last life in order, and with it all that is loaded."""
        with suppress(ProcessLookupError):
            os.kill(self._living, signal.SIGTERM)
        process = self._server.process
        try:
            process.communicate(timeout=END_S)
        except subprocess.TimeoutExpired:
            os.kill(self._living, signal.SIGKILL)
            process.communicate(timeout=END_S)

    def log(self) -> str:
        """What was written in all lives."""
        return self._server.log()

    def _born(self) -> int:
        told, heard = self._server.process.stdin, self._server.process.stdout
        assert told
        assert heard
        told.write(b"again\n")
        told.flush()
        return int(heard.readline())

    def _dead(self) -> None:
        heard = self._server.process.stdout
        assert heard
        assert heard.readline() == b"dead\n"


@contextmanager
def killable_server(**settings: str) -> Iterator[Killable]:
    """The platform on the folder `INSTANCE`, to be killed; print its log on failure."""
    server = Killable(settings)
    try:
        server.wait_until_live()
        yield server
    except BaseException:
        sys.stderr.write(server.log())
        raise
    finally:
        server.end()


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _clock_of(instance: Path) -> Path:
    return instance / "test_clock"


def _log_of(instance: Path) -> Path:
    return instance / "server.log"


def _prepare(instance: Path) -> None:
    """The clock shows the real time, and nothing is logged."""
    _clock_of(instance).write_text("0", encoding="ascii")
    _log_of(instance).write_bytes(b"")


def _start(
    instance: Path,
    cwd: Path,
    settings: dict[str, str],
    program: Sequence[str] = (str(ROOT / "app.py"),),
    lines: int = subprocess.DEVNULL,
) -> Server:
    """Start it; with `lines` as a pipe it is talked to, and only what goes wrong is logged."""
    port = int(settings.get("PORT") or free_port())
    environment = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "INSTANCE": str(instance),
        "TEST_CLOCK": str(_clock_of(instance)),
        "TESTING": "1",
        "DEMO_MEMBERS": "0",  # nobody talks into a test that has not asked for it
        **settings,
    }
    with _log_of(instance).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *program],
            cwd=cwd,
            env={**os.environ, **environment},
            stdin=lines,
            stdout=subprocess.PIPE if lines == subprocess.PIPE else log,
            stderr=log,
        )
    return Server(f"http://127.0.0.1:{port}", instance, process)


def _wait_until_live(server: Server) -> None:
    deadline = time.monotonic() + START_S
    while not server.is_live():
        assert server.process.poll() is None, "the server ended before it answered"
        assert time.monotonic() < deadline, "the server did not answer in time"
        time.sleep(0.05)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_S)
