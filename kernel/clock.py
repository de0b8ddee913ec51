"""The server's clock: the only place that asks what time it is.

Instants are UTC and aware. Tests and the demo may shift the clock with a file that holds an offset in seconds;
it is read at each call, so that a running server follows.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

_offset_file: Path | None = None


def follow(offset_file: Path | None) -> None:
    """Shift `now` by the seconds written in this file; None follows the real time."""
    global _offset_file  # noqa: PLW0603
    _offset_file = offset_file


def now() -> datetime:
    """This instant, UTC, shifted where a test clock is set."""
    return datetime.now(UTC) + _offset()


def _offset() -> timedelta:
    if _offset_file is None or not _offset_file.exists():
        return timedelta()
    return timedelta(seconds=float(_offset_file.read_text(encoding="ascii").strip() or 0))
