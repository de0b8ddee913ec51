"""A counted result as pages, files and search show it; stored as JSON with the vote."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from kernel.i18n import _
from participation.voting.models import Vote
from participation.voting.rules.counting import RuleProfile, count, enough_runs
from participation.voting.rules.election import Election
from participation.voting.rules.explanations import (
    beside,
    effective_support,
    explanation_texts,
    steps,
    summarise,
)
from participation.voting.rules.money import Currency
from participation.voting.rules.outcome import Outcome

COMPARED_WITH = "greedy"


@dataclass(frozen=True)
class OptionResult:
    """What became of one option."""

    key: str
    title: str
    cost_cents: int
    votes: int
    #: equal to the votes where a ballot gives no points
    score: int
    #: per cent of the cost that supporters had left; None where the rule knows no shares
    support: int | None
    #: under the rule of the vote
    chosen: bool
    #: under the comparison rule
    chosen_beside: bool
    explanation: str


@dataclass(frozen=True)
class StepResult:
    """One purchase, in order."""

    title: str
    stage: str
    cost_cents: int
    free_cents: int
    voters: int
    #: the highest payment of one supporter in words, rounded up; empty where nobody paid a share
    most: str


@dataclass(frozen=True)
class Result:
    """The outcome of a vote and, beside it, what the simplest rule would have chosen."""

    rule: str
    #: winners in order
    winners: tuple[str, ...]
    spent_cents: int
    budget_cents: int
    #: people with a counted ballot; blank ones included
    voters: int
    blank: int
    #: people who support at least one winner
    satisfied: int
    #: exact share of each voter in the deciding run of equal shares, else empty
    voter_budget: str
    beside_rule: str
    beside_winners: tuple[str, ...]
    beside_spent_cents: int
    beside_satisfied: int
    options: tuple[OptionResult, ...]
    steps: tuple[StepResult, ...]
    #: what is true of the whole count, in sentences
    summary: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for the database."""
        return asdict(self)

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> "Result":
        """The result again."""
        options = tuple(OptionResult(**option) for option in value["options"])
        steps_taken = tuple(StepResult(**step) for step in value["steps"])
        lists = {name: tuple(value[name]) for name in ("winners", "beside_winners", "summary")}
        return cls(**{**value, **lists, "options": options, "steps": steps_taken})


def result_of(vote: Vote, election: Election, blank: int, outcome: Outcome | None = None) -> Result:
    """Count an election by the vote's frozen rule, and by votes alone for comparison."""
    outcome = outcome or outcome_of(vote, election)
    other = outcome_of(vote, election, COMPARED_WITH)
    both = beside(election, outcome, other)
    currency = Currency(vote.currency, vote.per_unit)
    return Result(
        rule=vote.rule,
        winners=outcome.winners,
        spent_cents=outcome.spent,
        budget_cents=outcome.budget_cents,
        voters=election.voters + blank,
        blank=blank,
        satisfied=int(both.this_share * election.voters),
        voter_budget=str(outcome.voter_budget or ""),
        beside_rule=COMPARED_WITH,
        beside_winners=other.winners,
        beside_spent_cents=other.spent,
        beside_satisfied=int(both.other_share * election.voters),
        options=tuple(_options(election, outcome, other, currency)),
        steps=tuple(_steps(election, outcome, currency)),
        summary=tuple(sentence.text(currency, _) for sentence in summarise(outcome)),
    )


def outcome_of(vote: Vote, election: Election, rule: str = "", step: int | None = None) -> Outcome:
    """The count by the vote's rule and step, which always comes to its end, or by another rule.

    A step of the caller's own (in the vote's smallest unit) may need too many runs: TooManyRuns.
    """
    profile = RuleProfile(
        rule or vote.rule,
        step_cents=step or vote.step_cents,
        floor_score=vote.floor_score,
        seed=hashlib.sha256(vote.card_hash.encode()).digest(),
    )
    if step is None:
        profile = replace(profile, most_runs=enough_runs(election, vote.step_cents))
    return count(election, profile)


def _options(
    election: Election, outcome: Outcome, other: Outcome, currency: Currency
) -> Iterator[OptionResult]:
    texts = explanation_texts(election, outcome, currency, _)
    support = effective_support(election, outcome)
    for key, option in election.by_key.items():
        tally = election.tally[key]
        yield OptionResult(
            key=key,
            title=option.title,
            cost_cents=option.cost_cents,
            votes=tally.votes,
            score=tally.score,
            support=support.get(key),
            chosen=key in outcome.winners,
            chosen_beside=key in other.winners,
            explanation=texts[key],
        )


def _steps(election: Election, outcome: Outcome, currency: Currency) -> Iterator[StepResult]:
    for step in steps(election, outcome):
        yield StepResult(
            title=step.title,
            stage=step.stage.value,
            cost_cents=step.cost_cents,
            free_cents=step.free_after,
            voters=step.voters,
            most=currency.text(step.most) if step.most else "",
        )
