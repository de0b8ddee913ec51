"""Two versions in one text: without what is new it is the old one, without what is gone the new one."""

from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.changes import Kind, Part, changed_items, parts
from roundtable.minutes.rules.public import Content, Head, Item

HEAD = Head(*[""] * 9)
TEXTS = st.text(alphabet="ab ä😀\n", max_size=40)


def without(kind: Kind, found: tuple[Part, ...]) -> str:
    return "".join(part.text for part in found if part.kind is not kind)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_the_parts(old: str, new: str) -> None:
    found = parts(old, new)
    assert without(Kind.NEW, found) == old
    assert without(Kind.GONE, found) == new
    assert all(part.text for part in found)


def test_a_changed_word_is_marked_alone() -> None:
    assert parts("Es kamen 12 Leute.\n", "Es kamen 21 Leute.\n")[0] == Part(Kind.SAME, "Es kamen ")


def test_only_items_that_say_something_else_are_listed() -> None:
    same = Item("Ö 1", public=True, title="", text="Begrüßung")
    old, new = (Item("Ö 2", public=True, title="", text=text) for text in ("alt", "neu"))
    added = Item("Ö 3", public=True, title="", text="dazu")
    found = changed_items(Content(HEAD, (), (same, old)), Content(HEAD, (), (same, new, added)))
    assert [change.item for change in found] == [new, added]
    assert found[1].parts == (Part(Kind.NEW, "dazu"),)
