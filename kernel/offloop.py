"""Native work that frees the interpreter runs in a real thread, so that other requests go on meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from gevent import get_hub, monkey

T = TypeVar("T")


def off_the_loop(work: Callable[[], T]) -> T:
    """The work's answer, or its error; only the caller waits. Not for work that asks the database or the request."""
    if not monkey.is_module_patched("threading"):  # commands, tests, servers with threads
        return work()
    answer: T = get_hub().threadpool.apply(work)
    return answer
