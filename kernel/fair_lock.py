"""A lock that serves in order of arrival.

`threading.Lock` lets a newcomer overtake; with many writers waiting for SQLite that stretched the slowest waits to
over a second. Not for PostgreSQL, whose row locks queue by themselves.
"""

from collections import deque
from threading import Lock
from types import TracebackType


class FairLock:
    """First come, first served; works with threads and, once patched, with greenlets."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            ticket = Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        ticket.acquire()  # handed over by the one before

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
