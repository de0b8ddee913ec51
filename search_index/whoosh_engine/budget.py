"""The time one question may take before common words are left out."""

from __future__ import annotations

from collections.abc import Callable

SECONDS = 0.5


class Budget:
    """Counts from its making; remembers whether anything was left out."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ends = clock() + SECONDS
        self.was_short = False

    def is_spent(self) -> bool:
        """Whether to leave something out now; whoever asks and hears yes does so."""
        if self._clock() >= self._ends:
            self.was_short = True
        return self.was_short
