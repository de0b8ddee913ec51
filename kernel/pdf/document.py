"""What is printed, and how it is handed to the template: plain JSON, every character printable."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.markdown.blocks import (
    Block,
    Framed,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Runs,
    Table,
)
from kernel.pdf.characters import printable

#: longer words may break, in pieces of this length; hardly any German word is
LONGEST = 32
_WORDS = re.compile(r"( +)")

#: a stretch of text, or a box with a part of a long word
Piece = str | list[str]
Data = dict[str, Any]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document; texts are plain, blocks come from rendered Markdown or are made by us."""

    title: str
    #: the day it says it is from; also what makes its bytes repeatable
    day: date
    blocks: tuple[Block, ...]
    #: a line above the title
    kicker: str = ""
    #: what and its value, under the title
    facts: Pairs = ()
    #: at the foot of each page, beside its number
    footer: str = ""
    #: what and its value, at the end: version, hash, address
    colophon: Pairs = ()
    #: where addresses of ours lead to, without the slash at the end
    site: str = ""


def as_json(document: Document) -> str:
    """The data of the template, canonical."""
    data = {
        "title": _line(document.title),
        "day": [document.day.year, document.day.month, document.day.day],
        "kicker": _line(document.kicker),
        "facts": _pairs(document.facts),
        "footer": _line(document.footer),
        "colophon": _pairs(document.colophon),
        "blocks": _Writer(document.site).blocks(document.blocks),
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class _Writer:
    """Blocks as data, in the order of reading; headings skip no level, as PDF/UA wants it."""

    def __init__(self, site: str) -> None:
        self._site, self._level = site, 1

    def blocks(self, blocks: Iterable[Block]) -> list[Data]:
        """All that show something: a heading of invisible characters announces nothing."""
        return [self._block(block) for block in blocks if not _is_blank(block)]

    def _block(self, block: Block) -> Data:
        match block:
            case Paragraph() | Heading():
                return self._text(block)
            case Listing():
                kind = "numbers" if block.ordered else "points"
                entries = [self.blocks(entry) for entry in block.entries]
                return {"is": kind, "start": block.start, "entries": entries}
            case Quote() | Framed():
                return self._apart(block)
            case Table():
                return {"is": "table", "columns": _width(block), **self._cells(block)}
            case Preformatted():
                return {"is": "lines", "lines": _lines(block.text)}
        return {"is": "rule"}

    def _apart(self, block: Quote | Framed) -> Data:
        within = self.blocks(block.blocks)
        if isinstance(block, Framed):
            return {"is": "frame", "label": _line(block.label), "blocks": within}
        return {"is": "quote", "blocks": within}

    def _text(self, block: Paragraph | Heading) -> Data:
        runs = self._runs(block.runs)
        if isinstance(block, Paragraph):
            return {"is": "paragraph", "runs": runs}
        self._level = max(2, min(block.level, self._level + 1))
        return {"is": "heading", "level": self._level, "runs": runs}

    def _cells(self, table: Table) -> Data:
        head = [self._runs(cell) for cell in table.head]
        return {"head": head, "rows": [[self._runs(cell) for cell in row] for row in table.rows]}

    def _runs(self, runs: Runs) -> list[Data]:
        return [
            {"lines": _lines(run.text), "marks": list(run.marks), "href": self._target(run.href)}
            for run in runs
        ]

    def _target(self, href: str) -> str:
        """Where it leads from paper; places on the page itself lead nowhere."""
        if href.startswith("/"):
            return f"{self._site}{href}" if self._site else ""
        return "" if href.startswith("#") else href


def _is_blank(block: Block) -> bool:
    if not isinstance(block, Paragraph | Heading):
        return False
    return not printable("".join(run.text for run in block.runs)).strip()


def _pairs(pairs: Pairs) -> list[list[Any]]:
    return [[_line(name), _lines(value)] for name, value in pairs]


def _width(table: Table) -> int:
    return max([1, len(table.head), *map(len, table.rows)])


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _lines(text: str) -> list[list[Piece]]:
    return [_pieces(line) for line in printable(text).split("\n")]


def _pieces(line: str) -> list[Piece]:
    """The line; a word that is too long for any line as boxes, between which it may break."""
    pieces: list[Piece] = []
    for word in _WORDS.split(line):
        if len(word) > LONGEST and not word.isspace():
            pieces += [[word[at : at + LONGEST]] for at in range(0, len(word), LONGEST)]
        elif pieces and isinstance(pieces[-1], str):
            pieces[-1] += word
        elif word:
            pieces.append(word)
    return pieces
