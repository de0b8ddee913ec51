"""Earlier states of a text: one at each pause, and one now and then where somebody writes on and on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.history import Edit, states

BEGAN = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
ANNA, BEN = UUID(int=1), UUID(int=2)


def edits(*at: tuple[int, UUID | None]) -> list[Edit]:
    """Edits at these seconds."""
    return [Edit(seq, BEGAN + timedelta(seconds=s), by) for seq, (s, by) in enumerate(at, start=1)]


def test_a_pause_ends_a_state_and_who_wrote_is_told_once() -> None:
    first, second = states(edits((0, ANNA), (1, BEN), (2, ANNA), (200, None)))
    assert (first.seq, first.by, first.edits) == (3, (ANNA, BEN), 3)
    assert first.at == BEGAN + timedelta(seconds=2)
    assert (second.seq, second.by, second.edits) == (4, (None,), 1)


def test_who_writes_on_and_on_finds_a_state_each_ten_minutes() -> None:
    found = states(edits(*((s, ANNA) for s in range(0, 3600, 60))))
    assert len(found) == 6
    assert [state.edits for state in found] == [10] * 6


def test_what_a_form_replaces_stays_a_state_however_soon_it_comes() -> None:
    typed, sent = edits((0, ANNA), (10, ANNA))
    found = states([typed, replace(sent, is_sent=True)])
    assert [state.seq for state in found] == [1, 2]


def test_a_text_that_nobody_wrote_in_has_none() -> None:
    assert states([]) == []


@given(st.lists(st.integers(0, 1000), max_size=60))
def test_each_edit_is_in_one_state_and_the_last_state_is_the_text_of_now(pauses: list[int]) -> None:
    at, made = 0, []
    for pause in pauses:
        at += pause
        made.append((at, ANNA))
    found = states(edits(*made))
    assert sum(state.edits for state in found) == len(made)
    assert [state.seq for state in found] == sorted({state.seq for state in found})
    assert not made or found[-1].seq == len(made)
