"""What minutes must name before they are laid before the table, and where it is missing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from roundtable.minutes.rules.public import Content
from roundtable.minutes.rules.states import REQUIRED

ESCAPE = re.compile(r"\\([^\w\s]|_)")


@dataclass(frozen=True)
class Motion:
    """What was put to the vote at an item, and what came of it; words as pages show them."""

    #: number of the item
    item: str
    title: str
    outcome: str


@dataclass(frozen=True)
class Gap:
    """One of `states.REQUIRED` that is missing; of an item, or of the whole."""

    what: str
    item: str = ""
    motion: Motion | None = None


def gaps(content: Content, motions: Iterable[Motion]) -> list[Gap]:
    """Everything that is missing, first in the head, then in the order of the items."""
    head = content.head
    found = {
        "place": head.place,
        "times": head.began and head.ended,
        "chair": head.chair,
        "presence": content.participants,
    }
    of_the_whole = [Gap(what) for what, said in found.items() if not said]
    return of_the_whole + list(_of_items(content, list(motions)))


def named(found: Iterable[Gap]) -> frozenset[str]:
    """Which of `states.REQUIRED` the minutes name."""
    return REQUIRED - {gap.what for gap in found}


def _of_items(content: Content, motions: Sequence[Motion]) -> Iterator[Gap]:
    """A motion is named by its title, a result by its word; in the text of the item, in any spelling of case."""
    for item in content.items:
        text = _plain(item.text)
        for motion in (one for one in motions if one.item == item.number):
            if _plain(motion.title) not in text:
                yield Gap("motions", item.number, motion)
            elif _plain(motion.outcome) not in text:
                yield Gap("results", item.number, motion)


def _plain(text: str) -> str:
    """Words in one line, without the signs that keep Markdown from reading more into them."""
    return " ".join(ESCAPE.sub(r"\1", text).casefold().split())
