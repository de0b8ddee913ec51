"""Servers to measure, each a process of its own on a free loopback port; ended by their process id."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.client import Connection
from tests.support.server import free_port
from tests.support.source_tree import ROOT

START_S = 60
#: patched as our own server is
BARE = (sys.executable, "-m", "gevent.monkey", "--module")


@contextmanager
def ours(instance: Path, database_url: str = "") -> Iterator[int]:
    """The real `python app.py` on this folder; its port."""
    settings = {"TESTING": "1", "INSTANCE": str(instance), "DATABASE_URL": database_url}
    with running([sys.executable, "app.py"], settings, instance / "ours.log") as (port, _pid):
        yield port


@contextmanager
def bare_pages(bodies: list[tuple[str, bytes]], folder: Path) -> Iterator[int]:
    """The reference: bare Flask pages `/0`, `/1` … with these content types and bytes; their port.

    They stand behind the same server class in a process of their own, and know neither database nor template.
    """
    answers = []
    for number, (content_type, body) in enumerate(bodies):
        file = folder / f"{number}.body"
        file.write_bytes(body)
        answers.append([content_type, str(file)])
    listed = folder / "pages.json"
    listed.write_text(json.dumps(answers), encoding="utf-8")
    command = [*BARE, "bench.bare_pages", str(listed)]
    with running(command, {}, folder / "bare.log") as (port, _pid):
        yield port


@contextmanager
def bare_ballots(database_url: str, folder: Path) -> Iterator[int]:
    """The reference for ballots: a bare Flask page over a bare ORM; its port."""
    command = [*BARE, "bench.bare_ballots", database_url]
    with running(command, {}, folder / "bare.log") as (port, _pid):
        yield port


@contextmanager
def running(command: list[str], settings: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """A server that takes HOST and PORT from its environment; its port and process id. It ends with the block."""
    port = free_port()
    environment = {**os.environ, **settings, "HOST": "127.0.0.1", "PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(port, process, log)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(START_S)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            Connection(port).close()
        except OSError:
            told = log.read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"the server ended before it answered:\n{told}"
            assert time.monotonic() < deadline, f"the server did not answer in time:\n{told}"
            time.sleep(0.05)
        else:
            return
