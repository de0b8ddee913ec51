"""What was worked out once and may be asked again; what nobody asks for goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from search_index.locks import native_lock
from search_index.questions.alternatives import Reading

#: Words and terms of questions that are remembered for one set of visible rows.
MOST_READINGS = 256
MOST_TERMS = 4096

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """A bounded memory, safe to share between threads; each thing weighs something, 1 unless said."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._things: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = native_lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: K) -> V | None:
        """The thing, None if it is not known (any more)."""
        with self._lock:
            if (found := self._things.get(key)) is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: K, thing: V, weight: int = 1) -> V:
        """Keep a thing; one that is heavier than the whole bound is not kept."""
        if weight <= self._most:
            with self._lock:
                self._drop(key)
                self._things[key] = thing, weight
                self._weight += weight
                while self._weight > self._most:
                    self._drop(next(iter(self._things)))
        return thing

    def drop(self, is_unwanted: Callable[[K], bool]) -> None:
        """Forget the things with such keys."""
        with self._lock:
            for key in list(filter(is_unwanted, self._things)):
                self._drop(key)

    def _drop(self, key: K) -> None:
        _, weight = self._things.pop(key, (None, 0))
        self._weight -= weight


class Known(NamedTuple):
    """What a word may be, the visible rows that meet it, and how many public ones do."""

    reading: Reading
    rows: tuple[int, ...]
    frequency: int


class Memory:
    """What was found out about words, for those who see the same rows of the same commit."""

    def __init__(self) -> None:
        self.readings: Remembered[tuple[object, ...], Known] = Remembered(MOST_READINGS)
        self.idf: Remembered[tuple[str, int], float] = Remembered(MOST_TERMS)
