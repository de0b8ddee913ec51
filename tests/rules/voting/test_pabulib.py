"""Pabulib files: read completely or refused with a line, written so that they read back equal."""

import os
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.voting.rules.ballots import BallotKind
from participation.voting.rules.counting import RuleProfile, count
from participation.voting.rules.election import Election, Option, group_ballots
from participation.voting.rules.outcome import Outcome
from participation.voting.rules.pabulib import BadPabulib, PabulibFile, Project, Vote
from participation.voting.rules.pabulib_reading import read_pabulib
from participation.voting.rules.pabulib_writing import (
    META_ORDER,
    Counted,
    to_pabulib,
    write_pabulib,
)
from tests.rules.voting.elections import counted, few

APPROVALS = """META
key;value
description;Ein Bezirk
budget;1000
vote_type;approval
num_votes;3
currency;PLN
PROJECTS
project_id;cost;name;selected
7;600;"Bänke; und ""Tische"" dazu";1
07;500;Baum;0
VOTES
voter_id;vote;age;sex
a;7,07;33;F
b;7;44;M
c;;55;M
"""


def read(text: str) -> PabulibFile:
    return read_pabulib(text.encode())


def test_ids_are_text_and_names_may_hold_anything() -> None:
    file = read(APPROVALS)
    assert [(p.key, p.name, p.cost) for p in file.projects] == [
        ("7", 'Bänke; und "Tische" dazu', 600),
        ("07", "Baum", 500),
    ]
    assert (file.budget, file.currency, file.selected) == (1000, "PLN", {"7"})


def test_what_describes_a_voter_is_not_kept() -> None:
    assert read(APPROVALS).votes[0] == Vote("a", ("7", "07"))
    assert not re.search(r"age|sex|33|44|55", write_pabulib(read(APPROVALS)))


def test_an_empty_vote_is_blank() -> None:
    election = read(APPROVALS).election()
    assert (election.voters, sum(ballot.weight for ballot in election.ballots)) == (2, 3)


@pytest.mark.parametrize(
    ("kind", "meta", "vote", "scores"),
    [
        ("approval", "", "7,07;", {"7": 1, "07": 1}),
        ("choose-1", "", "07;", {"07": 1}),
        ("cumulative", "max_sum_points;10\n", "7,07;8,2", {"7": 8, "07": 2}),
        ("scoring", "", "7,07;3,0", {"7": 3, "07": 0}),
        ("ordinal", "max_length;3\n", "07,7;", {"07": 3, "7": 2}),
        ("ordinal", "", "07,7;", {"07": 2, "7": 1}),
    ],
)
def test_each_kind_of_vote_gives_its_points(kind, meta, vote, scores) -> None:  # type: ignore[no-untyped-def]
    file = read(
        f"META\nkey;value\nbudget;9\nvote_type;{kind}\n{meta}PROJECTS\nproject_id;cost\n"
        f"7;1\n07;2\nVOTES\nvoter_id;vote;points\nv;{vote}\n"
    )
    assert file.scores_of(file.votes[0]) == scores
    assert read(write_pabulib(file)) == file


def test_decimals_are_hundredths_everywhere() -> None:
    file = read(APPROVALS.replace("budget;1000", "budget;1000.50").replace(";600;", ";600.0;"))
    assert (file.per_unit, file.budget, file.projects[0].cost) == (100, 100_050, 60_000)
    assert read(write_pabulib(file)) == file
    assert read(APPROVALS.replace("budget;1000", "budget;1000.0")).per_unit == 1


def test_windows_line_ends_and_byte_order_marks_are_fine() -> None:
    marked = b"\xef\xbb\xbf" + APPROVALS.replace("\n", "\r\n").encode()
    assert read_pabulib(marked) == read(APPROVALS)


FAULTS = [
    ("vote_type;approval\n", "", 1, "In META fehlt „vote_type“"),
    ("budget;1000\n", "", 1, "In META fehlt „budget“"),
    ("budget;1000", "budget;viel", 4, "„viel“ ist keine Zahl"),
    ("budget;1000", "budget;1e9", 4, "keine Zahl"),
    ("budget;1000", "budget;0", 4, "größer als 0"),
    ("budget;1000", "budget;0.001", 4, "mehr als zwei Nachkommastellen"),
    ("budget;1000", "description;x", 4, "steht zweimal in META"),
    ("vote_type;approval", "vote_type;knapsack", 5, "Stimmart „knapsack“ ist unbekannt"),
    ("num_votes;3", "num_votes;4", 6, "angegeben, gefunden wurden 3"),
    ("PROJECTS\n", "", 8, "mehr Spalten als der Kopf von META"),
    ("PROJECTS\nproject_id;cost", "VOTES\nproject_id;cost", 8, "VOTES steht an falscher Stelle"),
    ("project_id;cost;", "project_id;preis;", 9, "fehlt die Spalte cost"),
    (";600;", ";-600;", 10, "größer als 0"),
    (";600;", ";;", 10, "keine Zahl"),
    ("07;500", "7;500", 11, "project_id „7“ steht zweimal"),
    ("07;500", ";500", 11, "project_id „“ ist leer"),
    ("VOTES\n", "", 15, "VOTES fehlt"),
    ("VOTES\nvoter_id;vote;age;sex\na;7,07;33;F\nb;7;44;M\nc;;55;M\n", "", 11, "VOTES fehlt"),
    ("b;7;44;M", "b;8;44;M", 15, "Das Projekt „8“ gibt es nicht"),
    ("b;7;44;M", "b;7,7;44;M", 15, "zweimal gewählt"),
    ("b;7;44;M", "a;7;44;M", 15, "voter_id „a“ steht zweimal"),
    ("b;7;44;M", ";7;44;M", 15, "voter_id „“ ist leer"),
    ("b;7;44;M", 'b;"7;44;M', 16, "nicht lesbar"),
    ("vote_type;approval", "vote_type;choose-1", 14, "nur eine Wahl"),
    ("vote_type;approval", "vote_type;scoring", 14, "fehlt die Spalte points"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), FAULTS)
def test_a_wrong_file_is_refused_with_its_line(old: str, new: str, line: int, message: str) -> None:
    assert old in APPROVALS
    with pytest.raises(BadPabulib, match=message) as refused:
        read(APPROVALS.replace(old, new, 1))
    assert refused.value.line == line
    assert str(refused.value).startswith(f"Zeile {line}: ")


POINTS = APPROVALS.replace("approval", "cumulative").replace("vote;age;sex", "vote;points;sex")


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("3", "gehören 1 Punktwerte"),
        ("3,x", "„x“ ist keine Punktzahl"),
        ("3,-1", "keine Punktzahl"),
        ("3,²", "keine Punktzahl"),
    ],
)
def test_wrong_points_are_refused(points: str, message: str) -> None:
    with pytest.raises(BadPabulib, match=message):
        read(POINTS.replace("a;7,07;33", f"a;7,07;{points}"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "META fehlt"),
        (b"PK\x03\x04\xff\xfe", "kein Text in UTF-8"),
        (b"META\nkey;value\nb;\xff", "Zeile 3: .*UTF-8"),
        (b"x" * 10_000_000, "nicht lesbar"),
        (b"a;b\n" * 2_500_000, "META fehlt"),
        (b"META\nkey;value\n" + b"".join(b"k%d;v\n" % n for n in range(300)), "mehr als 200"),
        (b"META\n", "fehlt die Spalte key"),
        (b"META\nkey;value\nbudget;1\n", "PROJECTS fehlt"),
        (APPROVALS.replace("Baum", "Ba\0um").encode(), "Zeile 11: .*Nullzeichen"),
        (APPROVALS[: APPROVALS.index("a;7")].encode(), "Zeile 13: .*VOTES ist leer"),
        (re.sub("7;6(.|\n)*0\n(?=VOTES)", "", APPROVALS).encode(), "Zeile 10: .*PROJECTS ist leer"),
    ],
    ids=[
        "empty",
        "archive",
        "latin",
        "one line",
        "wrong rows",
        "endless",
        "cut off",
        "no options",
        "nul",
        "no votes",
        "no projects",
    ],
)
def test_garbage_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(BadPabulib, match=message):
        read_pabulib(data)


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(BadPabulib, match="größer als 1 MB"):
        read_pabulib(os.urandom(1_000_001), most_bytes=1_000_000)


TEXT = st.text(st.characters(exclude_categories=("C", "Z")), max_size=8)
WORD = st.text("abc;\"'ä_ü7", min_size=1, max_size=5)


@st.composite
def files(draw: st.DrawFn) -> PabulibFile:
    kind = draw(st.sampled_from([k for k in BallotKind if k is not BallotKind.KNAPSACK]))
    keys = draw(st.lists(WORD, min_size=1, max_size=4, unique=True))
    amounts = draw(st.lists(st.integers(1, 10**9), min_size=5, max_size=5))
    most = 1 if kind is BallotKind.CHOOSE_ONE else 4
    chosen = st.lists(st.sampled_from(keys), max_size=most, unique=True).map(tuple)
    points = kind in {BallotKind.CUMULATIVE, BallotKind.SCORING}
    cast = draw(st.lists(chosen, min_size=1, max_size=5))
    votes = tuple(
        Vote(f"v{n}", choices, tuple(range(len(choices))) if points else ())
        for n, choices in enumerate(cast)
    )
    projects = tuple(
        Project(key, cost, {"name": draw(TEXT)}) for key, cost in zip(keys, amounts, strict=False)
    )
    meta = {"budget": str(amounts[4]), "vote_type": kind.value, "description": draw(TEXT)}
    return PabulibFile(meta, projects, votes, amounts[4])


@few
@given(files())
def test_what_is_written_reads_back_equal(file: PabulibFile) -> None:
    assert read(write_pabulib(file)) == file


@few
@given(st.binary(max_size=300), st.integers(0, len(APPROVALS)))
def test_no_damage_ends_in_anything_but_a_message(damage: bytes, at: int) -> None:
    data = APPROVALS.encode()
    with suppress(BadPabulib):
        file = read_pabulib(data[:at] + damage + data[at + len(damage) :])
        assert read(write_pabulib(file)) == file


ABOUT = {
    "description": "Angebote der Engagement-Karte",
    "country": "Germany",
    "unit": "Hamburg",
    "instance": "2026",
    "date_begin": "01.03.2026",
    "date_end": "31.03.2026",
    "currency": "EUR",
}


def our_vote(scores: list[dict[str, int]]) -> Election:
    options = (Option("bad", "Freibad", 1250), Option("zoo", "Zoo; ermäßigt", 3000))
    return Election(options, group_ballots(scores), 4000)


def told(outcome: Outcome, per_unit: int = 100) -> Counted:
    return Counted(outcome.rule, outcome.winners, per_unit)


def test_our_votes_are_exported_sorted_without_order_or_blank_ballots() -> None:
    ours = our_vote([{"zoo": 1}, {}, {"bad": 1, "zoo": 1}, {"zoo": 1}])
    file = to_pabulib(ours, told(counted(ours, "equal-shares")), BallotKind.APPROVAL, ABOUT)
    assert file.votes == (
        Vote("1", ("bad", "zoo")),
        Vote("2", ("zoo",)),
        Vote("3", ("zoo",)),
    )
    assert list(file.meta) == sorted(file.meta, key=META_ORDER.index)
    assert (file.meta["budget"], file.meta["rule"]) == ("40.00", "equalshares/add1")
    assert file.projects[1].details == {
        "votes": "3",
        "name": "Zoo; ermäßigt",
        "selected": "1",
    }


@pytest.mark.parametrize(
    ("kind", "scores"),
    [
        (BallotKind.APPROVAL, [{"zoo": 1}, {"bad": 1, "zoo": 1}]),
        (BallotKind.CUMULATIVE, [{"zoo": 3, "bad": 7}, {"bad": 10}]),
        (BallotKind.SCORING, [{"zoo": 3, "bad": 3}]),
        (BallotKind.ORDINAL, [{"zoo": 2, "bad": 1}, {"bad": 2, "zoo": 1}]),
    ],
)
def test_an_exported_vote_counts_the_same_when_read_again(kind, scores) -> None:  # type: ignore[no-untyped-def]
    ours = our_vote(scores)
    outcome = counted(ours, "equal-shares")
    file = to_pabulib(ours, told(outcome), kind, ABOUT)
    again = read(write_pabulib(file))
    assert again == file
    assert again.election().ballots == ours.ballots
    assert count(again.election(), RuleProfile("equal-shares")) == outcome
    assert again.selected == set(outcome.winners)


def test_whole_amounts_of_a_currency_stay_as_they_are() -> None:
    ours = Election((Option("a", "A", 300), Option("b", "B", 200)), group_ballots([{"a": 1}]), 500)
    file = to_pabulib(ours, told(counted(ours, "greedy"), 1), BallotKind.APPROVAL, ABOUT)
    assert (file.budget, file.per_unit, [p.cost for p in file.projects]) == (500, 1, [300, 200])
    assert read(write_pabulib(file)) == file


def test_places_nobody_used_keep_their_points() -> None:
    ours = our_vote([{"zoo": 3}, {"bad": 3, "zoo": 2}])
    file = to_pabulib(ours, told(counted(ours, "greedy")), BallotKind.ORDINAL, ABOUT)
    assert read(write_pabulib(file)).election().tally == ours.tally
