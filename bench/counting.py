"""How long counting takes: `python -m bench counting`.

The reference of each line, measured in the same run, is adding up the same ballots in one plain
loop: what any count must do at least.
"""

from collections.abc import Callable
from random import Random
from time import process_time

from bench.table import Line, compared
from participation.voting.rules.counting import RuleProfile, count, suggested_step
from participation.voting.rules.election import Election, Option, group_ballots

Cast = list[dict[str, int]]


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = process_time()
    work()
    return process_time() - started


def ballots(voters: int, options: int, approvals: int) -> tuple[tuple[Option, ...], Cast]:
    """Random approvals, `approvals` on average, nearly all of them different."""
    chance = Random(1)
    offered = tuple(
        Option(str(n), f"{n}", chance.randrange(1, 30) * 100_00) for n in range(options)
    )
    keys = [option.key for option in offered]
    most = 2 * approvals - 1
    cast = [dict.fromkeys(chance.sample(keys, chance.randint(1, most)), 1) for _ in range(voters)]
    return offered, cast


def add_up(cast: Cast) -> dict[str, int]:
    """The reference: one loop over all votes."""
    votes: dict[str, int] = {}
    for ballot in cast:
        for key in ballot:
            votes[key] = votes.get(key, 0) + 1
    return votes


def line(rule: str, voters: int, options: int, approvals: int, aim: float) -> Line:
    """One line of the table; grouping the ballots is part of the count."""
    offered, cast = ballots(voters, options, approvals)
    budget = sum(option.cost_cents for option in offered) // 3

    def run() -> object:
        election = Election(offered, group_ballots(cast), budget)
        return count(election, RuleProfile(rule, step_cents=suggested_step(election)))

    what = f"{rule}, {voters:,} × {options}, {approvals} approvals"
    took, reference = (lambda: seconds(run)), (lambda: seconds(lambda: add_up(cast)))
    return compared(what, took, reference, "s", aim, is_absolute=True)


def lines() -> list[Line]:
    """The lines of both rules."""
    return [
        line("equal-shares", 10_000, 60, 6, 5),
        line("equal-shares", 10_000, 60, 15, 5),
        line("greedy", 60_000, 150, 8, 1),
    ]
