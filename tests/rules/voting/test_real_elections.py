"""Three real elections, counted as their cities did and by Equal Shares; the files are not ours.

`REALDATA` names the folder; otherwise it is looked for beside the project.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from participation.voting.rules.ballots import BallotKind
from participation.voting.rules.counting import RuleProfile, count, preference
from participation.voting.rules.election import Election
from participation.voting.rules.explanations import explanation_texts, share_with_winner
from participation.voting.rules.fingerprints import may_publish_ballots
from participation.voting.rules.money import Currency
from participation.voting.rules.outcome import Outcome
from participation.voting.rules.pabulib import PabulibFile
from participation.voting.rules.pabulib_reading import read_pabulib
from participation.voting.rules.pabulib_writing import write_pabulib

pytestmark = pytest.mark.realdata

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("REALDATA") or ROOT.parent / "shared" / "data") / "pabulib"
MARYSIN = "Poland_Warszawa_2019_Marysin_Wawerski_Polnocny"
MIROW = "Poland_Czestochowa_2024_Mirow"
SWOSZOWICE = "Poland_Krakow_2020_Swoszowice"
ALL = [MARYSIN, MIROW, SWOSZOWICE]


def load(name: str) -> PabulibFile:
    path = FOLDER / f"{name}.pb"
    if not path.exists():
        pytest.skip(f"{name}.pb is not in {FOLDER}")
    return read_pabulib(path.read_bytes())


def as_approvals(file: PabulibFile) -> Election:
    plain = {**file.meta, "vote_type": BallotKind.APPROVAL.value}
    return replace(file, meta=plain).election()


def counted(election: Election, rule: str) -> Outcome:
    return count(election, RuleProfile(rule, step_cents=1))


@pytest.mark.parametrize("name", ALL)
def test_greedy_selects_what_the_city_selected(name: str) -> None:
    file = load(name)
    assert set(counted(file.election(), "greedy").winners) == file.selected


@pytest.mark.parametrize(("name", "same"), [(MARYSIN, True), (MIROW, True), (SWOSZOWICE, False)])
def test_without_skipping_only_swoszowice_differs(name: str, same: bool) -> None:
    file = load(name)
    assert (set(counted(file.election(), "greedy-no-skip").winners) == file.selected) is same


TABLE = [
    (MARYSIN, "307 437 451 457 469 2386 2387 2388 2394", 144_240, "240025/421", "240025/421"),
    (MIROW, "146 609 660 717 795", 141_079, "484440/379", "506422/379"),
    (SWOSZOWICE, "2 3 4 5 8 11 13 16 18 20", 1_243_100, "1026426/653", "1040139/653"),
]


@pytest.mark.parametrize(("name", "winners", "spent", "share", "_approvals"), TABLE)
def test_equal_shares(name: str, winners: str, spent: int, share: str, _approvals: str) -> None:
    outcome = counted(load(name).election(), "equal-shares")
    assert set(outcome.winners) == set(winners.split())
    assert (outcome.spent, str(outcome.voter_budget)) == (spent, share)


@pytest.mark.parametrize(("name", "winners", "spent", "_points", "share"), TABLE)
def test_equal_shares_of_plain_approvals(
    name: str, winners: str, spent: int, _points: str, share: str
) -> None:
    outcome = counted(as_approvals(load(name)), "equal-shares")
    assert set(outcome.winners) == set(winners.split())
    assert (outcome.spent, str(outcome.voter_budget)) == (spent, share)


@pytest.mark.parametrize(
    ("name", "shares", "greedy"), [(MARYSIN, 257, 53), (MIROW, 29, 112), (SWOSZOWICE, 542, 166)]
)
def test_how_many_voters_prefer_which(name: str, shares: int, greedy: int) -> None:
    election = load(name).election()
    found = preference(election, counted(election, "equal-shares"), counted(election, "greedy"))
    assert (found.this, found.other) == (shares, greedy)


def test_in_mirow_equal_shares_leave_more_voters_without_a_winner() -> None:
    election = load(MIROW).election()
    outcomes = [counted(election, rule) for rule in ("equal-shares", "greedy")]
    assert [round(100 * share_with_winner(election, o)) for o in outcomes] == [69, 87]
    assert round(100 * outcomes[0].free_cents / election.budget_cents) == 48


@pytest.mark.parametrize("name", ALL)
def test_every_option_is_explained(name: str) -> None:
    file = load(name)
    election = file.election()
    outcome = counted(election, "equal-shares")
    texts = explanation_texts(election, outcome, Currency(file.currency, file.per_unit))
    assert texts.keys() == election.by_key.keys()
    assert all("\u00a0PLN" in text for text in texts.values())


@pytest.mark.parametrize("name", ALL)
def test_the_files_read_back_equal_and_may_be_published(name: str) -> None:
    file = load(name).renumbered()
    assert read_pabulib(write_pabulib(file).encode()) == file
    assert may_publish_ballots(ballot.weight for ballot in file.election().ballots)
