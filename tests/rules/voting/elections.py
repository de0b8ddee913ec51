"""Small elections for tests, written as money and approvals or points."""

from collections.abc import Iterable, Mapping

from hypothesis import settings
from hypothesis import strategies as st

from participation.voting.rules.counting import RuleProfile, count
from participation.voting.rules.election import Election, Option, group_ballots
from participation.voting.rules.outcome import Outcome

#: enough small elections to meet every corner, few enough for every commit
few = settings(max_examples=50, deadline=None)

Vote = Iterable[str] | Mapping[str, int]


def scores_of(vote: Vote) -> dict[str, int]:
    return dict(vote) if isinstance(vote, Mapping) else dict.fromkeys(vote, 1)


def election(
    budget: int,
    costs: Mapping[str, int],
    votes: Iterable[Vote],
    *,
    groups: Mapping[str, str] | None = None,
) -> Election:
    options = tuple(
        Option(key, key.capitalize(), cost, (groups or {}).get(key)) for key, cost in costs.items()
    )
    return Election(options, group_ballots(scores_of(vote) for vote in votes), budget)


def counted(an_election: Election, rule: str, **settings: object) -> Outcome:
    return count(an_election, RuleProfile(rule, **settings))  # type: ignore[arg-type]


#: an example that every textbook of the rule could have: the profile fixes what counts leave open
BIKE_COSTS = {"bike": 700, "gym": 400, "park": 250, "playground": 200, "library": 100}
BIKE_VOTES = [
    *[{"bike", "gym"}] * 4,
    *[{"bike", "park"}] * 3,
    *[{"park", "playground", "library"}] * 2,
    {"gym", "playground", "library"},
    {"gym", "playground"},
]


def bike_election() -> Election:
    return election(1100, BIKE_COSTS, BIKE_VOTES)


@st.composite
def elections(
    draw: st.DrawFn, *, most_points: int = 3, with_groups: bool = False, blanks: bool = True
) -> Election:
    """Up to 6 options and 8 ballots; no option costs more than the budget."""
    keys = [f"o{number}" for number in range(draw(st.integers(1, 6)))]
    budget = draw(st.integers(1, 30))
    costs = {key: draw(st.integers(1, budget)) for key in keys}
    points = st.dictionaries(
        st.sampled_from(keys), st.integers(1, most_points), min_size=0 if blanks else 1
    )
    votes = draw(st.lists(points, min_size=0 if blanks else 1, max_size=8))
    groups = draw(st.dictionaries(st.sampled_from(keys), st.sampled_from("ab")))
    return election(budget, costs, votes, groups=groups if with_groups else None)
