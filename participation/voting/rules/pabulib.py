"""The Pabulib format of participatory budgets (pabulib.org/format): what a file holds.

Amounts are whole numbers: of the currency, or of its hundredths if any amount in the file has
decimals (`per_unit` is 1 or 100). What would describe a voter (age, sex, way of voting) is never
kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from participation.voting.rules.ballots import POINTS, BallotKind, scores
from participation.voting.rules.election import Election, Option, group_ballots


class BadPabulib(ValueError):
    """The file cannot be read; says in German where and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Zeile {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Project:
    """A row of PROJECTS; `details` are all further columns, as in the file."""

    key: str
    cost: int
    details: Mapping[str, str]

    @property
    def name(self) -> str:
        """The title, or the id if there is none."""
        return self.details.get("name") or self.key


@dataclass(frozen=True, slots=True)
class Vote:
    """A row of VOTES: choices in the order given, with points for kinds that have points."""

    voter_id: str
    choices: tuple[str, ...]
    points: tuple[int, ...] = ()


@dataclass(frozen=True)
class PabulibFile:
    """A whole election."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    budget: int
    per_unit: int = 1

    @property
    def kind(self) -> BallotKind:
        """How people voted."""
        return BallotKind(self.meta["vote_type"])

    @property
    def currency(self) -> str:
        """ISO 4217 code; empty if the file does not say."""
        return self.meta.get("currency", "")

    @property
    def floor_score(self) -> int:
        """The score below which an option was not admitted."""
        text = self.meta.get("min_project_score_threshold", "")
        return int(text) if text.isdecimal() else 0

    @property
    def selected(self) -> frozenset[str]:
        """The winners that the file reports."""
        return frozenset(p.key for p in self.projects if p.details.get("selected") == "1")

    @cached_property
    def places(self) -> int:
        """How many places ordinal ballots have: as declared, else as many as anyone used."""
        declared = self.meta.get("max_length", "")
        longest = max((len(vote.choices) for vote in self.votes), default=0)
        return max(int(declared) if declared.isdecimal() else 0, longest)

    def scores_of(self, vote: Vote) -> dict[str, int]:
        """The points this vote gives; ordinal ones by Borda (3-2-1 for three places)."""
        marks: Mapping[str, int] = dict.fromkeys(vote.choices, 1)
        if self.kind is BallotKind.ORDINAL:
            marks = {key: place for place, key in enumerate(vote.choices, start=1)}
        elif self.kind in POINTS:
            marks = dict(zip(vote.choices, vote.points, strict=True))
        return scores(self.kind, self.places, marks)

    def election(self) -> Election:
        """The same as something to count."""
        options = tuple(Option(p.key, p.name, p.cost) for p in self.projects)
        return Election(options, group_ballots(map(self.scores_of, self.votes)), self.budget)

    def renumbered(self) -> "PabulibFile":
        """The votes sorted by content and numbered anew, so that nothing tells who cast them."""
        ordered = sorted(self.votes, key=lambda vote: (vote.choices, vote.points))
        votes = tuple(replace(v, voter_id=str(n)) for n, v in enumerate(ordered, start=1))
        return replace(self, votes=votes)
