"""Levels of headings in Markdown: repaired, and moved below the headings of a whole document.

What pages show stays the same: a text whose headings cannot be moved for sure is left alone, and pages repair its
levels themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kernel.errors import RuleViolation
from kernel.markdown import render
from kernel.markdown.blocks import Blocks, blocks_of, headings_in
from kernel.text import tidied

#: the level at which headings of a text begin on a page, below those of page and item
HIGHEST = 3
#: what may stand before a heading: quotation marks, bullets, indentation of a list
_NESTED = r"(?:[ ]|>|[*+-](?=[ ])|\d+\.(?=[ ]))*"
_QUOTED = r"(?:[ ]{0,3}>[ ]?)*[ ]{0,3}"
#: the renderer's own idea of a heading
_MARKS = r"(?P<before>%s)#{1,6}(?P<words>(?:\\.|[^\\])*?)#*"
_UNDERLINE = re.compile(r"[=-]+[ ]*")


@dataclass(frozen=True, slots=True)
class _Found:
    """A heading in the source: its lines `[start, end)`, and the line without its level."""

    start: int
    end: int
    before: str
    words: str


def mended(text: str) -> str:
    """The text with headings from the first level on, none skipped, none empty; shown it is the same as before."""
    return moved(text, highest=1)


def moved(text: str, highest: int = HIGHEST) -> str:
    """The text with its headings at the levels that a page shows, where the first would be `highest`."""
    try:
        shown = _shown(text)
    except RuleViolation:  # whoever freezes it is told
        return text
    for before in (_NESTED, _QUOTED):
        changed = _moved(text, highest, re.compile(_MARKS % before))
        if changed is not None and _shown(changed) == shown:
            return changed
    return text


def _moved(text: str, highest: int, marked: re.Pattern[str]) -> str | None:
    """A try: None where the lines found are not the headings that are shown."""
    lines = tidied(text).split("\n")
    found = list(_headings(lines, marked))
    levels = [heading.level for heading in headings_in(blocks_of(render(text).html))]
    if len([each for each in found if each.words]) != len(levels):
        return None
    told = iter(levels)
    for each in reversed([(one, next(told) if one.words else None) for one in found]):
        heading, level = each
        lines[heading.start : heading.end] = [_line(heading, level, highest)]
    return "\n".join(lines)


def _line(heading: _Found, level: int | None, highest: int) -> str:
    if level is None:
        return heading.before.rstrip()
    closing = " #" if heading.words.endswith("#") else ""
    return f"{heading.before}{'#' * (level - HIGHEST + highest)} {heading.words}{closing}"


def _headings(lines: list[str], marked: re.Pattern[str]) -> Iterator[_Found]:
    for at, line in enumerate(lines):
        if found := marked.fullmatch(line):
            yield _Found(at, at + 1, found["before"], found["words"].strip())
        elif line.strip() and _is_underlined(lines, at):
            yield _Found(at, at + 2, "", line.strip())


def _is_underlined(lines: list[str], at: int) -> bool:
    """Whether this line begins a paragraph and the next one underlines it."""
    begins = at == 0 or not lines[at - 1].strip()
    return begins and at + 1 < len(lines) and bool(_UNDERLINE.fullmatch(lines[at + 1]))


def _shown(text: str) -> Blocks:
    return blocks_of(render(text).html)
