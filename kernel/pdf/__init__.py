"""Documents as tagged PDF (PDF/UA-1), set by Typst from a template of ours.

What people wrote goes in as data and is never read as Typst source. The same document gives the same bytes, as long as
Typst, template and fonts stay. Setting needs up to a second and 100 MB, so it happens in a process of its own, which is
ended when it takes too long. Not inside a transaction: others would wait.
"""

from kernel.pdf.characters import missing_in, printable
from kernel.pdf.document import Document
from kernel.pdf.setting import DocumentTooLarge, PrintingFailed, PrintingTooSlow, as_pdf

__all__ = [
    "Document",
    "DocumentTooLarge",
    "PrintingFailed",
    "PrintingTooSlow",
    "as_pdf",
    "missing_in",
    "printable",
]
