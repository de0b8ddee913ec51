"""`flask votes`: real elections go in whole or not at all, are counted again, and come out as they went in."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kernel.database import db
from participation.voting import exports, queries
from participation.voting.models import CountedBallots, Vote
from participation.voting.recount import vote_faults
from participation.voting.rules.ballots import BallotKind
from participation.voting.rules.pabulib_reading import read_pabulib
from tests.factories import votes
from tests.rules.voting.test_real_elections import FOLDER, TABLE, load

SMALL = """META
key;value
description;Ein Bezirk
num_votes;{votes}
budget;1100
vote_type;{kind}
date_begin;01.03.2026
date_end;31.03.2026
currency;PLN
PROJECTS
project_id;cost;name
7;700;Rad
07;400;Halle
x;250;"Park; groß"
VOTES
voter_id;vote;points
{rows}
"""


def small(rows: list[str], kind: str = "approval") -> str:
    """A file with these choices (and points), one a voter."""
    numbered = "\n".join(f"{n};{row}" for n, row in enumerate(rows))
    return SMALL.format(votes=len(rows), kind=kind, rows=numbered)


@pytest.fixture
def run(app, database, tmp_path):
    def invoke(*args: str):
        return app.test_cli_runner().invoke(args=["votes", *args])

    return invoke


def write(folder: Path, text: str, name: str = "wahl.pb") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


APPROVALS = ["7,07"] * 60 + ["x"] * 40 + ["07,x"] * 5 + [""] * 2
KINDS = {
    "approval": APPROVALS,
    "cumulative": ["7,x;8,2"] * 60 + ["x;3"] * 60,
    "ordinal": ["07,7"] * 60 + ["x"] * 60,
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_imported_election_comes_out_as_it_went_in(run, tmp_path, kind) -> None:
    text = small(KINDS[kind], kind)
    assert run("import-pabulib", write(tmp_path, text), "--slug", "wahl").exit_code == 0
    out = tmp_path / "aus.pb"
    assert run("export", "wahl", "--format", "pabulib", str(out)).exit_code == 0
    ours, theirs = read_pabulib(out.read_bytes()), read_pabulib(text.encode())
    before, after = theirs.election(), ours.election()
    assert (after.options, after.budget_cents) == (before.options, before.budget_cents)
    assert sorted(after.patterns, key=str) == sorted(before.patterns, key=str)
    told = [ours.meta[key] for key in ("currency", "date_begin", "date_end", "vote_type")]
    assert told == ["PLN", "01.03.2026", "31.03.2026", BallotKind(kind).value]


def test_an_imported_election_keeps_every_promise_of_verify(run, tmp_path) -> None:
    assert run("import-pabulib", write(tmp_path, small(APPROVALS))).exit_code == 0
    vote = db.session.scalars(select(Vote)).one()
    assert json.loads(vote.card)["vote"] == str(vote.id)
    assert list(vote_faults()) == []
    assert (vote.turnout, queries.blank_ballots(vote), vote.result["voters"]) == (107, 2, 107)


def test_counting_again_says_what_the_contract_says(run, tmp_path) -> None:
    run("import-pabulib", write(tmp_path, small(APPROVALS)), "--slug", "wahl")
    answer = json.loads(run("count", "wahl", "--rule", "greedy", "--json").output)
    assert set(answer) == {
        *("rule", "selected", "cost", "budget", "voter_budget", "explanations"),
    }
    assert (answer["selected"], answer["cost"]) == (["07", "7"], 1100)
    shares = json.loads(
        run("count", "wahl", "--rule", "equal-shares", "--step", "1", "--json").output
    )
    assert shares["voter_budget"] == "367/21"  # of 105, two of 107 being blank


def test_the_bound_of_a_file_holds_for_every_rule(run, tmp_path) -> None:
    text = small(APPROVALS).replace("currency;", "min_project_score_threshold;50\ncurrency;")
    run("import-pabulib", write(tmp_path, text), "--slug", "wahl")
    answer = json.loads(run("count", "wahl", "--rule", "greedy-threshold", "--json").output)
    assert answer["selected"] == ["07", "7"]
    assert answer["explanations"]["x"].startswith("Nicht zugelassen: 45 von 50")


LONELY = small(["7,07,x", "x"]).replace("1100", "999999999999").replace("700", "999999999998")
WRONG = {
    "no section": (small(APPROVALS).replace("PROJECTS\n", ""), "Zeile 10: "),
    "unknown option": (small(["7", "99"]), "Zeile 18: Das Projekt „99“"),
    "negative cost": (small(APPROVALS).replace("700", "-700"), "Zeile 12: "),
    "nobody voted": (small([]), "Zeile 16: "),
    "garbage": ("META\nkey;value\n" + "x" * 10_000_000, "Zeile 3: "),
    "endless count": (LONELY, "Schritt ist zu klein"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_file_is_refused_and_nothing_of_it_stored(run, tmp_path, fault) -> None:
    text, message = WRONG[fault]
    answer = run("import-pabulib", write(tmp_path, text))
    assert (answer.exit_code, answer.output) == (2, answer.stderr)
    assert message in answer.stderr
    stored = [
        db.session.scalar(select(func.count()).select_from(t)) for t in (Vote, CountedBallots)
    ]
    assert stored == [0, 0]


def test_a_taken_address_is_refused(run, tmp_path) -> None:
    file = write(tmp_path, small(APPROVALS))
    assert run("import-pabulib", file).exit_code == 0
    again = run("import-pabulib", file)
    assert (again.exit_code, "Diese Adresse gibt es schon" in again.stderr) == (2, True)


def test_before_publication_no_command_tells_anything(run) -> None:
    vote = votes.counted_vote()
    for args in (("count", vote.slug), ("export", vote.slug, "--format", "pabulib", "x")):
        answer = run(*args)
        assert (answer.exit_code, answer.stdout) == (2, "")


def test_ballots_are_published_by_what_the_file_would_show(run, tmp_path) -> None:
    """A hundred ballots of which many are blank are fewer in the file."""
    run("import-pabulib", write(tmp_path, small(["7"] * 60 + [""] * 60)), "--slug", "wahl")
    vote = db.session.scalars(select(Vote)).one()
    assert not exports.may_publish(vote)
    assert run("export", "wahl", "--format", "pabulib", str(tmp_path / "x.pb")).exit_code == 2


@pytest.mark.realdata
@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_a_real_election_from_file_to_file(run, tmp_path, row) -> None:
    name, winners, spent, share, _approvals = row
    file, out = load(name), tmp_path / "aus.pb"
    assert run("import-pabulib", str(FOLDER / f"{name}.pb"), "--slug", "echt").exit_code == 0
    greedy = json.loads(run("count", "echt", "--rule", "greedy", "--json").output)
    assert set(greedy["selected"]) == file.selected
    shares = run("count", "echt", "--rule", "equal-shares", "--step", "1", "--json").output
    found = json.loads(shares)
    assert set(found["selected"]) == set(winners.split())
    assert (found["cost"], found["voter_budget"]) == (spent, share)
    assert run("export", "echt", "--format", "pabulib", str(out)).exit_code == 0
    again = read_pabulib(out.read_bytes())
    changed = {key for key in file.meta if again.meta.get(key) != file.meta[key]}
    assert changed <= {"rule"}  # they chose by greedy, the import by equal shares
    assert sorted(again.election().patterns, key=str) == sorted(file.election().patterns, key=str)
