"""A PDF of thirty pages: how long it takes, and how much memory at most.

Ours is `kernel.pdf`, tagged, from the Markdown of minutes with headings, lists, motions and a table on every page. The
reference is Typst in a process of its own, too, which sets the same characters as plain paragraphs.
"""

import subprocess
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from bench.live.turns import Figures, beside, blank
from bench.table import Line
from kernel.markdown import render
from kernel.markdown.blocks import blocks_of
from kernel.pdf import Document, as_pdf
from kernel.pdf.document import as_json
from tests.support.source_tree import ROOT

OURS = ROOT / "kernel" / "pdf" / "typesetter.py"
PLAIN = Path(__file__).with_name("plain_print.py")
PYTHON = (sys.executable, "-I")
#: the system counts the memory of who starts a process for the process, too: a small one starts it
WATCH = """
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(pid, 0)
print(used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
PAGES, FEW = 30, 10
WORDS = (
    "Die Leitung eröffnet die Sitzung und stellt fest, dass der Tisch beschlussfähig ist. "
    "Aus der Verwaltung wird berichtet, dass die Mittel für das Ehrenamt im nächsten Jahr "
    "um **zehn Prozent** steigen; Näheres regelt die *Richtlinie* der Behörde. "
)
ITEM = (
    "## Tagesordnungspunkt {number}\n\n"
    + f"{WORDS * 2}\n\n{WORDS * 3}\n\n"
    + "- Öffnungszeiten am Abend\n- Wege ohne Auto\n- Hilfe beim Ausfüllen\n\n"
    + "> Antrag {number}: Der Tisch empfiehlt, die Karte zu verlängern.\n\n"
    + "| Gruppe | dafür | dagegen |\n| --- | --- | --- |\n"
    + "| Unternehmen | 4 | 1 |\n| Verwaltung | 3 | 0 |\n\n"
    + f"{WORDS * 3}\n\n"
)


def lines() -> list[Line]:
    """Time and memory."""
    document, text = _of_thirty_pages()
    data = as_json(document).encode()

    def ours() -> Figures:
        begun = time.perf_counter()
        as_pdf(document)
        return {"s": time.perf_counter() - begun, "mb": _most_mb(OURS, data)}

    def plain() -> Figures:
        begun = time.perf_counter()
        subprocess.run(
            [*PYTHON, str(PLAIN)], input=text.encode(), stdout=subprocess.DEVNULL, check=True
        )
        return {"s": time.perf_counter() - begun, "mb": _most_mb(PLAIN, text.encode())}

    found = beside(ours, plain)
    what = f"PDF of {PAGES} pages"
    return [
        found.line("s", blank(what, "s", 1, is_absolute=True)),
        found.line("mb", blank(f"{what}, most memory", "MB", 150, is_absolute=True)),
    ]


def _of_thirty_pages() -> tuple[Document, str]:
    """Minutes of so many pages, and their text without marks."""
    items = FEW * PAGES // _pages(_minutes(FEW)[0])
    while _pages(_minutes(items)[0]) < PAGES:
        items += 1
    return _minutes(items)


def _minutes(items: int) -> tuple[Document, str]:
    rendered = [render(ITEM.format(number=number)) for number in range(1, items + 1)]
    blocks = tuple(block for each in rendered for block in blocks_of(each.html))
    document = Document(title="Protokoll", day=date(2026, 4, 9), blocks=blocks)
    return document, "\n".join(each.plain for each in rendered)


def _pages(document: Document) -> int:
    return len(PdfReader(BytesIO(as_pdf(document))).pages)


def _most_mb(program: Path, data: bytes) -> float:
    """The most memory that a typesetter had, set to work by a small process of its own."""
    done = subprocess.run(
        [*PYTHON, "-c", WATCH, *PYTHON, str(program)], input=data, capture_output=True, check=True
    )
    return int(done.stderr) * 1.024 / 1_000
