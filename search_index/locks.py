"""A lock between native threads, also where gevent has replaced the usual ones.

Whoever holds it must not wait for anything: no other greenlet of the thread runs meanwhile.
"""

from __future__ import annotations

from typing import Protocol, cast

from gevent import monkey


class Lock(Protocol):
    """What we use of a lock."""

    def __enter__(self) -> bool: ...
    def __exit__(self, *args: object) -> None: ...


def native_lock() -> Lock:
    """The interpreter's own lock."""
    return cast("Lock", monkey.get_original("_thread", "allocate_lock")())
