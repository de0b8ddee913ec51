"""Parts of German compounds, found with a lexicon: Engagementkarte is engagement + karte."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from search_index.german.stems import stem
from search_index.german.tables import SEED, STOP_WORDS, WHOLE

#: What German puts between the parts; the longest first, so that Karten is taken off whole.
JOINTS = ("", "s", "n", "es", "en", "er", "e", "innen")
SHORTEST_PART = 3
SHORTEST_WORD = 6
#: Longer words are data, not German.
LONGEST_WORD = 48
MOST_PARTS = 5
_WHOLE_STEMS = frozenset(map(stem, SEED | WHOLE))


class Lexicon:
    """Words that compounds are made of. Short parts (Amt, Rat) come from the seed alone.

    In front a word may have lost its last letter: Schulhof, Sprachkurs.
    """

    def __init__(self, more: Collection[str] = ()) -> None:
        self.more = frozenset(w for w in more if len(w) >= 5 and w.isalpha()) - STOP_WORDS - WHOLE
        self._words = SEED | self.more
        self._first_parts = self._words | {
            w[:-1] for w in self._words if w[-1] == "e" and len(w) > 4
        }
        self._stems = frozenset(map(stem, self._words))

    def knows(self, folded: str) -> bool:
        """Whether this is a listed word or an inflected form of one."""
        return folded in self._words or stem(folded) in self._stems

    def parts(self, folded: str) -> tuple[str, ...]:
        """The words inside a compound, none if it is simple; fewest and then longest first."""
        if not SHORTEST_WORD <= len(folded) <= LONGEST_WORD or folded in WHOLE or folded in SEED:
            return ()
        if stem(folded) in _WHOLE_STEMS or not folded.isalpha():
            return ()
        found = self._split(folded, MOST_PARTS, {})
        return found if found and len(found) > 1 else ()

    def _split(
        self, rest: str, most: int, seen: dict[tuple[str, int], tuple[str, ...] | None]
    ) -> tuple[str, ...] | None:
        """The best way to read the rest as at most so many words, or None."""
        if (rest, most) in seen:
            return seen[rest, most]
        readings: list[tuple[str, ...]] = [(rest,)] if self._is_last_part(rest) else []
        if most > 1:
            readings += [
                (head, *tail)
                for head, behind in self._heads(rest)
                if (tail := self._split(behind, most - 1, seen))
            ]
        best = min(readings, key=_cost, default=None)
        seen[rest, most] = best
        return best

    def _heads(self, rest: str) -> Iterator[tuple[str, str]]:
        """Listed words the rest begins with, and what follows behind the joint."""
        for end in range(SHORTEST_PART, len(rest) - SHORTEST_PART + 1):
            if rest[:end] not in self._first_parts:
                continue
            for joint in JOINTS:
                if rest.startswith(joint, end) and len(rest) - end - len(joint) >= SHORTEST_PART:
                    yield rest[:end], rest[end + len(joint) :]

    def _is_last_part(self, rest: str) -> bool:
        """The last part may be inflected: Radwege, Nachtbusse."""
        return rest in self._words or (len(rest) > SHORTEST_PART and self.knows(rest))


def _cost(reading: tuple[str, ...]) -> tuple[int, int]:
    """Seed words are parts themselves: of two readings the one with fewer, longer words wins."""
    return len(reading), -sum(len(word) ** 2 for word in reading)
