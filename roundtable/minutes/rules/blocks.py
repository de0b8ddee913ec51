"""Lines of minutes that stand for what rows say: `[[Abstimmung 3]]`, `[[Beschluss RT-2026-02/1]]`.

Somebody may move such a line, delete it or write it twice: what it shows comes from rows, so no edit falsifies it. A
line is known by its mark, the words between the brackets. What must be told and is told nowhere comes at the end, what
stands twice is drawn once, and a mark of something else remains as mere words: they say nothing.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

LINE = re.compile(
    r"\s*\[\[\s*(?P<word>Abstimmung|Beschluss|Auftrag|Anwesenheit)(?P<which>\s+[A-Z0-9/-]{1,40})?\s*\]\]\s*"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of minutes: what people wrote, or a block with what it shows."""

    text: str
    mark: str = ""

    @property
    def is_block(self) -> bool:
        """Whether rows say it."""
        return bool(self.mark)


def line_of(mark: str) -> str:
    """The line that stands for it."""
    return f"[[{mark}]]"


def mark_of(line: str) -> str:
    """The mark of a line; empty for any other line."""
    found = LINE.fullmatch(line)
    return " ".join(f"{found['word']} {found['which'] or ''}".split()) if found else ""


def marks_in(text: str) -> list[str]:
    """The marks of a text in their order, as often as they stand there."""
    return [mark for line in text.split("\n") if (mark := mark_of(line))]


def with_line(text: str, mark: str) -> str:
    """The text with the line at its end, apart from what is written; unchanged where it stands already."""
    if mark in marks_in(text):
        return text
    lines = text.split("\n")
    last = lines[-2] if len(lines) > 1 and not lines[-1] else lines[-1]
    begun = "" if not text or text.endswith("\n") else "\n"
    gap = "" if not last.strip() or mark_of(last) else "\n"
    return f"{text}{begun}{gap}{line_of(mark)}\n"


def parts(text: str, shown: Mapping[str, str], needed: Collection[str]) -> list[Part]:
    """The text in pieces: each block once, at its first place; needed ones that are missing at the end.

    `shown` says by mark what may stand here, `needed` what must.
    """
    told: set[str] = set()
    found: list[Part] = []
    for mark, lines in _runs(text):
        if mark not in shown:
            found.append(Part("\n".join(lines)))
        elif mark not in told:
            told.add(mark)
            found.append(Part(shown[mark], mark))
    missing = [mark for mark in needed if mark not in told]
    return [*_joined(found), *(Part(shown[mark], mark) for mark in missing)]


def _runs(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Each line that is a mark alone, with its words; the lines between them together."""
    waiting: list[str] = []
    for line in text.split("\n"):
        if mark := mark_of(line):
            yield "", waiting
            waiting = []
            yield mark, [mark]
        else:
            waiting.append(line)
    yield "", waiting


def _joined(found: Sequence[Part]) -> Iterator[Part]:
    """What people wrote in a row is one piece; empty pieces are none."""
    waiting: list[str] = []
    for part in found:
        if not part.is_block:
            waiting.append(part.text)
            continue
        yield from _written(waiting)
        waiting = []
        yield part
    yield from _written(waiting)


def _written(pieces: Sequence[str]) -> Iterator[Part]:
    text = "\n".join(pieces).strip("\n")
    if text.strip():
        yield Part(text)
