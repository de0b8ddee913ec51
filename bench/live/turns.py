"""Rounds that give several figures at once, and the rows of the table that are made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles
from typing import TypeVar

from bench.table import Line

ROUNDS = 3
#: share of its processor beyond which the asking side may be what limits a rate
BUSY = 0.9
Figures = dict[str, float]
Round = Callable[[], Figures]
T = TypeVar("T")


@dataclass(frozen=True)
class Beside:
    """The figures of both sides, each the median of its rounds."""

    ours: Figures
    reference: Figures

    def line(self, key: str, line: Line) -> Line:
        """The row of this figure; it says where the asking side may have been the limit."""
        hints = [
            f"{side} a lower bound"
            for side, found in (("ours", self.ours), ("reference", self.reference))
            if found.get("asking", 0) > BUSY and line.more_is_better
        ]
        what = f"{line.what} ({', '.join(hints)})" if hints else line.what
        return replace(line, what=what, ours=self.ours[key], reference=self.reference[key])


def beside(ours: Round, reference: Round, rounds: int = ROUNDS) -> Beside:
    """Both sides in turns, so that what else the machine does meets both."""
    taken = [(ours(), reference()) for _ in range(rounds)]
    return Beside(_medians([o for o, _ in taken]), _medians([r for _, r in taken]))


def blank(what: str, unit: str, aim: float, **more: object) -> Line:
    """A row whose figures are put in by `Beside.line`."""
    return Line(what, 0, 0, unit, aim, **more)  # type: ignore[arg-type]


def spread(taken: Sequence[float]) -> Figures:
    """Median, and the slowest five and one of a hundred, in milliseconds."""
    cuts = quantiles(taken, n=100)
    return {"p50": 1000 * cuts[49], "p95": 1000 * cuts[94], "p99": 1000 * cuts[98]}


def _medians(rounds: Sequence[Figures]) -> Figures:
    return {key: median(each[key] for each in rounds) for key in rounds[0]}
