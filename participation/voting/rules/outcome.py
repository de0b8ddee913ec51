"""What a count answers: winners in order, and enough of the way there to check each step."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Stage(StrEnum):
    """Which part of a rule bought an option."""

    GREEDY = "greedy"
    EQUAL_SHARES = "equal-shares"
    TOP_UP = "top-up"


class Reason(StrEnum):
    """Why an option did not win."""

    NO_SUPPORT = "no-support"
    BELOW_FLOOR = "below-floor"
    GROUP_TAKEN = "group-taken"
    DOES_NOT_FIT = "does-not-fit"
    AFTER_STOP = "after-stop"
    TOO_LITTLE_LEFT = "too-little-left"


class Ending(StrEnum):
    """Why the voters' shares were raised no further."""

    SINGLE_RUN = "single-run"
    ALL_WIN = "all-win"
    EXHAUSTED = "exhausted"
    OVERSHOOT = "overshoot"


@dataclass(frozen=True, slots=True)
class Purchase:
    """One winner.

    In equal shares each supporter pays `price` per score point or, if that is less, all the
    money left. `lot_between` names the options that only the lot told apart (else empty).
    """

    key: str
    cost_cents: int
    stage: Stage
    free_before: int
    price: Fraction | None = None
    lot_between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One option that did not win; `because_of` names the winner or the option that blocked it."""

    key: str
    reason: Reason
    free_cents: int
    because_of: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """Two runs prove the shares: `voter_budget` fits, one step more costs `next_spent`.

    `next_voter_budget` and `next_spent` are None unless an overshoot ended the count.
    """

    voter_budget: Fraction
    spent: int
    ending: Ending
    runs: int
    next_voter_budget: Fraction | None = None
    next_spent: int | None = None


@dataclass(frozen=True, slots=True)
class Preference:
    """Voters with strictly more supported winners in this outcome, in the other, in neither."""

    this: int
    other: int
    equal: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one rule.

    `rivals` is set when the comparison was asked for; `instead_of` holds the outcome of equal
    shares when greedy won that comparison.
    """

    rule: str
    budget_cents: int
    trace: tuple[Purchase, ...]
    refusals: tuple[Refusal, ...]
    certificate: Certificate | None = None
    floor_score: int = 0
    rivals: Preference | None = None
    instead_of: "Outcome | None" = None

    @property
    def winners(self) -> tuple[str, ...]:
        """Keys in the order of winning."""
        return tuple(purchase.key for purchase in self.trace)

    @property
    def spent(self) -> int:
        """Cost of all winners, never above the budget."""
        return sum(purchase.cost_cents for purchase in self.trace)

    @property
    def free_cents(self) -> int:
        """Money that nobody won."""
        return self.budget_cents - self.spent

    @property
    def voter_budget(self) -> Fraction | None:
        """Each voter's share in the deciding run of equal shares."""
        return self.certificate.voter_budget if self.certificate else None

    def stage(self, stage: Stage) -> Iterator[Purchase]:
        """The purchases of one part of the rule, in order."""
        return (purchase for purchase in self.trace if purchase.stage is stage)
