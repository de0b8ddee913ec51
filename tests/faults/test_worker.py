"""The worker beside the server: on the same installation, there again when it dies, ended with the server."""

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from tests.support.server import Server, running_server
from tests.support.source_tree import ROOT

T = TypeVar("T")
PATIENCE_S = 60


def wait_for(look: Callable[[], T]) -> T:
    """What is seen once something is there."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def children(server: Server) -> list[int]:
    pid = server.process.pid
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_worker_works_on_the_servers_installation_wherever_it_was_started(
    tmp_path: Path,
) -> None:
    with running_server(tmp_path, INSTANCE="data", TEST_CLOCK=""):
        wait_for((tmp_path / "data" / "search").exists)
    assert not (ROOT / "data").exists()


def test_a_dead_worker_comes_again_and_none_outlives_its_server() -> None:
    with running_server() as server:
        first = wait_for(lambda: children(server))[0]
        os.kill(first, signal.SIGKILL)
        second = wait_for(lambda: [pid for pid in children(server) if pid != first])[0]
        assert '"worker ended"' in server.log()
        server.process.kill()
        wait_for(lambda: not is_alive(second))


def test_a_request_under_way_is_answered_after_the_signal_and_no_new_one_begins() -> None:
    with running_server() as server:
        parts = urlsplit(server.url)
        begun = socket.create_connection((parts.hostname, parts.port), timeout=30)
        begun.sendall(
            b"POST /anmelden HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 21\r\n\r\nemail="
        )
        time.sleep(0.5)
        server.process.terminate()
        time.sleep(0.5)
        assert not server.is_live()
        begun.sendall(b"a@example.org&x")
        assert begun.recv(100).startswith(b"HTTP/1.1 303")
        begun.close()
        assert server.process.wait(15) == 0
