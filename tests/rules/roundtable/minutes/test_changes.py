"""Two versions in one text: without what is new it is the old one, without what is gone the new one."""

from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.changes import (
    Kind,
    Part,
    Passage,
    beside,
    changed_items,
    parts,
    passages,
)
from roundtable.minutes.rules.facts import Fact
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


def test_no_word_is_cut_and_neighbours_that_changed_are_one() -> None:
    old = "Die Betriebe wollen mitmachen, wenn Vereine früh Bescheid sagen."
    new = "Die Betriebe machen mit, wenn Vereine vier Wochen vorher Bescheid sagen."
    assert parts(old, new) == (
        Part(Kind.SAME, "Die Betriebe "),
        Part(Kind.GONE, "wollen mitmachen,"),
        Part(Kind.NEW, "machen mit,"),
        Part(Kind.SAME, " wenn Vereine "),
        Part(Kind.GONE, "früh"),
        Part(Kind.NEW, "vier Wochen vorher"),
        Part(Kind.SAME, " Bescheid sagen."),
    )


def test_words_that_only_came_are_marked_alone() -> None:
    assert parts("Es kamen Leute.", "Es kamen viele Leute.") == (
        Part(Kind.SAME, "Es kamen "),
        Part(Kind.NEW, "viele "),
        Part(Kind.SAME, "Leute."),
    )


@given(TEXTS, TEXTS)
def test_changes_begin_and_end_between_words(old: str, new: str) -> None:
    found = parts(old, new)
    for at, part in enumerate(found):
        if part.kind is not Kind.SAME:
            continue
        beside_it = [found[i] for i in (at - 1, at + 1) if 0 <= i < len(found)]
        assert all(other.kind is not Kind.SAME for other in beside_it)
        for other in found[max(0, at - 2) : at]:
            assert part.text[0].isspace() or other.kind is Kind.SAME or other.text[-1].isspace()
        for other in found[at + 1 : at + 3]:
            assert part.text[-1].isspace() or other.kind is Kind.SAME or other.text[0].isspace()


def test_only_items_that_say_something_else_are_listed() -> None:
    same = Item("Ö 1", public=True, title="", text="Begrüßung")
    old, new = (Item("Ö 2", public=True, title="", text=text) for text in ("alt", "neu"))
    added = Item("Ö 3", public=True, title="", text="dazu")
    found = changed_items(Content(HEAD, (), (same, old)), Content(HEAD, (), (same, new, added)))
    assert [change.item for change in found] == [new, added]
    assert found[1].passages == (Passage("", "dazu"),)


def test_passages_are_whole_lines_before_and_after() -> None:
    old = "Begrüßung\nEs kamen 12 Leute, sagt Anna.\nEnde\nweg\n"
    new = "Begrüßung\nEs kamen 21 Leute, sagt Ben.\nEnde\ndazu 1\ndazu 2\n"
    assert passages(old, new) == [
        Passage("Es kamen 12 Leute, sagt Anna.", "Es kamen 21 Leute, sagt Ben."),
        Passage("weg", "dazu 1\ndazu 2"),
    ]


def test_a_passage_tells_what_changed_in_its_lines() -> None:
    (one,) = passages("Es kamen 12 Leute.", "Es kamen 21 Leute.")
    assert [part.text for part in one.parts] == ["Es kamen ", "12", "21", " Leute."]


def test_a_line_at_the_end_is_a_passage_of_its_own() -> None:
    assert passages("Beginn\nEnde", "Beginn\nEnde\n\nEin Satz.") == [Passage("", "Ein Satz.")]


@given(TEXTS, TEXTS)
def test_equal_texts_have_no_passages_and_passages_are_in_the_texts(old: str, new: str) -> None:
    assert passages(old, old) == []
    for one in passages(old, new):
        assert one.before in old
        assert one.after in new


def test_a_fact_that_stayed_is_one_line_and_one_that_changed_is_told() -> None:
    kept = Fact("Abstimmung 1", "> **Abstimmung 1: Halle**\n>\n> Ja: 2")
    old, new = (Fact("Auftrag 1", f"> **Auftrag 1: Liste**\n>\n> Wer: {who}") for who in "AB")
    items = [
        Item("Ö 1", True, "", f"{kept.text}\n\n{task.text}", (kept, task)) for task in (old, new)
    ]
    was, now = beside(*items)
    assert was == f"[[Abstimmung 1]]\n\n{old.text}"
    assert now == f"[[Abstimmung 1]]\n\n{new.text}"
    assert beside(None, items[1]) == ("", items[1].text)
