"""Minutes for readers: what a frozen content says as a page, as Markdown and as PDF, block for block the same.

Before freezing, `faults` names what would not print, at its place, and `mended` repairs levels of headings.
Pure but for `as_pdf` and `faults`, which set type in a process of their own: not inside a transaction.
"""

from roundtable.minutes.printing.differences import Difference, differences
from roundtable.minutes.printing.faults import Fault, faults, obstacles, oddities
from roundtable.minutes.printing.headings import mended
from roundtable.minutes.printing.markdown import as_markdown
from roundtable.minutes.printing.page import HtmlItem, HtmlMinutes, HtmlPart, as_html, html_parts
from roundtable.minutes.printing.parts import note_of
from roundtable.minutes.printing.pdf import as_pdf
from roundtable.minutes.printing.stamp import Stamp

__all__ = [
    "Difference",
    "Fault",
    "HtmlItem",
    "HtmlMinutes",
    "HtmlPart",
    "Stamp",
    "as_html",
    "as_markdown",
    "as_pdf",
    "differences",
    "faults",
    "html_parts",
    "mended",
    "note_of",
    "obstacles",
    "oddities",
]
