"""A contribution's states, who may ask, and its clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.speech import (
    Asking,
    EntryState,
    Obstacle,
    Signal,
    may_go,
    obstacle,
    signal,
    spoken_ms,
)

NOW = datetime(2024, 4, 11, 15, tzinfo=UTC)
FREE = Asking(
    runs=True, item_called=True, present=True, list_closed=False, another_speaks=True, waits=False
)


def test_with_nothing_known_nobody_asks() -> None:
    assert obstacle(Kind.BEITRAG, Asking()) is Obstacle.SITZUNG_RUHT


@pytest.mark.parametrize("kind", list(Kind))
def test_who_is_there_while_an_item_is_called_may_ask(kind: Kind) -> None:
    assert obstacle(kind, FREE) is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"runs": False}, Obstacle.SITZUNG_RUHT),
        ({"item_called": False}, Obstacle.KEIN_PUNKT),
        ({"present": False}, Obstacle.NICHT_DA),
        ({"list_closed": True}, Obstacle.LISTE_ZU),
        ({"waits": True}, Obstacle.SCHON_GEMELDET),
    ],
)
def test_each_guard_says_its_own_reason(change: dict[str, bool], why: Obstacle) -> None:
    assert obstacle(Kind.BEITRAG, replace(FREE, **change)) is why


def test_a_closed_list_takes_points_of_order_alone() -> None:
    closed = replace(FREE, list_closed=True)
    assert [obstacle(kind, closed) for kind in Kind] == [
        Obstacle.LISTE_ZU,
        Obstacle.LISTE_ZU,
        None,
    ]


def test_a_question_needs_somebody_to_interrupt() -> None:
    alone = replace(FREE, another_speaks=False)
    assert obstacle(Kind.ZWISCHENFRAGE, alone) is Obstacle.NIEMAND_SPRICHT
    assert obstacle(Kind.BEITRAG, alone) is None


def test_the_way_of_a_contribution() -> None:
    way = [
        EntryState.GEMELDET,
        EntryState.AUFGERUFEN,
        EntryState.SPRICHT,
        EntryState.PAUSIERT,
        EntryState.SPRICHT,
        EntryState.BEENDET,
    ]
    assert all(may_go(now, to) for now, to in pairwise(way))
    assert not may_go(EntryState.GEMELDET, EntryState.SPRICHT)


@pytest.mark.parametrize(
    "end", [EntryState.BEENDET, EntryState.ZURUECKGEZOGEN, EntryState.UEBERGANGEN]
)
def test_nothing_comes_back_from_the_end(end: EntryState) -> None:
    assert not any(may_go(end, to) for to in EntryState)


def test_who_speaks_cannot_take_it_back() -> None:
    assert not may_go(EntryState.SPRICHT, EntryState.ZURUECKGEZOGEN)
    assert may_go(EntryState.AUFGERUFEN, EntryState.ZURUECKGEZOGEN)


def test_pauses_do_not_count_and_the_clock_never_runs_backwards() -> None:
    assert spoken_ms(1_500, None, NOW) == 1_500
    assert spoken_ms(1_500, NOW - timedelta(seconds=2), NOW) == 3_500
    assert spoken_ms(1_500, NOW + timedelta(seconds=2), NOW) == 1_500


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, Signal.ZEIT),
        (143, Signal.ZEIT),
        (144, Signal.BALD),
        (179, Signal.BALD),
        (180, Signal.VORBEI),
        (999, Signal.VORBEI),
    ],
)
def test_the_clock_warns_at_four_fifths(seconds: int, said: Signal) -> None:
    assert signal(seconds, 180) is said
