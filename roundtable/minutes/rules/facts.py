"""What the platform itself wrote into a frozen text: it stays, word for word, whatever people write around it.

A frozen item keeps its votes, resolutions and tasks beside its text, in which they stand written out. Who writes the
text anew gets their lines instead (`[[Abstimmung 3]]`): a line may move, and one that is gone comes back at the end.
What people type in the same shape is no fact, and is named.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from roundtable.minutes.rules.blocks import Part, line_of, parts

_QUOTING = re.compile(r"[\s>]*")
_SIGNS = re.compile(r"(?:[\s>*_`~#+|\\-]|\d+[.)]\s)*")
_TITLE = re.compile(
    r"(?P<word>Abstimmung|Beschluss|Auftrag)\s+(?P<which>[A-ZÄÖÜ0-9/-]*\d)[\s*_`\\]*:"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A vote, resolution or task as it was frozen; the mark is its name, `Beschluss RT-2026-02/1`."""

    mark: str
    text: str

    @property
    def resolution(self) -> str:
        """The number, where it is a resolution."""
        return resolution_in(self.mark)


@dataclass(frozen=True, slots=True)
class Written:
    """A text in which every fact is written out, and these facts in their order."""

    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Imitation:
    """Typed lines that begin as a fact does; `quoted` ones have its shape, too."""

    mark: str
    quoted: bool

    @property
    def resolution(self) -> str:
        """The number, where it names a resolution."""
        return resolution_in(self.mark)


def resolution_in(mark: str) -> str:
    """`RT-2026-02/1` for `Beschluss RT-2026-02/1`; empty for the mark of anything else."""
    word, _space, which = mark.partition(" ")
    return which if word == "Beschluss" else ""


def unquoted(text: str) -> str:
    """The words of a fact, which stands in a text as a quotation."""
    return "\n".join(re.sub(r"^>[ ]?", "", line) for line in text.split("\n"))


def written(pieces: Iterable[Part]) -> Written:
    """The pieces of a text as one."""
    told = [Part(part.text.strip("\n"), part.mark) for part in pieces if part.text.strip()]
    facts = tuple(Fact(part.mark, part.text) for part in told if part.is_block)
    return Written("\n\n".join(part.text for part in told), facts)


def segments(text: str, facts: Sequence[Fact]) -> list[Part]:
    """The text in pieces, what people wrote and what is fixed; facts stand in the order of the text."""
    found, at = [], 0
    for fact in facts:
        start = _place_of(fact, text, at)
        if start is None:
            continue
        found += [Part(text[at:start]), Part(fact.text, fact.mark)]
        at = start + len(fact.text)
    found.append(Part(text[at:]))
    return [Part(part.text.strip("\n"), part.mark) for part in found if part.text.strip()]


def with_lines(text: str, facts: Sequence[Fact]) -> str:
    """The text as people write on it: the line of each fact in its place."""
    pieces = segments(text, facts)
    return "\n\n".join(line_of(part.mark) if part.is_block else part.text for part in pieces)


def with_facts(text: str, facts: Sequence[Fact]) -> Written:
    """A text that was written anew, with all its facts: where their lines stand, the others at the end."""
    if not facts:
        return Written(text)
    shown = {fact.mark: fact.text for fact in facts}
    return written(parts(with_lines(text, facts), shown, list(shown)))


def imitations(text: str, facts: Sequence[Fact]) -> list[Imitation]:
    """What people typed so that it begins as a fact does, in the order of the text."""
    typed = (part.text for part in segments(text, facts) if not part.is_block)
    return [found for piece in typed for found in _imitations(piece)]


def _imitations(text: str) -> Iterator[Imitation]:
    for line in _plain(text).split("\n"):
        signs = _SIGNS.match(line)
        title = _TITLE.match(line, signs.end() if signs else 0)
        if title:
            quoting = _QUOTING.match(line)
            is_quoted = quoting is not None and ">" in quoting[0]
            yield Imitation(f"{title['word']} {title['which']}", is_quoted)


def _plain(text: str) -> str:
    """As it looks: one spelling of letters, nothing invisible between them."""
    seen = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in seen if unicodedata.category(sign) != "Cf")


def _place_of(fact: Fact, text: str, at: int) -> int | None:
    """Where it begins, on lines of its own."""
    while (start := text.find(fact.text, at)) >= 0:
        end = start + len(fact.text)
        if (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n"):
            return start
        at = start + 1
    return None
