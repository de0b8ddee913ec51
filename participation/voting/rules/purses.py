"""The voters' money during one run of Equal Shares, exact to the last fraction.

Payments are fractions whose denominators grow with each purchase; 10,000 voters as `Fraction`s
would take minutes. Two tricks keep it exact and fast:

* A set of voters is one integer, a bit per ballot pattern. What a set has left is its shares minus
  the prices its members paid, and members are counted by `&` and `bit_count`.
* Each voter's rest is also kept as a float, for orientation. It is believed only where it differs
  from the threshold by more than all rounding errors together (`_margin`); otherwise the exact
  rest decides. Prices and sums are integers over one common denominator (`_unit`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from participation.voting.rules.election import Election

#: sets of voters by binary digit of a number that each voter has: {v : digit d of number[v] is 1}
Planes = list[tuple[int, int]]


def voter_set(voters: Iterable[int], size: int) -> int:
    """The integer whose bits are these voters."""
    digits = bytearray(b"0" * (size + 1))
    for voter in voters:
        digits[size - voter] = 49
    return int(digits, 2)


def planes(numbers: dict[int, int], size: int) -> Planes:
    """Split each voter's number into binary digits, so that sums become counts of bits."""
    highest = max(numbers.values(), default=0).bit_length()
    return [
        (digit, voter_set((v for v, number in numbers.items() if number >> digit & 1), size))
        for digit in range(highest)
    ]


def total(voters: int, split: Planes) -> int:
    """The sum of the voters' numbers."""
    return sum([(voters & having).bit_count() << digit for digit, having in split])


class Register:
    """Who supports what, in numbers instead of keys; shared by all runs of a count."""

    def __init__(self, election: Election) -> None:
        self.size = len(election.patterns)
        self.options = election.options
        self.weights = [ballot.weight for ballot in election.patterns]
        self.weight_planes = planes(dict(enumerate(self.weights)), self.size)
        self.masses = [election.tally[option.key].score for option in election.options]
        self.scores: list[dict[int, int]] = [{} for _ in election.options]
        number = {option.key: index for index, option in enumerate(election.options)}
        for voter, ballot in enumerate(election.patterns):
            for key, score in ballot.scores:
                self.scores[number[key]][voter] = score
        self.mass_planes = [self._mass_planes(scores) for scores in self.scores]
        self.by_score = [_by_score(scores) for scores in self.scores]

    def _mass_planes(self, scores: dict[int, int]) -> Planes:
        return planes({v: score * self.weights[v] for v, score in scores.items()}, self.size)


def _by_score(scores: dict[int, int]) -> list[tuple[int, Sequence[int]]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for voter, score in scores.items():
        groups[score].append(voter)
    return list(groups.items())


@dataclass(slots=True)
class Bid:
    """The supporters of one option: `rich` can pay its price so far, `poor` never will again.

    Prices only rise and purses only shrink, so nobody ever moves back.
    """

    rich: list[tuple[int, Sequence[int]]]
    rich_mass: int
    poor: int = 0
    #: the lower bound of the price since the last purchase or the last poor supporter found
    bound: Fraction | None = None
    bound_after: int = -1


class Purses:
    """What every voter has left after the purchases so far."""

    def __init__(self, register: Register, share: Fraction) -> None:
        self._register = register
        self._unit, self._share = share.denominator, share.numerator
        self._about = [float(share)] * register.size
        self._solvent = (1 << register.size) - 1
        self._bids = [
            Bid(list(groups), mass)
            for groups, mass in zip(register.by_score, register.masses, strict=True)
        ]
        #: option → exact price, and the masses of those who paid it in full
        self._paid: dict[int, tuple[int, Planes]] = {}
        # A purchase rounds price, payment and rest, each by at most share × 2⁻⁵³.
        self._margin = float(share) * (len(register.options) + 4) * 2.0**-50

    def at_least(self, number: int) -> Fraction | None:
        """A lower bound of the price per point at which the supporters can pay the cost.

        The price solves Σ min(rest, price × points) = cost. None: all their money is too little.
        """
        bid = self._bids[number]
        if bid.rich_mass and bid.bound_after != len(self._paid):
            missing = self._register.options[number].cost_cents * self._unit
            missing -= self._money(bid.poor & self._solvent)
            bid.bound = Fraction(missing, bid.rich_mass * self._unit)
            bid.bound_after = len(self._paid)
        return bid.bound if bid.rich_mass else None

    def is_price(self, number: int, bound: Fraction) -> bool:
        """Whether the lower bound is the price itself; if not, `at_least` knows better now."""
        return not self._find_poor(self._bids[number], bound)

    def buy(self, number: int, price: Fraction) -> None:
        """Let every supporter pay price × points, or all that is left.

        `is_price` must just have confirmed the price.
        """
        self._rescale(lcm(self._unit, price.denominator))
        bid, about = self._bids[number], self._about
        for score, voters in bid.rich:
            payment = float(price) * score
            for voter in voters:
                about[voter] -= payment
        self._solvent &= ~bid.poor
        for voter in self._register.scores[number]:
            if bid.poor >> voter & 1:
                about[voter] = 0.0
        split = [(digit, v & ~bid.poor) for digit, v in self._register.mass_planes[number]]
        self._paid[number] = (int(price * self._unit), split)

    def _find_poor(self, bid: Bid, price: Fraction) -> bool:
        """Move the supporters who cannot pay this price in full; whether there were any."""
        found: list[int] = []
        for place, (score, voters) in enumerate(bid.rich):
            if poor := self._poor_among(voters, price, score):
                gone = set(poor)
                bid.rich[place] = (score, [v for v in voters if v not in gone])
                bid.rich_mass -= score * sum([self._register.weights[v] for v in poor])
                found += poor
        if found:
            bid.poor |= voter_set(found, self._register.size)
            bid.bound_after = -1
        return bool(found)

    def _poor_among(self, voters: Sequence[int], price: Fraction, score: int) -> list[int]:
        about, margin, payment = self._about, self._margin, float(price) * score
        most = payment + margin
        if not (near := [v for v in voters if about[v] <= most]):
            return near
        sure = payment - margin
        return [v for v in near if about[v] < sure or self._rest(v) < price * score]

    def _rest(self, voter: int) -> Fraction:
        """What each voter with this ballot has left, exactly."""
        if not self._solvent >> voter & 1:
            return Fraction(0)
        weight, me = self._register.weights[voter], 1 << voter
        paid = sum(price * total(me, split) for price, split in self._paid.values())
        return Fraction(self._share - paid // weight, self._unit)

    def _money(self, voters: int) -> int:
        """All that these voters have left, exactly; they must be solvent."""
        if not voters:
            return 0
        had = self._share * total(voters, self._register.weight_planes)
        return had - sum([price * total(voters, split) for price, split in self._paid.values()])

    def _rescale(self, unit: int) -> None:
        """Express all exact amounts over a larger common denominator."""
        factor = unit // self._unit
        self._unit = unit
        self._share *= factor
        self._paid = {n: (price * factor, split) for n, (price, split) in self._paid.items()}
