"""Questions beside the event loop: under gevent they run in a few native threads.

A long question then delays no live room. Without gevent's patches the caller's thread does the work.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from gevent import monkey
from gevent.threadpool import ThreadPool

from search_index.port import SearchIsBusy

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 2
MOST_WAITING = 32


class Offload:
    """Runs calls in native threads where greenlets must not wait."""

    def __init__(self) -> None:
        self._pool: ThreadPool | None = None
        self._waiting = 0

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of the work; too many waiting greenlets are refused."""
        if not monkey.is_module_patched("threading"):
            return work(*args, **kwargs)
        if self._waiting >= MOST_WAITING:
            raise SearchIsBusy
        self._waiting += 1
        try:
            return cast("T", self._threads().apply(work, args, kwargs))
        finally:
            self._waiting -= 1

    def _threads(self) -> ThreadPool:
        """The pool, made by the first greenlet that asks."""
        if self._pool is None:
            self._pool = ThreadPool(THREADS)
        return self._pool

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.kill()
            self._pool = None
