"""The demo's votes: their ballots may be published, and the two rules visibly disagree."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
)

from demo.content import load
from demo.shapes import Vote

DEMO = load()
FORMATS = {f.key: f for f in DEMO.formats}
PROPOSALS = {p.key: p for p in DEMO.proposals}
COUNTED, OPEN = DEMO.votes
NOW = datetime(2026, 11, 22, 0, tzinfo=UTC)


def election(vote: Vote) -> tuple[Instance, ApprovalProfile]:
    projects = {key: Project(key, PROPOSALS[key].cost_cents) for key in vote.options}
    instance = Instance(projects.values(), budget_limit=vote.budget_cents)
    ballots = [ApprovalBallot(projects[key] for key in choices) for choices in vote.ballots()]
    return instance, ApprovalProfile(ballots, instance=instance)


def by_equal_shares(vote: Vote) -> set[str]:
    instance, profile = election(vote)
    won = exhaustion_by_budget_increase(
        instance,
        profile,
        method_of_equal_shares,
        {"sat_class": Cost_Sat},
        budget_step=Fraction(vote.step_cents * len(profile)),
        exhaustive_stop=False,
    )
    return {project.name for project in won}


def by_votes_alone(vote: Vote) -> set[str]:
    instance, profile = election(vote)
    won = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
    return {project.name for project in won}


def cost(keys: set[str]) -> int:
    return sum(PROPOSALS[key].cost_cents or 0 for key in keys)


def reached(vote: Vote, won: set[str]) -> int:
    """How many ballots name at least one winner."""
    return sum(bool(won & set(choices)) for choices in vote.ballots())


def test_one_vote_is_closed_and_one_is_open() -> None:
    assert COUNTED.closes.at(NOW) < NOW
    assert OPEN.opens.at(NOW) < NOW < OPEN.closes.at(NOW)
    assert OPEN.budget_cents == 3_000_000


@pytest.mark.parametrize("vote", DEMO.votes, ids=lambda v: v.key)
def test_a_vote_runs_inside_the_vote_phase_of_its_format(vote: Vote) -> None:
    (phase,) = [p for p in FORMATS[vote.format].phases if p.type == "vote"]
    assert phase.end is not None
    assert phase.start.at(NOW) <= vote.opens.at(NOW)
    assert vote.opens.at(NOW) < vote.closes.at(NOW) <= phase.end.at(NOW)


@pytest.mark.parametrize("vote", DEMO.votes, ids=lambda v: v.key)
def test_the_options_are_the_accepted_proposals_of_the_format(vote: Vote) -> None:
    accepted = [
        p.key
        for p in DEMO.proposals
        if p.format == vote.format
        and any(a.status in {"angenommen", "teilweise"} for a in p.answers)
    ]
    assert list(vote.options) == accepted


@pytest.mark.parametrize("vote", DEMO.votes, ids=lambda v: v.key)
def test_each_option_fits_the_budget_but_not_all_together(vote: Vote) -> None:
    assert all(0 < cost({key}) <= vote.budget_cents for key in vote.options)
    assert cost(set(vote.options)) > vote.budget_cents


@pytest.mark.parametrize("vote", DEMO.votes, ids=lambda v: v.key)
def test_ballots_are_valid_and_no_more_than_the_crowd_can_cast(vote: Vote) -> None:
    ballots = vote.ballots()
    assert 20 <= len(ballots) <= len(DEMO.crowd)
    for choices in ballots:
        assert choices
        assert len(set(choices)) == len(choices)
        assert set(choices) <= set(vote.options)
    assert vote.ballots() == ballots


@pytest.mark.parametrize("vote", DEMO.votes, ids=lambda v: v.key)
def test_every_pattern_is_written_once_and_every_option_has_support(vote: Vote) -> None:
    assert len({frozenset(p.choices) for p in vote.patterns}) == len(vote.patterns)
    assert {key for p in vote.patterns for key in p.choices} == set(vote.options)


def test_raw_ballots_of_the_counted_vote_may_be_published() -> None:
    ballots = COUNTED.ballots()
    assert len(ballots) >= 100
    assert len({frozenset(b) for b in ballots}) <= 0.3 * len(ballots)


def test_equal_shares_and_greedy_disagree_so_that_the_difference_can_be_seen() -> None:
    fair, largest = by_equal_shares(COUNTED), by_votes_alone(COUNTED)
    assert len(fair - largest) >= 3
    assert len(largest - fair) >= 2
    assert reached(COUNTED, fair) > 1.2 * reached(COUNTED, largest)


def test_the_pilot_carried_out_exactly_what_was_elected() -> None:
    won = by_equal_shares(COUNTED)
    left = COUNTED.budget_cents - cost(won)
    assert all(cost({key}) > left for key in set(COUNTED.options) - won), "no top-up fits"
    assert won == {
        key for key in COUNTED.options if PROPOSALS[key].answers[-1].status == "umgesetzt"
    }


def test_the_money_said_to_be_left_over_is_what_was_left() -> None:
    left = COUNTED.budget_cents - cost(by_equal_shares(COUNTED))
    sentence = f"{left // 100:,} Euro".replace(",", ".")
    (resolution,) = [r for r in DEMO.archive if r.number == "BFM-2022/04"]
    assert sentence in FORMATS["pass-mitte"].description
    assert sentence in resolution.wording
