"""A rendered text as blocks of runs, for what is no page: print and whatever else sets type by itself.

It is read from the sanitised HTML that pages show, so every medium says the same. Nested emphasis is flat here: a run
is a stretch of text with the marks that hold for all of it. What the allow-list does not know cannot occur.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from kernel.markdown.markup import SafeHtml

#: how a run may be marked, in the order in which print nests them
MARKS = ("strong", "em", "code", "ins", "del")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HEADING = re.compile(r"h([3-6])")


@dataclass(frozen=True, slots=True)
class Run:
    """Text with the same marks throughout; a line feed is a line break. `href` is where it leads, or empty."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at the level it has on a page."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each entry holds blocks. `start` is the first number of an ordered one."""

    ordered: bool
    start: int
    entries: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks set off from the rest."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Framed:
    """Blocks of ours in a frame, under a line that says what they are; no Markdown makes one."""

    label: str
    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Lines as they were typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under one row of heads."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


Block = Paragraph | Heading | Listing | Quote | Framed | Preformatted | Rule | Table
Blocks = tuple[Block, ...]


def headings_in(blocks: Blocks) -> Iterator[Heading]:
    """The headings in the order of reading, those in lists and quotations too."""
    for block in blocks:
        match block:
            case Heading():
                yield block
            case Quote() | Framed():
                yield from headings_in(block.blocks)
            case Listing():
                for entry in block.entries:
                    yield from headings_in(entry)


def blocks_of(html: SafeHtml) -> Blocks:
    """The blocks of sanitised HTML, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(_blocks(reader.root))


class _Element:
    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[_Element | str] = []

    def parts(self, *tags: str) -> list["_Element"]:
        return [each for each in self.children if isinstance(each, _Element) and each.tag in tags]


class _Reader(HTMLParser):
    """Sanitised HTML is well nested, so a stack is all that is needed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = _Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in {"br", "hr"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close it, with whatever is open inside."""
        while len(self._open) > 1 and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self._open[-1].children.append(data)


_INLINE = {*MARKS, "a", "br"}


def _blocks(element: _Element) -> Iterator[Block]:
    """The blocks inside; text that stands loose between them is a paragraph."""
    loose: list[_Element | str] = []
    for child in element.children:
        if isinstance(child, str) or child.tag in _INLINE:
            loose.append(child)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from _block(child)
    yield from _paragraph(loose)


def _block(element: _Element) -> Iterator[Block]:
    match element.tag:
        case "p":
            yield from _paragraph(element.children)
        case "ul" | "ol":
            entries = tuple(tuple(_blocks(entry)) for entry in element.parts("li"))
            start = int(element.attributes.get("start") or 1)
            yield Listing(element.tag == "ol", start, entries)
        case "blockquote":
            yield Quote(tuple(_blocks(element)))
        case "pre":
            if text := "".join(_texts(element)).strip("\n"):
                yield Preformatted(text)
        case "hr":
            yield Rule()
        case "table":
            yield _table(element)
        case tag if level := _HEADING.fullmatch(tag):
            if runs := _runs(element.children):  # one without a word has nothing to announce
                yield Heading(int(level[1]), runs)
        case _:  # a part out of place: its content stays
            yield from _blocks(element)


def _paragraph(children: list[_Element | str]) -> Iterator[Paragraph]:
    if runs := _runs(children):
        yield Paragraph(runs)


def _table(element: _Element) -> Table:
    heads = [row for part in element.parts("thead") for row in part.parts("tr")]
    rows = [row for part in element.parts("tbody") for row in part.parts("tr")]
    cells = [tuple(_runs(cell.children) for cell in row.parts("th", "td")) for row in heads + rows]
    return Table(cells[0] if heads else (), tuple(cells[len(heads) :]))


def _texts(element: _Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def _runs(children: list[_Element | str]) -> Runs:
    """The runs, spaces as a browser shows them; neighbours with the same marks are one."""
    joined: list[Run] = []
    for run in _marked(children, frozenset(), ""):
        text = _SPACE.sub(" ", run.text) if run.text != "\n" else run.text
        if (not joined or joined[-1].text.endswith((" ", "\n"))) and text.startswith(" "):
            text = text[1:]
        if text == "\n" and joined and joined[-1].text.endswith(" "):
            joined[-1] = Run(joined[-1].text[:-1], joined[-1].marks, joined[-1].href)
        if not text:
            continue
        if joined and (joined[-1].marks, joined[-1].href) == (run.marks, run.href):
            joined[-1] = Run(joined[-1].text + text, run.marks, run.href)
        else:
            joined.append(Run(text, run.marks, run.href))
    return _trimmed(joined)


def _trimmed(runs: list[Run]) -> Runs:
    while runs and not runs[-1].text.rstrip(" \n"):
        runs.pop()
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(" \n"), runs[-1].marks, runs[-1].href)
    return tuple(run for run in runs if run.text)


def _marked(children: list[_Element | str], marks: frozenset[str], href: str) -> Iterator[Run]:
    for child in children:
        if isinstance(child, str):
            yield Run(child, tuple(mark for mark in MARKS if mark in marks), href)
        elif child.tag == "br":
            yield Run("\n", tuple(mark for mark in MARKS if mark in marks), href)
        else:
            within = marks | ({child.tag} & set(MARKS))
            yield from _marked(child.children, within, child.attributes.get("href") or href)
