"""How long counting takes: `python -m bench.counting`.

The reference of each line, measured in the same run, is adding up the same ballots in one plain
loop: what any count must do at least.
"""

from collections.abc import Callable
from random import Random
from time import process_time

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


def measure(rule: str, voters: int, options: int, approvals: int) -> str:
    """One line of the table; grouping the ballots is part of the count."""
    offered, cast = ballots(voters, options, approvals)
    budget = sum(option.cost_cents for option in offered) // 3

    def run() -> object:
        election = Election(offered, group_ballots(cast), budget)
        return count(election, RuleProfile(rule, step_cents=suggested_step(election)))

    took, reference = seconds(run), seconds(lambda: add_up(cast))
    ratio = took / reference
    return f"{rule:14} {voters:>7,} × {options:<4} {took:6.2f} s {reference:6.3f} s {ratio:8.0f}"


if __name__ == "__main__":
    print("rule            voters × options  time   reference   ratio")
    for approvals in (6, 15):
        print(measure("equal-shares", 10_000, 60, approvals))
    print(measure("greedy", 60_000, 150, 8))
