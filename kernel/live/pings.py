"""Pings by a timer for each connection; Engine.IO has a greenlet sleep for each, which holds a stack all the time."""

import time
from typing import Any

import gevent
from engineio.packet import PING, Packet
from engineio.socket import Socket


class Pings:
    """Takes the place of an engine's `start_background_task`, and starts all else as before."""

    def __init__(self, engine: Any) -> None:
        self._engine, self._start = engine, engine.start_background_task

    def start(self, target: Any, *arguments: Any, **more: Any) -> Any:
        """Start a task; the one that sleeps and then pings becomes a timer."""
        connection = getattr(target, "__self__", None)
        if isinstance(connection, Socket) and target == connection._send_ping:  # noqa: SLF001 (the hook)
            return gevent.spawn_later(self._engine.ping_interval, _ping, connection)
        return self._start(target, *arguments, **more)


def _ping(connection: Any) -> None:
    """As the library does once it has slept."""
    if not connection.closing and not connection.closed:
        connection.last_ping = time.time()
        connection.send(Packet(PING))
