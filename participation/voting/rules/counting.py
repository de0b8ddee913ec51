"""The counting rules by their public names: same election and profile, same outcome, anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from types import MappingProxyType

from participation.voting.rules.election import Election, tie_keys
from participation.voting.rules.equal_shares import (
    MOST_RUNS,
    Market,
    Run,
    Utility,
    add1,
    ending_of,
    single_run,
)
from participation.voting.rules.greedy import (
    Rank,
    Till,
    by_score,
    by_score_per_cost,
    inadmissible,
    queue,
    spend,
)
from participation.voting.rules.outcome import (
    Certificate,
    Ending,
    Outcome,
    Preference,
    Reason,
    Refusal,
    Stage,
)


@dataclass(frozen=True, slots=True)
class RuleProfile:
    """Everything besides the ballots that decides a count.

    `step_cents`: by how much Add1 raises each share. `floor_score`: an option below it is not
    admitted, whatever the rule. `comparison`: greedy replaces equal shares if strictly more
    voters have more winners there. `seed`: of the public lot, used only where cost and votes tie.
    `most_runs`: beyond it Add1 gives up; `enough_runs` never gives up.
    """

    rule: str
    step_cents: int = 1
    utility: Utility = Utility.COST
    floor_score: int = 0
    comparison: bool = False
    seed: bytes = b""
    most_runs: int = MOST_RUNS


class UnknownRule(ValueError):
    """No rule has this name."""


def count(election: Election, profile: RuleProfile) -> Outcome:
    """Count; raises `UnknownRule`, `BadElection` or `TooManyRuns`, never answers half."""
    if profile.rule not in RULES:
        raise UnknownRule(profile.rule)
    if profile.step_cents < 1:
        raise ValueError("a step is at least 1")
    outcome = _counted(election, profile)
    if profile.comparison and outcome.certificate is not None:
        return _compared(election, profile, outcome)
    return outcome


def _counted(election: Election, profile: RuleProfile) -> Outcome:
    outcome = RULES[profile.rule](election, profile)
    return replace(outcome, floor_score=profile.floor_score)


def enough_runs(election: Election, step_cents: int) -> int:
    """As many runs as Add1 can ever need: with the sum of all costs each, voters can pay for everything."""
    return sum(option.cost_cents for option in election.options) // step_cents + 2


def suggested_step(election: Election) -> int:
    """One per cent of the first share, at least the smallest unit."""
    return max(1, election.budget_cents // (100 * max(1, election.voters)))


def certificate_holds(election: Election, profile: RuleProfile, certificate: Certificate) -> bool:
    """Check a certificate by at most two runs: its share fits, and one step more overshoots.

    This is much faster than a recount, but cannot exclude an earlier overshoot.
    """
    market = _market(election, profile, inadmissible(election, profile.floor_score))
    run = market.run(certificate.voter_budget)
    if run.spent != certificate.spent or run.spent > election.budget_cents:
        return False
    if certificate.ending is Ending.OVERSHOOT:
        following = market.run(certificate.voter_budget + profile.step_cents)
        found = (following.share, following.spent)
        claimed = (certificate.next_voter_budget, certificate.next_spent)
        return found == claimed and following.spent > election.budget_cents
    if certificate.ending is Ending.SINGLE_RUN:
        return certificate.voter_budget == Fraction(election.budget_cents, election.voters)
    exhaustive = certificate.ending is Ending.EXHAUSTED
    return ending_of(run, election.budget_cents, exhaustive=exhaustive) is certificate.ending


def preference(election: Election, this: Outcome, other: Outcome) -> Preference:
    """How many voters have strictly more winners in which of two outcomes."""
    ours, theirs = set(this.winners), set(other.winners)
    votes = [0, 0, 0]
    for ballot in election.patterns:
        keys = [key for key, _ in ballot.scores]
        lead = sum(key in ours for key in keys) - sum(key in theirs for key in keys)
        votes[(lead > 0) - (lead < 0)] += ballot.weight
    return Preference(this=votes[1], other=votes[-1], equal=votes[0])


def _greedy(
    election: Election, profile: RuleProfile, *, rank: Rank = by_score, skip: bool = True
) -> Outcome:
    out = inadmissible(election, profile.floor_score)
    ties = tie_keys(election, profile.seed)
    till = Till(election.budget_cents)
    spend(till, queue(election, election.by_key.keys() - out.keys(), rank, ties), skip=skip)
    return Outcome(
        profile.rule,
        election.budget_cents,
        tuple(till.bought),
        (*till.refused, *out.values()),
    )


def _equal_shares(
    election: Election,
    profile: RuleProfile,
    *,
    raises: bool = True,
    exhaustive: bool = False,
    top_up: bool = False,
) -> Outcome:
    out = inadmissible(election, profile.floor_score)
    if not election.voters:
        return Outcome(profile.rule, election.budget_cents, (), tuple(out.values()))
    run, certificate = _shared(election, profile, out, raises=raises, exhaustive=exhaustive)
    outcome = _settled(election, profile, run, certificate, out)
    return _topped_up(election, profile, outcome, run) if top_up else outcome


def _shared(
    election: Election,
    profile: RuleProfile,
    out: Mapping[str, Refusal],
    *,
    raises: bool,
    exhaustive: bool,
) -> tuple[Run, Certificate]:
    market = _market(election, profile, out)
    share = Fraction(election.budget_cents, election.voters)
    if not raises:
        return single_run(market, share)
    return add1(
        market,
        share,
        election.budget_cents,
        profile.step_cents,
        exhaustive=exhaustive,
        most_runs=profile.most_runs,
    )


def _market(election: Election, profile: RuleProfile, out: Mapping[str, Refusal]) -> Market:
    ties = tie_keys(election, profile.seed)
    return Market(election, election.by_key.keys() - out.keys(), ties, profile.utility)


def _settled(
    election: Election,
    profile: RuleProfile,
    run: Run,
    certificate: Certificate,
    out: Mapping[str, Refusal],
) -> Outcome:
    """The outcome of the deciding run, with a reason for each option that did not win."""
    free = election.budget_cents - run.spent
    left = {option.key for option in run.left}
    taken = _groups(election, run)
    refused = [
        Refusal(key, Reason.TOO_LITTLE_LEFT, free)
        if key in left
        else Refusal(key, Reason.GROUP_TAKEN, free, taken[option.group or ""])
        for key, option in election.by_key.items()
        if key not in out and all(purchase.key != key for purchase in run.trace)
    ]
    return Outcome(
        profile.rule,
        election.budget_cents,
        run.trace,
        (*refused, *out.values()),
        certificate,
    )


def _groups(election: Election, run: Run) -> dict[str, str]:
    """The winner of each exclusive group."""
    bought = (election.by_key[purchase.key] for purchase in run.trace)
    return {option.group: option.key for option in bought if option.group is not None}


def _topped_up(election: Election, profile: RuleProfile, outcome: Outcome, run: Run) -> Outcome:
    """Spend what equal shares left by score."""
    till = Till(outcome.free_cents, Stage.TOP_UP, _groups(election, run))
    keys = {option.key for option in run.left}
    spend(till, queue(election, keys, by_score, tie_keys(election, profile.seed)))
    earlier = (refusal for refusal in outcome.refusals if refusal.key not in keys)
    return replace(
        outcome,
        trace=(*outcome.trace, *till.bought),
        refusals=(*till.refused, *earlier),
    )


def _compared(election: Election, profile: RuleProfile, outcome: Outcome) -> Outcome:
    """Let greedy win if strictly more voters have strictly more winners there."""
    greedy = replace(_greedy(election, profile), floor_score=profile.floor_score)
    rivals = preference(election, outcome, greedy)
    if rivals.other > rivals.this:
        mirrored = Preference(rivals.other, rivals.this, rivals.equal)
        return replace(greedy, rivals=mirrored, instead_of=outcome)
    return replace(outcome, rivals=rivals)


#: the rules by the names that commands, files and rule cards use
RULES: Mapping[str, Callable[[Election, RuleProfile], Outcome]] = MappingProxyType(
    {
        "greedy": _greedy,
        "greedy-no-skip": partial(_greedy, skip=False),
        "greedy-per-cost": partial(_greedy, rank=by_score_per_cost),
        "greedy-threshold": _greedy,
        "equal-shares": _equal_shares,
        "equal-shares-exhaustive": partial(_equal_shares, exhaustive=True),
        "equal-shares-utilitarian": partial(_equal_shares, top_up=True),
        "equal-shares-plain": partial(_equal_shares, raises=False),
    }
)
