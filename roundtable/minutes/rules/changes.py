"""What one version says otherwise than the one before: the whole text, cut into what stayed, went and came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from roundtable.minutes.rules.facts import with_lines
from roundtable.minutes.rules.public import Content, Item, PublicItem
from roundtable.minutes.rules.splices import splices


class Kind(StrEnum):
    """What became of a part."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Part:
    """A piece of text."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class ItemChange:
    """An item whose text is another."""

    item: Item
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Passage:
    """Lines that say something else; empty where nothing stood there or stands there now."""

    before: str
    after: str


def changed_items(old: Content, new: Content) -> list[ItemChange]:
    """Items of the newer version that say something else, in its order; one that was not there is new as a whole."""
    before = {item.number: item for item in old.items}
    pairs = ((before.get(item.number), item) for item in new.items)
    return [
        ItemChange(item, parts(*beside(was, item)))
        for was, item in pairs
        if was is None or was.text != item.text
    ]


def beside(old: Item | PublicItem | None, new: Item | PublicItem | None) -> tuple[str, str]:
    """Both texts; a fact that both tell alike is its line, so that only what was written is compared."""
    both = set(old.facts) & set(new.facts) if old and new else set()

    def told(item: Item | PublicItem | None) -> str:
        if item is None or not both:
            return item.text if item else ""
        return with_lines(item.text, [fact for fact in item.facts if fact in both])

    return told(old), told(new)


def parts(old: str, new: str) -> tuple[Part, ...]:
    """Both texts in one: without what is new it is the old one, without what is gone the new one."""
    return tuple(part for part in _parts(old, new) if part.text)


def passages(old: str, new: str) -> list[Passage]:
    """The lines that say something else, before and after, in their order."""
    pieces = parts(f"{old}\n", f"{new}\n")  # so that the last line is as whole as the others
    return [one for one in _passages(pieces) if one.before != one.after]


def _passages(pieces: Iterable[Part]) -> Iterator[Passage]:
    """Changed pieces, made whole to the ends of their lines; changes in one line are one passage."""
    before = after = ""
    for piece in pieces:
        if piece.kind is Kind.GONE:
            before += piece.text
        elif piece.kind is Kind.NEW:
            after += piece.text
        else:
            rest, feed, _begun = piece.text.partition("\n")
            if not feed:
                before, after = before + piece.text, after + piece.text
                continue
            yield Passage((before + rest).strip("\n"), (after + rest).strip("\n"))
            before = after = piece.text.rpartition("\n")[2]
    yield Passage(before.strip("\n"), after.strip("\n"))


def _parts(old: str, new: str) -> Iterator[Part]:
    data, at = old.encode(), 0
    for change in reversed(splices(old, new)):
        yield Part(Kind.SAME, data[at : change.start].decode())
        yield Part(Kind.GONE, data[change.start : change.end].decode())
        yield Part(Kind.NEW, change.text)
        at = change.end
    yield Part(Kind.SAME, data[at:].decode())
