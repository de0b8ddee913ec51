"""What one version says otherwise than the one before: the whole text, cut into what stayed, went and came.

Where an edit changed letters, whole words are told: nobody reads a part of one.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    passages: tuple["Passage", ...]


@dataclass(frozen=True)
class Passage:
    """Lines that say something else; empty where nothing stood there or stands there now."""

    before: str
    after: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """Both in one, cut into what stayed, went and came."""
        return parts(self.before, self.after)


def changed_items(old: Content, new: Content) -> list[ItemChange]:
    """Items of the newer version that say something else, in its order; one that was not there is new as a whole."""
    before = {item.number: item for item in old.items}
    pairs = ((before.get(item.number), item) for item in new.items)
    return [
        ItemChange(item, tuple(passages(*beside(was, item))))
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
    kept, changes = list[str](), list[tuple[str, str]]()
    for change in reversed(splices(old, new)):
        kept.append(data[at : change.start].decode())
        changes.append((data[change.start : change.end].decode(), change.text))
        at = change.end
    yield from _whole_words([*kept, data[at:].decode()], changes)


def _whole_words(kept: Sequence[str], changes: Sequence[tuple[str, str]]) -> Iterator[Part]:
    """Changes made whole to the ends of their words; those that only spaces part are one."""
    left, done = [kept[0]], list[tuple[str, str]]()
    for edit, behind in zip(changes, kept[1:], strict=True):
        before, change, rest = _widened(left.pop(), edit, behind)
        while done and not before.strip(" "):
            gone, came = done.pop()
            joined = (gone + before + change[0], came + before + change[1])
            before, change, rest = _widened(left.pop(), joined, rest)
        left += [before, rest]
        done.append(change)
    for same, (gone, came) in zip(left, done, strict=False):
        yield from (Part(Kind.SAME, same), Part(Kind.GONE, gone), Part(Kind.NEW, came))
    yield Part(Kind.SAME, left[-1])


def _widened(before: str, change: tuple[str, str], rest: str) -> tuple[str, tuple[str, str], str]:
    """The change takes the rest of the words that it begins and ends in from what stayed around it."""
    for side in (0, -1, 0):
        if not any(words and not words[side].isspace() for words in change):
            continue
        if side == 0:
            tail = "" if before[-1:].isspace() else "".join(before.rsplit(None, 1)[-1:])
            before, change = before.removesuffix(tail), (tail + change[0], tail + change[1])
        else:
            head = "" if rest[:1].isspace() else "".join(rest.split(None, 1)[:1])
            rest, change = rest.removeprefix(head), (change[0] + head, change[1] + head)
    return before, change, rest
