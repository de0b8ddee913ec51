"""Work that costs as much for many as for one, such as a commit: who comes while it is done waits, and is done next
with all others who wait.

Nobody is told before the work of their own batch has ended, and each gets an answer of their own.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from kernel.error_pages import is_outage
from kernel.fair_lock import FairLock

T = TypeVar("T")
R = TypeVar("R")
#: how long to rest between two batches, in the time of the work before; but nobody shall feel it
REST = 10
LONGEST_REST_S = 0.065


class Together(Generic[T, R]):
    """Does what comes in batches, each by one of those who wait, in the order they came.

    `work` answers for each of a batch in its order. Where it raises, nothing of the batch may have been done: each is
    then done alone, so one that cannot be done fails alone; an outage of the database is everybody's.

    After a batch it rests: the busier it is, the more are done at once, and most of the processor stays for others. Who
    comes alone waits for nothing.
    """

    def __init__(
        self,
        work: Callable[[Sequence[T]], Sequence[R]],
        *,
        most: int,
        longest_rest_s: float = LONGEST_REST_S,
    ) -> None:
        self._work = work
        self._most = most
        self._longest_rest_s = longest_rest_s
        self._turn = FairLock()
        self._waiting: deque[_Place[T, R]] = deque()
        self._rested_at = 0.0

    def do(self, thing: T) -> R:
        """The answer to this thing, once its batch is done; raises what its work raises."""
        place: _Place[T, R] = _Place(thing)
        self._waiting.append(place)
        with self._turn:
            while not place.answers and place.error is None:
                self._serve()
        if place.error is not None:
            raise place.error
        return place.answers[0]

    def _serve(self) -> None:
        self._rest()
        batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        begun = time.monotonic()
        try:
            self._done(batch)
        except BaseException:
            self._waiting.extendleft(reversed([each for each in batch if not each.is_over]))
            raise
        ended = time.monotonic()
        self._rested_at = ended + min(REST * (ended - begun), self._longest_rest_s)

    def _rest(self) -> None:
        """At least as long as who has come at the same moment needs to get in line."""
        time.sleep(max(0.0, self._rested_at - time.monotonic()))

    def _done(self, batch: "Sequence[_Place[T, R]]") -> None:
        try:
            answers = self._work([each.thing for each in batch])
        except Exception as error:
            if len(batch) == 1 or is_outage(error):
                for each in batch:
                    each.error = error
                return
            for each in batch:
                self._done([each])
            return
        for each, answer in zip(batch, answers, strict=True):
            each.answers.append(answer)


class _Place(Generic[T, R]):
    """Somebody's thing in the queue, and what became of it."""

    def __init__(self, thing: T) -> None:
        self.thing = thing
        self.answers: list[R] = []
        self.error: Exception | None = None

    @property
    def is_over(self) -> bool:
        return bool(self.answers) or self.error is not None
