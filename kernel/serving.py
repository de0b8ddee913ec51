"""The embedded server: one gevent process for the pages, one child for the work beside them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import gevent
import structlog
from flask import Flask
from flask_migrate import upgrade
from gevent.pywsgi import WSGIHandler, WSGIServer

from kernel.app import ROOT, settings_of
from kernel.live.line import DRAIN_S, Line
from kernel.live.websocket import CONNECTION

GRACE_S = 10
#: named in full: the worker keeps our folder, or a relative INSTANCE would be another one
PROGRAM = ROOT / "app.py"
log = structlog.get_logger()
_at_start: list[Callable[[], None]] = []


def at_start(step: Callable[[], None]) -> None:
    """Run this once the schema is current, before the first request."""
    _at_start.append(step)


class Handler(WSGIHandler):  # type: ignore[misc]
    """Answers leave at once (without TCP_NODELAY small ones wait 40 ms); no access log, for it would betray voters."""

    def handle(self) -> None:
        """Switch the delay off, then serve the connection."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle()

    def get_environ(self) -> dict[str, Any]:
        """What an application gets; the live line finds the connection itself there."""
        environ: dict[str, Any] = super().get_environ()
        environ[CONNECTION] = self
        return environ

    def handle_one_response(self) -> None:
        """Answer one request, then give every other connection a turn: a busy one would be served on and on."""
        super().handle_one_response()
        gevent.idle(gevent.get_hub().loop.MAXPRI)

    def log_request(self) -> None:
        """Write nothing."""


class Child:
    """The worker process; started again if it dies, ended with us."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ending = False

    def watch(self) -> None:
        """Keep one worker alive until `end`."""
        while not self._ending:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flask", "worker", "--with-parent"],
                stdin=subprocess.PIPE,
                env=os.environ | {"FLASK_APP": str(PROGRAM)},
            )
            self._process.wait()
            if not self._ending:
                log.error("worker ended", code=self._process.returncode)
                gevent.sleep(1)

    def end(self) -> None:
        """Close the worker's input and wait for it."""
        self._ending = True
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()


def serve(app: Flask) -> int:
    """Bring the schema up to date, serve until SIGTERM or Ctrl-C; the exit code."""
    settings = settings_of(app)
    with app.app_context():
        upgrade()
        for step in _at_start:
            step()
    line = Line(app, settings)
    server = WSGIServer(
        (settings.host, settings.port), app, handler_class=Handler, log=None, error_log=None
    )

    def end() -> None:
        line.close()
        server.stop(GRACE_S - DRAIN_S)

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, end)
    line.open()
    child = Child()
    watcher = gevent.spawn(child.watch)
    print(f"Engagementforum: {settings.public_url}", flush=True)  # noqa: T201
    server.serve_forever()
    child.end()
    watcher.join(GRACE_S)
    return 0
