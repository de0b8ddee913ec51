"""Items keep their order, their time and their side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.agenda import fits, may_become_public, moved


def test_only_an_empty_item_that_was_in_no_invitation_becomes_public() -> None:
    assert may_become_public(text="", papers=" \n", number="")
    assert not may_become_public(text="Vertrag", papers="", number="")
    assert not may_become_public(text="", papers="Anlage", number="")
    assert not may_become_public(text="", papers="", number="N 1")


@pytest.mark.parametrize(
    ("parent", "children", "fine"),
    [(30, [10, 20], True), (30, [10, 21], False), (None, [90], True), (30, [None, 30], True)],
)
def test_parts_take_no_longer_than_the_whole(
    parent: int | None, children: list[int | None], fine: bool
) -> None:
    assert fits(parent, children) is fine


def test_an_item_moves_and_stops_at_the_ends() -> None:
    assert moved(["a", "b", "c"], "c", -1) == ["a", "c", "b"]
    assert moved(["a", "b", "c"], "a", -1) == ["a", "b", "c"]
    assert moved(["a", "b", "c"], "a", 9) == ["b", "c", "a"]


@given(st.lists(st.integers(), min_size=1, unique=True), st.data(), st.integers(-9, 9))
def test_moving_loses_nothing(order: list[int], data: st.DataObject, by: int) -> None:
    key = data.draw(st.sampled_from(order))
    after = moved(order, key, by)
    assert sorted(after) == sorted(order)
    assert [one for one in after if one != key] == [one for one in order if one != key]
