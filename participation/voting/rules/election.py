"""What is counted: options with costs, and ballots without names.

Amounts are whole numbers of the smallest unit in use (cents for euros). Ballots with the same
content are one `Ballot` with a weight, because counting never asks who cast them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain


class BadElection(ValueError):
    """The options, ballots or budget cannot be counted at all."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can win: of the options that share a group at most one does."""

    key: str
    title: str
    cost_cents: int
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """The scores that `weight` voters gave alike; no scores at all is a blank ballot."""

    scores: tuple[tuple[str, int], ...]
    weight: int = 1

    @property
    def is_blank(self) -> bool:
        """Whether it counts for turnout only."""
        return not self.scores


def group_ballots(cast: Iterable[Mapping[str, int]]) -> tuple[Ballot, ...]:
    """Merge equal ballots; the answer is sorted, so the order of casting leaves no trace.

    Each cast ballot maps option keys to scores (approval: 1); scores of 0 say nothing.
    """
    patterns = Counter(
        [tuple(sorted([mark for mark in scores.items() if mark[1]])) for scores in cast]
    )
    return tuple([Ballot(scores, weight) for scores, weight in sorted(patterns.items())])


@dataclass(frozen=True, slots=True)
class Tally:
    """Support of one option: voters who scored it, and the sum of their scores."""

    votes: int = 0
    score: int = 0


@dataclass(frozen=True)
class Election:
    """Options, ballots and the money to share out."""

    options: tuple[Option, ...]
    ballots: tuple[Ballot, ...]
    budget_cents: int

    def __post_init__(self) -> None:
        """Refuse what no rule could count."""
        if len(self.by_key) != len(self.options):
            raise BadElection("two options share a key")
        if self.budget_cents < 1 or any(option.cost_cents < 1 for option in self.options):
            raise BadElection("budget and costs are at least 1")
        if any(ballot.weight < 1 for ballot in self.ballots):
            raise BadElection("a ballot weighs at least 1")

    @cached_property
    def by_key(self) -> dict[str, Option]:
        """The options by key."""
        return {option.key: option for option in self.options}

    @cached_property
    def patterns(self) -> tuple[Ballot, ...]:
        """The ballots that are not blank, equal ones merged."""
        weights: defaultdict[tuple[tuple[str, int], ...], int] = defaultdict(int)
        for ballot in self.ballots:
            if ballot.scores:
                weights[ballot.scores] += ballot.weight
        return tuple(Ballot(scores, weight) for scores, weight in weights.items())

    @cached_property
    def voters(self) -> int:
        """Number of ballots that are not blank."""
        return sum(ballot.weight for ballot in self.ballots if ballot.scores)

    @cached_property
    def tally(self) -> dict[str, Tally]:
        """Support of each option, options without any included."""
        votes = dict.fromkeys(self.by_key, 0)
        score = dict.fromkeys(self.by_key, 0)
        for (key, points), times in self._marks().items():
            if key not in votes or points < 1:
                raise BadElection(f"a ballot gives {points} to {key!r}")
            votes[key] += times
            score[key] += points * times
        return {key: Tally(votes[key], score[key]) for key in votes}

    def _marks(self) -> Counter[tuple[str, int]]:
        """How many voters gave which score to which option."""
        by_weight: defaultdict[int, list[tuple[tuple[str, int], ...]]] = defaultdict(list)
        for ballot in self.ballots:
            by_weight[ballot.weight].append(ballot.scores)
        marks: Counter[tuple[str, int]] = Counter()
        for weight, alike in by_weight.items():
            for mark, times in Counter(chain.from_iterable(alike)).items():
                marks[mark] += times * weight
        return marks


@dataclass(frozen=True, slots=True, order=True)
class TieKey:
    """Order among options that are otherwise equal: lowest cost, most votes, public lot."""

    cost_cents: int
    minus_votes: int
    lot: bytes

    def ties_with(self, other: "TieKey") -> bool:
        """Whether only the lot tells the two apart."""
        return (self.cost_cents, self.minus_votes) == (other.cost_cents, other.minus_votes)


def tie_keys(election: Election, seed: bytes) -> dict[str, TieKey]:
    """The one order of ties for all runs of a count: never the key itself, only its hash."""
    return {
        key: TieKey(
            option.cost_cents,
            -election.tally[key].votes,
            sha256(seed + key.encode()).digest(),
        )
        for key, option in election.by_key.items()
    }
