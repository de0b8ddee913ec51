"""How fast one person may write: several comments at once, then one a minute.

Kept as a single instant per person (a generic cell rate algorithm): each comment moves it one step ahead of now. So no
list of past comments is needed, and a comment that was undone still counts.
"""

from datetime import datetime, timedelta

AT_ONCE = 10
STEP = timedelta(minutes=1)


def next_mark(mark: datetime | None, at: datetime) -> datetime | None:
    """The person's mark after one more comment; None where it comes too soon."""
    moved = max(mark or at, at) + STEP
    return moved if moved - at <= AT_ONCE * STEP else None


def wait_seconds(mark: datetime, at: datetime) -> int:
    """How long until one more comment fits, in whole seconds, at least one."""
    wait = mark + STEP - AT_ONCE * STEP - at
    return max(1, -int(-wait.total_seconds() // 1))
