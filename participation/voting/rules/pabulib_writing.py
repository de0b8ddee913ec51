"""Writing elections as Pabulib files, without anything that describes a voter."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from participation.voting.rules.ballots import POINTS, BallotKind
from participation.voting.rules.election import Ballot, Election
from participation.voting.rules.pabulib import PabulibFile, Project, Vote

#: what the format calls our rules; the others have no name there
RULE_NAMES = {
    "greedy": "greedy",
    "greedy-no-skip": "greedy-no-skip",
    "greedy-threshold": "greedy-threshold",
    "equal-shares": "equalshares/add1",
    "equal-shares-plain": "equalshares",
}

#: kinds of ballots whose score is the number of votes, which the format then leaves out
WITHOUT_SCORE = {BallotKind.APPROVAL, BallotKind.CHOOSE_ONE, BallotKind.KNAPSACK}

#: the order the format wants; anything else comes after
META_ORDER = (
    *("description", "country", "unit", "district", "subunit", "instance", "num_projects"),
    *("num_votes", "budget", "vote_type", "rule", "date_begin", "date_end", "min_length"),
    *("max_length", "min_sum_cost", "max_sum_cost", "min_points", "max_points"),
    *("min_sum_points", "max_sum_points", "min_project_score_threshold", "edition"),
    *("language", "currency"),
)


def write_pabulib(file: PabulibFile) -> str:
    """The text of a `.pb` file; reading it gives an equal `PabulibFile`.

    Call it with `renumbered()` for publication: ids are written as they are.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    details = list(dict.fromkeys(name for project in file.projects for name in project.details))
    writer.writerows([["META"], ["key", "value"], *file.meta.items()])
    writer.writerows([["PROJECTS"], ["project_id", "cost", *details]])
    for project in file.projects:
        more = [project.details.get(name, "") for name in details]
        writer.writerow([project.key, amount_text(project.cost, file.per_unit), *more])
    with_points = file.kind in POINTS
    writer.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if with_points else [])]])
    for vote in file.votes:
        points = [",".join(map(str, vote.points))] if with_points else []
        writer.writerow([vote.voter_id, ",".join(vote.choices), *points])
    return text.getvalue()


def amount_text(amount: int, per_unit: int) -> str:
    """An amount in units of the currency, with decimals only where the file has them."""
    return str(amount) if per_unit == 1 else f"{amount // 100}.{amount % 100:02}"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a file says of the count: its rule and winners, and how many of our amounts make one of the currency."""

    rule: str
    winners: tuple[str, ...]
    per_unit: int = 100


def to_pabulib(
    election: Election,
    counted: Counted,
    kind: BallotKind,
    about: Mapping[str, str],
) -> PabulibFile:
    """A counted vote as a file, votes sorted and numbered anew.

    `about` gives what the file says of itself: description, country, unit, instance, currency,
    date_begin and date_end ("31.12.2026"), further limits. Blank ballots are left out. Ask
    `may_publish_ballots` first.
    """
    amounts = [election.budget_cents, *(option.cost_cents for option in election.options)]
    per_unit = 1 if all(amount % counted.per_unit == 0 for amount in amounts) else 100
    shrink = counted.per_unit // per_unit
    votes = tuple(_votes(election.ballots, kind))
    budget = election.budget_cents // shrink
    meta = {
        **about,
        "num_projects": str(len(election.options)),
        "num_votes": str(len(votes)),
        "budget": amount_text(budget, per_unit),
        "vote_type": kind.value if kind is not BallotKind.KNAPSACK else "approval",
        "rule": RULE_NAMES.get(counted.rule, "unknown"),
        **_places(election, kind),
    }
    place = {key: number for number, key in enumerate(META_ORDER)}
    meta = dict(sorted(meta.items(), key=lambda entry: place.get(entry[0], len(place))))
    projects = tuple(_projects(election, counted, shrink, scored=kind not in WITHOUT_SCORE))
    return PabulibFile(meta, projects, votes, budget, per_unit).renumbered()


def _places(election: Election, kind: BallotKind) -> Mapping[str, str]:
    """Of an ordinal vote: how many places there were, for the first one is worth as many points."""
    if kind is not BallotKind.ORDINAL:
        return {}
    most = max((score for ballot in election.ballots for _, score in ballot.scores), default=1)
    return {"max_length": str(most)}


def _projects(
    election: Election, counted: Counted, shrink: int, *, scored: bool
) -> Iterator[Project]:
    winners = set(counted.winners)
    for option in election.options:
        tally = election.tally[option.key]
        details = {
            "votes": str(tally.votes),
            **({"score": str(tally.score)} if scored else {}),
            "name": option.title,
            "selected": str(int(option.key in winners)),
        }
        yield Project(option.key, option.cost_cents // shrink, details)


def _votes(ballots: Iterable[Ballot], kind: BallotKind) -> Iterator[Vote]:
    for ballot in ballots:
        best_first = sorted(ballot.scores, key=lambda mark: (-mark[1], mark[0]))
        choices = tuple(key for key, _ in best_first)
        points = tuple(score for _, score in best_first) if kind in POINTS else ()
        yield from [Vote("", choices, points)] * (ballot.weight if choices else 0)
