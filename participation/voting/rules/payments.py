"""Who paid how much: the trace of equal shares replayed voter by voter, exactly.

A trace holds one price per purchase; everything else follows, for anyone who has the ballots.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from participation.voting.rules.election import Election
from participation.voting.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Debt:
    """What supporters of one option had paid for another: how many of them, how much in all."""

    key: str
    payers: int
    paid: Fraction


@dataclass(frozen=True, slots=True)
class Payments:
    """Rests and payments per ballot pattern, in fractions `1/unit` of the smallest unit."""

    unit: int
    weights: tuple[int, ...]
    backers: dict[str, list[int]]
    rests: list[int]
    paid: dict[str, dict[int, int]]

    def rest(self, key: str) -> Fraction:
        """What the supporters of an option have left together."""
        return self._sum({voter: self.rests[voter] for voter in self.backers[key]})

    def most(self, key: str) -> Fraction:
        """The highest payment anyone made for a winner."""
        return Fraction(max(self.paid[key].values()), self.unit)

    def largest_debt(self, key: str) -> Debt | None:
        """For which winner the supporters of an option had paid most, if for any."""
        debts = (self._debt(key, winner) for winner in self.paid if winner != key)
        return max((d for d in debts if d.paid), key=lambda debt: debt.paid, default=None)

    def _debt(self, key: str, winner: str) -> Debt:
        payments = self.paid[winner]
        theirs = {v: payments[v] for v in self.backers[key] if payments.get(v)}
        return Debt(winner, sum(self.weights[v] for v in theirs), self._sum(theirs))

    def _sum(self, amounts: dict[int, int]) -> Fraction:
        return Fraction(sum(self.weights[v] * a for v, a in amounts.items()), self.unit)


def payments(election: Election, outcome: Outcome) -> Payments | None:
    """Replay the shared purchases of an outcome; None if it knows no shares."""
    if outcome.voter_budget is None:
        return None
    shared = [p for p in outcome.trace if p.price is not None]
    share, prices = outcome.voter_budget, {p.key: p.price or Fraction(0) for p in shared}
    unit = lcm(share.denominator, *(price.denominator for price in prices.values()))
    scores = _scores(election)
    rests = [int(share * unit)] * len(election.patterns)
    paid: dict[str, dict[int, int]] = {}
    for key, price in prices.items():
        full = int(price * unit)
        paid[key] = {v: min(rests[v], full * score) for v, score in scores[key].items()}
        for voter, payment in paid[key].items():
            rests[voter] -= payment
    weights = tuple(ballot.weight for ballot in election.patterns)
    backers = {key: list(theirs) for key, theirs in scores.items()}
    return Payments(unit, weights, backers, rests, paid)


def _scores(election: Election) -> dict[str, dict[int, int]]:
    """For each option the points of each pattern that supports it."""
    scores: dict[str, dict[int, int]] = {key: {} for key in election.by_key}
    for voter, ballot in enumerate(election.patterns):
        for key, score in ballot.scores:
            scores[key][voter] = score
    return scores
