"""From a clone to the first page with `make run`, packages in the caches of pip and uv; then the second start."""

import os
import signal
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.client import Connection
from bench.table import Line
from kernel.settings import Settings
from tests.support.server import free_port
from tests.support.source_tree import ROOT

FIRST_S, SECOND_S, GIVE_UP_S = 60, 5, 240


def lines() -> list[Line]:
    """Both starts, each once: the first fills the clone."""
    with TemporaryDirectory(prefix="forum-bench-") as name:
        clone = Path(name) / "clone"
        started = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = time.perf_counter() - started + _until_first_page(clone)
        second = _until_first_page(clone)
    return [
        Line("clone to first page, packages cached", first, FIRST_S, "s", 1),
        Line("second start to first page", second, SECOND_S, "s", 1),
    ]


def _until_first_page(clone: Path) -> float:
    port = free_port()
    ours = {name.upper() for name in Settings.model_fields} | {
        "VIRTUAL_ENV",
        "MAKEFLAGS",
        "MAKELEVEL",
    }
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    started = time.perf_counter()
    with (clone.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env={**environment, "PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        while not _answers(port):
            told = (clone.parent / "log").read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, told
            assert time.perf_counter() - started < GIVE_UP_S, told
            time.sleep(0.02)
        return time.perf_counter() - started
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)  # make, and the server it started
            process.wait(GIVE_UP_S)


def _answers(port: int) -> bool:
    try:
        connection = Connection(port)
    except OSError:
        return False
    answer = connection.ask(connection.request("/"))
    connection.close()
    return answer.status == 200
