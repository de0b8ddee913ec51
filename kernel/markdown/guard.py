"""What stands between a text and the Markdown renderer.

Python-Markdown's work grows with the square of some inputs, so a text of 50 kB can block the process for minutes.
The guard reads a text once and refuses what would be slow. It is not what keeps scripts out: that is the allow-list.
"""

import re

from kernel.markdown import limits
from kernel.text import tidied

TAB = 4

_BLANK_LINES = re.compile(r"\n(?:[ ]*\n)+")
_MARK = re.compile(r"\*+|_+|~+|`+|://|[\\\[<&]")
# `[text]`, `[text](address)` and `[text](address "title")`: what closes at once costs nothing.
_CLOSED_BRACKETS = re.compile(r"""\[[^\[\]]*\](?:\([^()"'<>\n]*(?:"[^"\n]*")?\)|(?!\())""")
_INDENT = re.compile(r"(?:[ ]|>|[*+-](?=[ ])|\d+\.(?=[ ]))*")
_LEVEL = re.compile(r"[ ]{4}|[>*+.-]")


def guard(text: str) -> None:
    """Let pass what renders at once; raise MarkdownTooComplex for the rest, or what `tidied` raises."""
    limits.CHARACTERS.hold(len(text))
    text = tidied(text).expandtabs(TAB)  # the renderer widens tabs too
    lines = text.split("\n")
    limits.CHARACTERS.hold(len(text))
    limits.LINES.hold(len(lines))
    limits.LEVELS.hold(max(map(_levels, lines)))
    paragraphs = _BLANK_LINES.split(text)
    for paragraph in paragraphs:
        _guard_paragraph(paragraph)
    limits.MARKS.hold(sum(map(_marks, paragraphs)))
    limits.CELLS.hold(sum(map(_cells, paragraphs)))


def _guard_paragraph(paragraph: str) -> None:
    limits.PARAGRAPH_CHARACTERS.hold(len(paragraph))
    limits.PARAGRAPH_LINES.hold(paragraph.count("\n") + 1)
    limits.PARAGRAPH_MARKS.hold(_marks(paragraph))
    limits.PARAGRAPH_BRACKETS.hold(paragraph.count("["))
    limits.LOOSE_BRACKETS.hold(_CLOSED_BRACKETS.sub("", paragraph).count("["))


def _marks(text: str) -> int:
    """Characters that may begin markup; a run such as `____` counts once."""
    return sum(1 for _ in _MARK.finditer(text))


def _cells(paragraph: str) -> int:
    """The cells of the paragraph as a table: the renderer fills every row up to the widest."""
    if "|" not in paragraph:
        return 0
    lines = paragraph.split("\n")
    return len(lines) * (max(line.count("|") for line in lines) + 1)


def _levels(line: str) -> int:
    """How deep the line stands in lists and quotations: its markers and steps of four spaces."""
    indent = _INDENT.match(line)
    return len(_LEVEL.findall(indent.group())) if indent else 0
