"""What a form has changed in a text, as small as can be found in bounded time, so that others' edits beside it survive.

Lines are compared first, then words inside changed lines, then letters at both ends of changed words. Lines or words
that occur once on both sides are anchors ("patience diff", Bram Cohen); what lies between is compared exactly where
that is cheap, and replaced as a whole where it is not: 50,000 equal lines would take hours otherwise.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from roundtable.minutes.rules.positions import InsideCharacter, is_boundary

MOST_COMPARISONS = 500_000
WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace bytes `[start, end)` of the old text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Change:
    """Old parts `[a, b)` became new parts `[c, d)`."""

    a: int
    b: int
    c: int
    d: int


def splices(old: str, new: str) -> tuple[Splice, ...]:
    """Turn the old text into the new one; the last place comes first, so that earlier positions stay true."""
    return tuple(_splices(old, new))[::-1]


def spliced(old: str, changes: Sequence[Splice]) -> str:
    """The old text after these splices; InsideCharacter where one cuts a character."""
    data = old.encode()
    for change in changes:
        if not (is_boundary(data, change.start) and is_boundary(data, change.end)):
            raise InsideCharacter(f"bytes {change.start} to {change.end}")
        data = data[: change.start] + change.text.encode() + data[change.end :]
    return data.decode()


def _splices(old: str, new: str) -> Iterator[Splice]:
    offset = 0
    for before, after, changed in _compared(_lines(old), _lines(new)):
        if not changed:
            offset += len(before.encode())
            continue
        for word_before, word_after, differs in _compared(
            WORDS.findall(before), WORDS.findall(after)
        ):
            if differs:
                yield _trimmed(offset, word_before, word_after)
            offset += len(word_before.encode())


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Both texts cut at the same places: (old part, new part, whether they differ)."""
    at_old = at_new = 0
    for change in _changes(old, new):
        yield "".join(old[at_old : change.a]), "".join(new[at_new : change.c]), False
        yield "".join(old[change.a : change.b]), "".join(new[change.c : change.d]), True
        at_old, at_new = change.b, change.d
    yield "".join(old[at_old:]), "".join(new[at_new:]), False


def _trimmed(offset: int, before: str, after: str) -> Splice:
    """The splice without what both begin and end with."""
    head = _same_start(before, after)
    tail = _same_start(before[head:][::-1], after[head:][::-1])
    start = offset + len(before[:head].encode())
    kept = before[head : len(before) - tail]
    return Splice(start, start + len(kept.encode()), after[head : len(after) - tail])


def _same_start(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """What differs, in order."""
    head = _same_start(old, new)
    tail = _same_start(old[head:][::-1], new[head:][::-1])
    end_old, end_new = len(old) - tail, len(new) - tail
    anchors = _anchors(old[head:end_old], new[head:end_new])
    a, c = head, head
    for at_old, at_new in [*anchors, (end_old - head, end_new - head)]:
        b, d = head + at_old, head + at_new
        yield from _between(old, new, _Change(a, b, c, d))
        a, c = b + 1, d + 1


def _between(old: Sequence[str], new: Sequence[str], gap: _Change) -> Iterator[_Change]:
    """The changes between two anchors, exact where that is cheap."""
    before, after = old[gap.a : gap.b], new[gap.c : gap.d]
    if not before and not after:
        return
    if _comparisons(before, after) > MOST_COMPARISONS:
        yield gap
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield _Change(gap.a + a, gap.a + b, gap.c + c, gap.c + d)


def _comparisons(old: Sequence[str], new: Sequence[str]) -> int:
    """No comparison takes more steps: equal pairs are walked once for each part that is found."""
    left, right = Counter(old), Counter(new)
    pairs = sum(count * right[part] for part, count in left.items())
    return pairs * (min(len(old), len(new)) + 1)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of parts that are unique on both sides and in the same order."""
    left, right = Counter(old), Counter(new)
    place = {part: at for at, part in enumerate(new) if right[part] == 1}
    pairs = [(at, place[p]) for at, p in enumerate(old) if left[p] == 1 and p in place]
    ends: list[int] = []
    lengths: list[int] = []
    for _, at in pairs:
        length = bisect_left(ends, at)
        ends[length : length + 1] = [at]
        lengths.append(length)
    return _longest(pairs, lengths)


def _longest(pairs: list[tuple[int, int]], lengths: list[int]) -> list[tuple[int, int]]:
    """Walk back over the lengths of the increasing runs that end at each pair."""
    found: list[tuple[int, int]] = []
    wanted = max(lengths, default=-1)
    for pair, length in zip(reversed(pairs), reversed(lengths), strict=True):
        if length == wanted and (not found or pair[1] < found[-1][1]):
            found.append(pair)
            wanted -= 1
    return found[::-1]
