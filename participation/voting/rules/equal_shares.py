"""The Method of Equal Shares: everybody gets the same share, supporters pay together.

Peters, Pierczyński, Skowron: Proportional Participatory Budgeting with Additive Utilities (2021).
The option with the lowest rate (price per utility) is bought until no supporters can pay any
more. "Add1" starts afresh with ever larger shares until the cost would exceed the budget.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from heapq import heapify, heappop, heappush

from participation.voting.rules.election import Election, Option, TieKey
from participation.voting.rules.outcome import Certificate, Ending, Purchase, Stage
from participation.voting.rules.purses import Purses, Register

MOST_RUNS = 2000


class TooManyRuns(ValueError):
    """The step is so small that the count would need more runs than allowed."""


class Utility(StrEnum):
    """What a point is worth to its voter: the option's cost, or the same for every option."""

    COST = "cost"
    CARDINALITY = "cardinality"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An option on offer, with its price when last asked: from then on a lower bound."""

    number: int
    rate: Fraction
    price: Fraction
    tie: TieKey

    def equals(self, other: "Candidate") -> bool:
        """Whether only the lot tells the two apart."""
        return self.rate == other.rate and self.tie.ties_with(other.tie)


#: candidates by the float of their rate; the number keeps heap entries comparable
Heap = list[tuple[float, int, Candidate]]


@dataclass(frozen=True, slots=True)
class Run:
    """What one fixed share buys; `left` are the admissible options that could still be bought."""

    share: Fraction
    trace: tuple[Purchase, ...]
    spent: int
    left: tuple[Option, ...]


class Market:
    """The admissible options and their supporters, ready for any number of runs."""

    def __init__(
        self, election: Election, keys: Collection[str], ties: dict[str, TieKey], utility: Utility
    ) -> None:
        self._register = Register(election)
        self._options = election.options
        self._budget = election.budget_cents
        self._utility = utility
        self._opening = [
            self._candidate(number, Fraction(option.cost_cents, mass), ties[option.key])
            for number, option in enumerate(election.options)
            if option.key in keys and (mass := self._register.masses[number])
        ]

    def run(self, share: Fraction) -> Run:
        """Buy the option with the lowest rate until no supporters can pay any more."""
        purses = Purses(self._register, share)
        heap: Heap = [(float(c.rate), c.number, c) for c in self._opening]
        heapify(heap)
        trace: list[Purchase] = []
        spent = 0
        while best_first := self._cheapest(heap, purses):
            purchase = self._purchase(best_first, self._budget - spent)
            purses.buy(best_first[0].number, best_first[0].price)
            trace.append(purchase)
            spent += purchase.cost_cents
            self._remove_group(heap, self._options[best_first[0].number].group)
        return Run(share, tuple(trace), spent, self._left({p.key for p in trace}))

    def _candidate(self, number: int, price: Fraction, tie: TieKey) -> Candidate:
        return Candidate(number, price / self._worth(number), price, tie)

    def _worth(self, number: int) -> int:
        return self._options[number].cost_cents if self._utility is Utility.COST else 1

    def _cheapest(self, heap: Heap, purses: Purses) -> list[Candidate]:
        """Take the cheapest candidates off the heap, best first; all but the best go back.

        Rounding keeps the order of fractions, so a larger float means a larger rate: only
        candidates whose floats are not larger need their exact price.
        """
        asked: list[Candidate] = []
        while heap and (not asked or heap[0][0] <= float(asked[0].rate)):
            bound, number, old = heappop(heap)
            if (price := purses.at_least(number)) is None:
                continue
            candidate = self._candidate(number, price, old.tie)
            if float(candidate.rate) <= bound and purses.is_price(number, price):
                asked.append(candidate)
            else:
                heappush(heap, (float(candidate.rate), number, candidate))
        asked.sort(key=lambda c: (c.rate, c.tie))
        for candidate in asked[1:]:
            heappush(heap, (float(candidate.rate), candidate.number, candidate))
        return asked

    def _purchase(self, best_first: list[Candidate], free: int) -> Purchase:
        best = best_first[0]
        option = self._options[best.number]
        alike = tuple(self._options[c.number].key for c in best_first if c.equals(best))
        lot = alike if len(alike) > 1 else ()
        return Purchase(option.key, option.cost_cents, Stage.EQUAL_SHARES, free, best.price, lot)

    def _remove_group(self, heap: Heap, group: str | None) -> None:
        if group is not None:
            heap[:] = [entry for entry in heap if self._options[entry[1]].group != group]
            heapify(heap)

    def _left(self, bought: set[str]) -> tuple[Option, ...]:
        groups = {option.group for option in self._options if option.key in bought} - {None}
        on_offer = (self._options[candidate.number] for candidate in self._opening)
        return tuple(o for o in on_offer if o.key not in bought and o.group not in groups)


def single_run(market: Market, share: Fraction) -> tuple[Run, Certificate]:
    """Count once with equal shares of the budget and stop, whatever is left."""
    run = market.run(share)
    return run, Certificate(share, run.spent, Ending.SINGLE_RUN, runs=1)


def add1(
    market: Market,
    share: Fraction,
    budget: int,
    step: int,
    *,
    exhaustive: bool,
    most_runs: int = MOST_RUNS,
) -> tuple[Run, Certificate]:
    """Raise everybody's share by `step` and start afresh; the last run within budget counts.

    Ends at the first overshoot, when everything wins, or, if `exhaustive`, when nothing left
    fits the budget. Raises `TooManyRuns`.
    """
    run = market.run(share)
    for runs in range(1, most_runs):
        if (ending := ending_of(run, budget, exhaustive=exhaustive)) is not None:
            return run, Certificate(run.share, run.spent, ending, runs)
        following = market.run(run.share + step)
        if following.spent > budget:
            beyond = (following.share, following.spent)
            return run, Certificate(run.share, run.spent, Ending.OVERSHOOT, runs + 1, *beyond)
        run = following
    raise TooManyRuns(f"a step of {step} needs more than {most_runs} runs")


def ending_of(run: Run, budget: int, *, exhaustive: bool) -> Ending | None:
    """Why a larger share would change nothing; None if it might."""
    if not run.left:
        return Ending.ALL_WIN
    fits = any(option.cost_cents <= budget - run.spent for option in run.left)
    return Ending.EXHAUSTED if exhaustive and not fits else None
