"""A second opinion from pabutools, the reference library of the field.

Its traps, avoided here: `voter_budget_increment` stops as soon as nothing fits; ties go by the id
as text unless told otherwise; greedy with cardinality counts votes per cost.
"""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    Cardinality_Sat,
    CardinalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.election.satisfaction import Additive_Cardinal_Sat, AdditiveSatisfaction
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
)
from pabutools.tiebreaking import TieBreakingRule

from participation.voting.rules.election import Election, tie_keys
from participation.voting.rules.equal_shares import Utility
from tests.rules.voting.elections import counted, elections, few

APPROVALS = elections(most_points=1, blanks=False)


def instance_of(small: Election) -> tuple[Instance, dict[str, Project]]:
    projects = {o.key: Project(o.key, o.cost_cents) for o in small.options}
    return Instance(projects.values(), budget_limit=small.budget_cents), projects


def approvals(small: Election, instance: Instance, projects: dict[str, Project]) -> ApprovalProfile:
    cast = [
        ApprovalBallot(projects[key] for key, _ in ballot.scores)
        for ballot in small.patterns
        for _ in range(ballot.weight)
    ]
    return ApprovalProfile(cast, instance=instance)


def our_ties(small: Election) -> TieBreakingRule:
    keys = tie_keys(small, b"")
    return TieBreakingRule(lambda _instance, _profile, project: keys[project.name])


def names(allocation: object) -> set[str]:
    return {project.name for project in allocation}  # type: ignore[attr-defined]


def equal_shares_of_pabutools(
    small: Election, instance: Instance, profile: object, sat: type, *, raises: bool
) -> set[str]:
    params = {"sat_class": sat, "tie_breaking": our_ties(small)}
    if not raises:
        return names(method_of_equal_shares(instance, profile, **params))
    step = small.voters
    return names(
        exhaustion_by_budget_increase(
            instance,
            profile,
            method_of_equal_shares,
            rule_params=params,
            budget_step=step,
            exhaustive_stop=False,
        )
    )


class PointsTimesCost(AdditiveSatisfaction):
    """The utility of our rule for points, which pabutools does not offer."""

    def __init__(self, instance: Instance, profile: object, ballot: CardinalBallot) -> None:
        super().__init__(
            instance, profile, ballot, lambda _i, _p, given, project, _v: worth(given, project)
        )


def worth(ballot: CardinalBallot, project: Project) -> int | Fraction:
    return ballot[project] * project.cost if project in ballot else 0


@few
@given(APPROVALS, st.sampled_from(list(Utility)), st.booleans())
def test_approvals_under_equal_shares(small: Election, utility: Utility, raises: bool) -> None:
    instance, projects = instance_of(small)
    profile = approvals(small, instance, projects)
    sat = Cost_Sat if utility is Utility.COST else Cardinality_Sat
    rule = "equal-shares" if raises else "equal-shares-plain"
    expected = equal_shares_of_pabutools(small, instance, profile, sat, raises=raises)
    assert set(counted(small, rule, utility=utility).winners) == expected


@few
@given(elections(blanks=False), st.sampled_from(list(Utility)), st.booleans())
def test_points_under_equal_shares(small: Election, utility: Utility, raises: bool) -> None:
    instance, projects = instance_of(small)
    cast = [
        CardinalBallot({projects[key]: score for key, score in ballot.scores})
        for ballot in small.patterns
        for _ in range(ballot.weight)
    ]
    profile = CardinalProfile(cast, instance=instance)
    sat = PointsTimesCost if utility is Utility.COST else Additive_Cardinal_Sat
    rule = "equal-shares" if raises else "equal-shares-plain"
    expected = equal_shares_of_pabutools(small, instance, profile, sat, raises=raises)
    assert set(counted(small, rule, utility=utility).winners) == expected


@few
@given(APPROVALS)
def test_greedy_by_votes_is_their_greedy_with_cost_satisfaction(small: Election) -> None:
    backed = {key for key, tally in small.tally.items() if tally.votes}
    instance, projects = instance_of(small)
    profile = approvals(small, instance, projects)
    found = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cost_Sat, tie_breaking=our_ties(small)
    )
    assert set(counted(small, "greedy").winners) == names(found) & backed


@few
@given(APPROVALS)
def test_greedy_per_cost_is_their_greedy_with_cardinality(small: Election) -> None:
    backed = {key for key, tally in small.tally.items() if tally.votes}
    instance, projects = instance_of(small)
    profile = approvals(small, instance, projects)
    found = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cardinality_Sat, tie_breaking=our_ties(small)
    )
    assert set(counted(small, "greedy-per-cost").winners) == names(found) & backed
