"""Measure in turns with a reference, and print ratios."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

ROUNDS = 5
Measure = Callable[[], float]


@dataclass(frozen=True)
class Line:
    """One row of the table: our median beside the reference's, and the aim for their ratio."""

    what: str
    ours: float
    reference: float
    unit: str
    aim: float
    #: a rate shall reach the aim, a duration or size stay below it
    more_is_better: bool = False
    #: the aim is for our own figure, not for the ratio
    is_absolute: bool = False
    #: what is asked for as long as the aim is out of reach
    floor: float | None = None

    @property
    def ratio(self) -> float:
        """Ours through the reference."""
        return self.ours / self.reference

    @property
    def verdict(self) -> str:
        """Whether the aim is met, or at least the floor."""
        if self._keeps(self.aim):
            return "yes"
        return "floor" if self.floor is not None and self._keeps(self.floor) else "NO"

    def _keeps(self, bound: float) -> bool:
        value = self.ours if self.is_absolute else self.ratio
        return value >= bound if self.more_is_better else value <= bound

    @property
    def cells(self) -> tuple[str, ...]:
        """The row in words."""
        sign = "≥" if self.more_is_better else "≤"
        floor = "" if self.floor is None else f" ({figure(self.floor)})"
        unit = f" {self.unit}" if self.is_absolute else ""
        return (
            self.what,
            f"{figure(self.ours)} {self.unit}",
            f"{figure(self.reference)} {self.unit}",
            figure(self.ratio),
            f"{sign} {figure(self.aim)}{floor}{unit}",
            self.verdict,
        )


HEAD = ("what", "ours", "reference", "ratio", "aim", "met")


def in_turns(*measures: Measure, rounds: int = ROUNDS) -> list[float]:
    """The median of each measure; they take turns, so that what else the machine does meets all of them."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [median(column) for column in zip(*taken, strict=True)]


def compared(
    what: str,
    ours: Measure,
    reference: Measure,
    unit: str,
    aim: float,
    *,
    more_is_better: bool = False,
    is_absolute: bool = False,
) -> Line:
    """A line measured in turns with its reference."""
    here, there = in_turns(ours, reference)
    return Line(what, here, there, unit, aim, more_is_better, is_absolute)


def figure(value: float) -> str:
    """Three telling digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def as_text(lines: Iterable[Line]) -> str:
    """The table, columns aligned."""
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
