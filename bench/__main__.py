"""`python -m bench [SECTION …]`: measure all sections, or the named ones, and print one table."""

import os
import platform
import sqlite3
import sys
from collections.abc import Callable
from importlib.metadata import version

from bench import casting, counting, minutes, pages, search, starting
from bench.table import Line, as_text

SECTIONS: dict[str, Callable[[], list[Line]]] = {
    "pages": pages.lines,
    "casting": casting.lines,
    "counting": counting.lines,
    "minutes": minutes.lines,
    "search": search.lines,
    "starting": starting.lines,
}
PARTS = ("flask", "sqlalchemy", "gevent", "psycopg", "whoosh-reloaded")


def about() -> str:
    """What the figures were measured on and with."""
    parts = ", ".join(f"{part} {version(part)}" for part in PARTS)
    load = os.getloadavg()[0]
    return "\n".join(
        [
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {parts}",
            f"{os.cpu_count()} CPUs, load {load:.1f} at start; medians of 5 rounds in turns",
        ]
    )


def main(names: list[str]) -> None:
    """Measure and print."""
    print(about(), flush=True)
    measured: list[Line] = []
    for name in names or SECTIONS:
        print(f"… {name}", file=sys.stderr, flush=True)
        measured += SECTIONS[name]()
    print(as_text(measured))


if __name__ == "__main__":
    main(sys.argv[1:])
