"""Markdown to sanitised HTML.

Raw HTML and images are not part of the language: what looks like them is shown as typed,
so nobody's words vanish. A line break in the source is one on the page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kernel.markdown.guard import guard
from kernel.markdown.markup import SafeHtml, plain_of, sanitised
from kernel.text import tidied

RENDERER_VERSION = 1
"""Rises when the same text gives other HTML; stored HTML of older versions is rendered anew."""

HIGHEST_HEADING = 3  # h1 and h2 belong to the page around the text
LOWEST_HEADING = 6
# Ends before punctuation that belongs to the sentence; STX and ETX enclose finished markup.
BARE_ADDRESS = r"\bhttps?://[^\s<>\x02\x03]*[^\s<>\x02\x03.,;:!?()\[\]{}\"'“”„‘’«»…*_~]"
# One line that begins with a letter, of marks that mean nothing here: most of what people say to each other.
LETTERS = "A-Za-zÄÖÜäöüß"
PLAIN = re.compile(f"[{LETTERS}](?:[{LETTERS}0-9 .,;?!]*[{LETTERS}0-9.,;?!])?")
RAW_HTML = ("html", "entity", "image_link", "image_reference", "short_image_ref")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as it is stored: tidied, as HTML of a renderer's version, as plain lines."""

    text: str
    html: SafeHtml
    version: int
    plain: str


def render(text: str) -> Rendered:
    """The text as sanitised HTML and as plain text.

    Raises what `guard` raises. The same text gives the same HTML while the version stays.
    """
    guard(text)
    text = tidied(text)
    html = sanitised(f"<p>{text}</p>" if PLAIN.fullmatch(text) else _markdown().convert(text))
    return Rendered(text, html, RENDERER_VERSION, plain_of(html))


def _markdown() -> Markdown:
    """A renderer of its own for each text: one keeps state, and making it takes 0.3 ms."""
    return Markdown(extensions=["tables", "sane_lists", "nl2br", House()], output_format="html")


class House(Extension):
    """Our dialect: no raw HTML, no images; bare addresses are links, `~~` strikes out."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register what differs from plain Markdown."""
        md.preprocessors.deregister("html_block")
        for pattern in RAW_HTML:
            md.inlinePatterns.deregister(pattern)
        md.inlinePatterns.register(BareAddress(BARE_ADDRESS, md), "bare_address", 70)
        if md.delimiters is not None:
            md.delimiters.add("~", "del", double=True)
        md.treeprocessors.register(Headings(md), "headings", 15)


class BareAddress(InlineProcessor):
    """An address written without brackets is a link."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        """The link, and what it replaces."""
        link = Element("a", href=m.group())
        link.text = AtomicString(m.group())
        return link, m.start(), m.end()


class Headings(Treeprocessor):
    """Headings of a text start below those of the page and skip no level."""

    def run(self, root: Element) -> None:
        """Rename the headings in place."""
        headings = [element for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]
        levels = outline(int(heading.tag[1]) for heading in headings)
        for heading, level in zip(headings, levels, strict=True):
            heading.tag = f"h{level}"


def outline(levels: Iterable[int]) -> Iterable[int]:
    """The level on the page of each heading, given the levels the author chose."""
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield min(HIGHEST_HEADING + len(above) - 1, LOWEST_HEADING)
