"""Minutes as PDF, of the very HTML that the page shows."""

from kernel.i18n import _
from kernel.markdown.blocks import (
    Block,
    Blocks,
    Framed,
    Heading,
    Listing,
    Paragraph,
    Run,
    blocks_of,
)
from kernel.pdf import Document
from kernel.pdf import as_pdf as printed
from roundtable.minutes.printing.page import HtmlItem, HtmlMinutes, HtmlPart, as_html
from roundtable.minutes.printing.parts import (
    colophon_of,
    day_of,
    footer_of,
    origin_of,
    way_to,
)
from roundtable.minutes.printing.stamp import Stamp
from roundtable.minutes.rules.public import PublicContent


def as_pdf(content: PublicContent, stamp: Stamp | None = None, *, site: str = "") -> bytes:
    """The minutes as PDF/UA-1; without a stamp every sheet says that it is a preview.

    `site` is where our own addresses lead to. The same content, stamp and site give the same bytes. Raises what
    `kernel.pdf.as_pdf` raises.
    """
    return printed(document_of(content, stamp, site=site))


def document_of(content: PublicContent, stamp: Stamp | None = None, *, site: str = "") -> Document:
    """The same before it is set."""
    page = as_html(content)
    return Document(
        title=page.title,
        kicker=page.kicker,
        facts=page.facts,
        day=day_of(content, stamp),
        blocks=tuple(_blocks(page)),
        footer=footer_of(content.head, stamp),
        colophon=colophon_of(stamp),
        site=site,
    )


def _blocks(page: HtmlMinutes) -> list[Block]:
    blocks: list[Block] = []
    if page.people:
        entries = tuple((_paragraph(person),) for person in page.people)
        blocks += [_heading(_("Anwesend")), Listing(ordered=False, start=1, entries=entries)]
    for item in page.items:
        blocks += [_heading(item.heading), *_text(item)]
    return blocks


def _text(item: HtmlItem) -> Blocks:
    note = (_paragraph(item.note),) if item.note else ()
    return note + tuple(block for part in item.parts for block in _part(part))


def _part(part: HtmlPart) -> Blocks:
    """Facts in a frame, which no text can draw, with the way to the resolution."""
    blocks = blocks_of(part.html)
    if not part.mark:
        return blocks
    leads = (Run(way_to(part.resolution), href=part.address),)
    way = (Paragraph(leads),) if part.resolution else ()
    return (Framed(origin_of(part.mark), blocks + way),)


def _heading(text: str) -> Heading:
    return Heading(2, (Run(text),))


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))
