"""`python -m bench [SECTION …]`: measure all sections, or the named ones, and print one table."""

import os
import platform
import sqlite3
import sys
from collections.abc import Callable
from importlib.metadata import version

from bench import casting, counting, minutes, pages, search, starting
from bench.live import chat, editors, idle, limits, printing, servers
from bench.table import Line, as_text

SECTIONS: dict[str, Callable[[], list[Line]]] = {
    "pages": pages.lines,
    "casting": casting.lines,
    "counting": counting.lines,
    "minutes": minutes.lines,
    "search": search.lines,
    "starting": starting.lines,
    "live-chat": chat.lines,
    "live-editors": editors.lines,
    "live-limits": limits.lines,
    "live-idle": idle.lines,
    "live-print": printing.lines,
}
PARTS = ("flask", "sqlalchemy", "gevent", "psycopg", "whoosh-reloaded")


def about(sections: list[str]) -> str:
    """What the figures were measured on and with."""
    parts = ", ".join(f"{part} {version(part)}" for part in PARTS)
    load = os.getloadavg()[0]
    told = [
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {parts}",
        f"{os.cpu_count()} CPUs, load {load:.1f} at start; medians of 5 rounds in turns, of the live line 3",
    ]
    if any(_is_meant("live", section) for section in sections):
        told.insert(1, servers.versions())
    return "\n".join(told)


def chosen(names: list[str]) -> list[str]:
    """The sections that are meant, all for none: by their names, or by what stands before the hyphen."""
    if unknown := [n for n in names if not any(_is_meant(n, section) for section in SECTIONS)]:
        sys.exit(f"No such section: {', '.join(unknown)}. There are: {', '.join(SECTIONS)}.")
    return [s for s in SECTIONS if not names or any(_is_meant(name, s) for name in names)]


def _is_meant(name: str, section: str) -> bool:
    return name in {section, section.partition("-")[0]}


def main(names: list[str]) -> None:
    """Measure and print."""
    sections = chosen(names)
    print(about(sections), flush=True)
    measured: list[Line] = []
    for name in sections:
        print(f"… {name}", file=sys.stderr, flush=True)
        measured += SECTIONS[name]()
    print(as_text(measured))


if __name__ == "__main__":
    main(sys.argv[1:])
