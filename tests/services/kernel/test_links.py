"""Ways: what led to a thing and what it led to."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel import subjects
from kernel.actors import ANONYMOUS
from kernel.database import in_transaction
from kernel.links import link, links_of, way_of
from kernel.subjects import ALLOWED, Card, Subject, SubjectKind

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def station(name: str) -> Subject:
    return Subject("station", name)


@pytest.fixture
def stations(database, monkeypatch):
    """A kind whose things are named by a letter and a day; those named in the answer nobody sees."""

    def describe(_actor, ids):
        return {
            name: Card(station(name), name, f"/{name}", "Station", at=BEGIN + timedelta(ord(name)))
            for name in ids
            if name not in hidden
        }

    hidden: set[str] = set()
    monkeypatch.setitem(
        subjects._kinds, "station", SubjectKind("station", describe, lambda *_: ALLOWED, is_id=bool)
    )
    return hidden


def tie(*pairs: str) -> None:
    """Each pair of letters: the first led to the second."""
    for source, target in pairs:
        in_transaction(lambda a=source, b=target: link("led", station(a), station(b)))


def names(start: str) -> str:
    return "".join(stop.card.title for stop in way_of(ANONYMOUS, station(start)))


def test_a_way_leads_both_up_and_down(stations) -> None:
    tie("ab", "bc", "cd")
    assert [names(start) for start in "abcd"] == ["abcd"] * 4


def test_what_shares_a_result_or_a_cause_is_not_on_the_way(stations) -> None:
    tie("av", "bv", "vr", "vs")
    assert names("a") == "arsv"
    assert names("r") == "abrv"
    assert names("v") == "abrsv"


def test_a_cycle_ends_the_walk(stations) -> None:
    tie("ab", "bc", "ca")
    assert names("a") == "abc"


def test_after_eight_steps_the_walk_ends(stations) -> None:
    tie(*(f"{chr(n)}{chr(n + 1)}" for n in range(ord("a"), ord("p"))))
    assert names("a") == "abcdefghi"


def test_what_is_hidden_leaves_no_trace_nor_what_lies_behind_it(stations) -> None:
    tie("ab", "bc")
    stations.add("b")
    assert names("a") == "a"
    assert names("b") == ""


def test_tying_twice_is_one_link(stations) -> None:
    tie("ab", "ab")
    assert len(links_of([station("a")])) == 1


def test_a_way_costs_one_statement_of_links_a_step_however_wide_it_is(stations, statements) -> None:
    tie(*(f"a{letter}" for letter in "bcdefgh"))
    statements.clear()
    assert names("a") == "abcdefgh"
    assert len(statements) == 2  # one finds the seven, one finds nothing behind them
