"""Counting by score: the option with the most support first, while the money lasts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from participation.voting.rules.election import Election, Option, Tally, TieKey
from participation.voting.rules.outcome import Purchase, Reason, Refusal, Stage

Rank = Callable[[Option, Tally], Fraction | int]


def by_score(_: Option, tally: Tally) -> int:
    """Most points (approval: votes) first."""
    return tally.score


def by_score_per_cost(option: Option, tally: Tally) -> Fraction:
    """Most points per cent first."""
    return Fraction(tally.score, option.cost_cents)


def inadmissible(election: Election, floor_score: int) -> dict[str, Refusal]:
    """Options that cannot win whatever the money: without support, or below the floor."""
    refusals = {}
    for key, tally in election.tally.items():
        if not tally.votes:
            refusals[key] = Refusal(key, Reason.NO_SUPPORT, election.budget_cents)
        elif tally.score < floor_score:
            refusals[key] = Refusal(key, Reason.BELOW_FLOOR, election.budget_cents)
    return refusals


@dataclass
class Till:
    """The money not spent yet, what it bought, and the exclusive groups already taken."""

    free_cents: int
    stage: Stage = Stage.GREEDY
    taken: dict[str, str] = field(default_factory=dict)
    bought: list[Purchase] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def offer(self, option: Option, lot_between: tuple[str, ...]) -> Refusal | None:
        """Buy the option if its group is free and it fits; otherwise say why not."""
        free = self.free_cents
        if option.group is not None and option.group in self.taken:
            return Refusal(option.key, Reason.GROUP_TAKEN, free, self.taken[option.group])
        if option.cost_cents > free:
            return Refusal(option.key, Reason.DOES_NOT_FIT, free)
        if option.group is not None:
            self.taken[option.group] = option.key
        self.bought.append(
            Purchase(option.key, option.cost_cents, self.stage, free, lot_between=lot_between)
        )
        self.free_cents -= option.cost_cents
        return None


def queue(
    election: Election, keys: Collection[str], rank: Rank, ties: dict[str, TieKey]
) -> list[tuple[Option, tuple[str, ...]]]:
    """The options in buying order, each with those that only the lot told apart from it."""

    def place(option: Option) -> tuple[Fraction | int, TieKey]:
        return -rank(option, election.tally[option.key]), ties[option.key]

    def but_for_lot(option: Option) -> tuple[Fraction | int, int, int]:
        first, tie = place(option)
        return first, tie.cost_cents, tie.minus_votes

    ordered = sorted((election.by_key[key] for key in keys), key=place)
    lined_up = []
    for _, equals in groupby(ordered, key=but_for_lot):
        alike = list(equals)
        lot = tuple(option.key for option in alike) if len(alike) > 1 else ()
        lined_up += [(option, lot) for option in alike]
    return lined_up


def spend(till: Till, lined_up: list[tuple[Option, tuple[str, ...]]], *, skip: bool = True) -> None:
    """Offer each option in turn; without `skip` the first that does not fit ends the buying."""
    stopped_by: str | None = None
    for option, lot_between in lined_up:
        if stopped_by is not None:
            refusal = Refusal(option.key, Reason.AFTER_STOP, till.free_cents, stopped_by)
            till.refused.append(refusal)
        elif (refused := till.offer(option, lot_between)) is not None:
            till.refused.append(refused)
            if refused.reason is Reason.DOES_NOT_FIT and not skip:
                stopped_by = option.key
