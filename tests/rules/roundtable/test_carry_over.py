"""The next meeting takes over what is left, once, and never makes it public."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.carry_over import Carried, Source, Why, carried
from roundtable.meetings.rules.states import ItemState

sources = st.lists(
    st.builds(
        Source[str],
        key=st.text("abcdef", min_size=1, max_size=3),
        state=st.sampled_from(ItemState),
        public=st.booleans(),
        recurring=st.booleans(),
        pinned=st.booleans(),
        open_tasks=st.integers(0, 2),
        skipped_in=st.sampled_from([None, "m1", "m2"]),
    ),
    unique_by=lambda source: source.key,
)


@pytest.mark.parametrize(
    ("source", "reasons"),
    [
        (Source("a", ItemState.GEPLANT), (Why.UNBERATEN,)),
        (Source("a", ItemState.VERTAGT, recurring=True), (Why.UNBERATEN, Why.WIEDERKEHREND)),
        (Source("a", ItemState.BERATEN, pinned=True), (Why.ANGEHEFTET,)),
        (Source("a", ItemState.BERATEN, open_tasks=2), (Why.OFFENE_AUFTRAEGE,)),
    ],
)
def test_what_is_left_comes_again(source: Source[str], reasons: tuple[Why, ...]) -> None:
    assert carried([source], "m2", ()) == (Carried("a", True, reasons),)


@pytest.mark.parametrize("state", [ItemState.BERATEN, ItemState.ABGESETZT, ItemState.VERWIESEN])
def test_what_is_settled_stays_behind(state: ItemState) -> None:
    assert carried([Source("a", state)], "m2", ()) == ()


def test_a_suspended_item_is_hidden_once_and_comes_back() -> None:
    source = Source("a", ItemState.VERTAGT, skipped_in="m2")
    assert carried([source], "m2", ()) == ()
    assert [c.source for c in carried([source], "m3", ())] == ["a"]


@given(sources)
def test_repeating_takes_nothing_twice(items: list[Source[str]]) -> None:
    first = carried(items, "m2", ())
    assert carried(items, "m2", {c.source for c in first}) == ()


@given(sources)
def test_what_was_nonpublic_stays_nonpublic(items: list[Source[str]]) -> None:
    public = {item.key: item.public for item in items}
    assert all(c.public is public[c.source] and c.reasons for c in carried(items, "m2", ()))
