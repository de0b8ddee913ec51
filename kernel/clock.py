"""The server's clock: the only place that asks what time it is.

Instants are UTC and aware. Tests and the demo may shift the clock with a file that holds an offset in seconds;
it is read at each call, so that a running server follows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

_offset_file: Path | None = None
_patient = True
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def follow(offset_file: Path | None, *, patient: bool = True) -> None:
    """Shift `now` by the seconds written in this file; None follows the real time.

    The demo is impatient: its waiting times are zero, so that a visitor can walk a whole procedure.
    """
    global _offset_file, _patient
    _offset_file, _patient = offset_file, patient


def waiting(usual: timedelta) -> timedelta:
    """A waiting time between two steps of a procedure; zero in the demo."""
    return usual if _patient else timedelta()


def now() -> datetime:
    """This instant, UTC, shifted where a test clock is set."""
    return _standing.get() or datetime.now(UTC) + _offset()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """The clock stands still at this moment for the code inside; for demo content and tests alone.

    Other threads and processes go on with their own time.
    """
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def _offset() -> timedelta:
    if _offset_file is None or not _offset_file.exists():
        return timedelta()
    return timedelta(seconds=float(_offset_file.read_text(encoding="ascii").strip() or 0))
