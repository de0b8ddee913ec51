"""A number is given once: it neither moves nor comes back."""

from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.numbering import (
    Numbered,
    item_numbers,
    meeting_number,
    resolution_number,
)

Item = Numbered[str]


def test_public_and_nonpublic_items_count_apart_and_children_below_their_parent() -> None:
    items = [
        Item("a"),
        Item("b", public=False),
        Item("c"),
        Item("c1", parent="c"),
        Item("c2", parent="c"),
        Item("b1", parent="b", public=False),
    ]
    assert item_numbers(items) == {
        "a": "Ö 1",
        "b": "N 1",
        "c": "Ö 2",
        "c1": "Ö 2.1",
        "c2": "Ö 2.2",
        "b1": "N 1.1",
    }


def test_an_addition_gets_the_next_number_wherever_it_stands() -> None:
    items = [Item("new"), Item("a", number="Ö 1"), Item("b", number="Ö 2")]
    assert item_numbers(items) == {"new": "Ö 3", "a": "Ö 1", "b": "Ö 2"}


def test_the_number_of_an_item_that_is_gone_does_not_come_back() -> None:
    assert item_numbers([Item("a", number="Ö 1"), Item("c")], ["Ö 1", "Ö 2"])["c"] == "Ö 3"
    assert item_numbers([Item("c")], ["Ö 2.1"])["c"] == "Ö 3"


def test_an_item_that_became_nonpublic_gets_a_new_number_with_its_children() -> None:
    items = [
        Item("a", public=False, number="Ö 1"),
        Item("a1", public=False, parent="a", number="Ö 1.1"),
        Item("b"),
    ]
    assert item_numbers(items) == {"a": "N 1", "a1": "N 1.1", "b": "Ö 2"}


def test_nine_is_followed_by_ten() -> None:
    assert item_numbers([Item("b")], [f"Ö {n}" for n in range(1, 10)]) == {"b": "Ö 10"}


def test_meetings_and_resolutions_have_gapless_numbers() -> None:
    assert meeting_number("RT", 2026, []) == (1, "RT-2026-01")
    assert meeting_number("RT", 2026, [1, 2, 3]) == (4, "RT-2026-04")
    assert meeting_number("WB", 2026, range(100)) == (100, "WB-2026-100")
    assert resolution_number("RT-2026-04", [1, 2]) == (3, "RT-2026-04/3")


@st.composite
def agendas(draw: st.DrawFn) -> list[Item]:
    """Items and their children, in any order of the page."""
    tops = [Item(f"t{n}", draw(st.booleans())) for n in range(draw(st.integers(0, 6)))]
    children = [
        Item(f"{top.key}.{n}", top.public, top.key)
        for top in tops
        for n in range(draw(st.integers(0, 2)))
    ]
    return draw(st.permutations([*tops, *children]))


@given(agendas(), agendas())
def test_what_has_a_number_keeps_it_and_none_is_given_twice(
    first: list[Item], later: list[Item]
) -> None:
    given_first = item_numbers(first)
    kept = [Item(i.key, i.public, i.parent, given_first[i.key]) for i in first]
    added = [Item(f"n{i.key}", i.public, f"n{i.parent}" if i.parent else None) for i in later]
    second = item_numbers([*added, *kept])
    assert {key: second[key] for key in given_first} == given_first
    assert len(set(second.values())) == len(first) + len(later)


@given(agendas())
def test_the_letter_says_whether_the_public_may_read_it(items: list[Item]) -> None:
    numbers = item_numbers(items)
    assert all(numbers[i.key].startswith("Ö " if i.public else "N ") for i in items)
    assert numbers == item_numbers(items)
