"""Lines that stand for rows: found, added once, drawn once, never falsified."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.blocks import (
    line_of,
    mark_of,
    marks_in,
    parts,
    with_line,
)
from roundtable.minutes.rules.facts import written

SHOWN = {"Abstimmung 3": "> Ja: 5", "Beschluss RT-2026-02/1": "> Wortlaut", "Anwesenheit": "> Anna"}
NEEDED = ["Abstimmung 3", "Beschluss RT-2026-02/1"]
TEXTS = st.lists(
    st.sampled_from(
        ["", "Wort", "  Wort", "[[Abstimmung 3]]", "[[Abstimmung 9]]", "[[Anwesenheit]]"]
    ),
    max_size=8,
).map("\n".join)


def _whole(text: str, shown, needed) -> str:
    return written(parts(text, shown, needed)).text


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("[[Abstimmung 3]]", "Abstimmung 3"),
        ("  [[ Abstimmung   3 ]] ", "Abstimmung 3"),
        ("[[Beschluss RT-2026-02/1]]", "Beschluss RT-2026-02/1"),
        ("[[Auftrag 4]]", "Auftrag 4"),
        ("[[Anwesenheit]]", "Anwesenheit"),
        ("Siehe [[Abstimmung 3]]", ""),
        ("[[Abstimmung 3]] war knapp", ""),
        ("[Abstimmung 3]", ""),
        ("[[Gedicht 3]]", ""),
        ("[[Beschluss RT-2026-02/1 und mehr]]", ""),
    ],
)
def test_a_line_is_a_mark_or_it_is_not(line, mark) -> None:
    assert mark_of(line) == mark


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "[[Auftrag 4]]\n"),
        ("Wort", "Wort\n\n[[Auftrag 4]]\n"),
        ("Wort\n", "Wort\n\n[[Auftrag 4]]\n"),
        ("Wort\n\n", "Wort\n\n[[Auftrag 4]]\n"),
        ("[[Abstimmung 3]]\n", "[[Abstimmung 3]]\n[[Auftrag 4]]\n"),
        ("[[ Auftrag 4 ]]\nWort", "[[ Auftrag 4 ]]\nWort"),
    ],
)
def test_a_line_is_added_at_the_end_once(text, after) -> None:
    assert with_line(text, "Auftrag 4") == after


def test_blocks_are_written_out_at_their_place_and_words_stay() -> None:
    text = "Vorher\n[[Abstimmung 3]]\nNachher\n\n[[Beschluss RT-2026-02/1]]"
    assert _whole(text, SHOWN, NEEDED) == "Vorher\n\n> Ja: 5\n\nNachher\n\n> Wortlaut"


def test_what_is_missing_comes_at_the_end_and_what_is_doubled_once() -> None:
    text = "[[Anwesenheit]]\nWort\n[[Anwesenheit]]\nWorte"
    assert _whole(text, SHOWN, NEEDED) == "> Anna\n\nWort\nWorte\n\n> Ja: 5\n\n> Wortlaut"
    assert _whole("Wort", SHOWN, []) == "Wort"


def test_a_mark_of_something_else_remains_words() -> None:
    assert _whole("a\n[[Abstimmung 9]]\nb", SHOWN, []) == "a\nAbstimmung 9\nb"


@given(TEXTS)
def test_each_block_stands_once_and_no_word_is_lost(text) -> None:
    found = parts(text, SHOWN, NEEDED)
    marks = [part.mark for part in found if part.is_block]
    assert sorted(marks) == sorted({*NEEDED, *(m for m in marks_in(text) if m in SHOWN)})
    written = [line for part in found if not part.is_block for line in part.text.split("\n")]
    typed = [line for line in text.split("\n") if line.strip() and mark_of(line) not in SHOWN]
    assert [w.strip() for w in written if w.strip()] == [
        (mark_of(line) or line).strip() for line in typed
    ]


@given(TEXTS)
def test_adding_twice_is_adding_once_and_changes_nothing_before_it(text) -> None:
    added = with_line(text, "Auftrag 4")
    assert with_line(added, "Auftrag 4") == added
    assert added.startswith(text)
    assert added.split("\n").count(line_of("Auftrag 4")) == 1
