"""Who is in the room, read from a log that only grows."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Step(Generic[K]):
    """Somebody came for a seat, or left it."""

    seat: K
    inward: bool


def present(log: Iterable[Step[K]]) -> frozenset[K]:
    """The seats whose last step led in; the log is in the order of the steps."""
    last = {step.seat: step.inward for step in log}
    return frozenset(seat for seat, inward in last.items() if inward)
