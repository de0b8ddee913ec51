"""Splices turn the old text into the new one, touch little else, and never take long."""

from itertools import pairwise
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.positions import InsideCharacter
from roundtable.minutes.rules.splices import Splice, spliced, splices

WORDS = st.sampled_from(
    ["Grüße", "Straße", " ", "\n", "😀", "ä", "ja", "nein", ".", "👍🏽", "e\u0301"]
)
TEXT = st.lists(WORDS, max_size=30).map("".join)


@given(TEXT, TEXT)
def test_splices_turn_the_old_text_into_the_new(old, new) -> None:
    assert spliced(old, splices(old, new)) == new


@given(TEXT, TEXT)
def test_splices_run_backwards_without_touching_each_other(old, new) -> None:
    found = splices(old, new)
    assert all(later.start >= earlier.end for later, earlier in pairwise(found))
    assert all(change.text or change.end > change.start for change in found)


@given(TEXT)
def test_an_unchanged_text_needs_none(text) -> None:
    assert splices(text, text) == ()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "a", (Splice(0, 0, "a"),)),
        ("a", "", (Splice(0, 1, ""),)),
        ("Straße", "Strasse", (Splice(4, 6, "ss"),)),
        ("😀", "😁", (Splice(0, 4, "😁"),)),
        ("eins\nzwei\ndrei\n", "eins\nzwo\ndrei\n", (Splice(7, 9, "o"),)),
        (
            "Anna sagt ja.\nBen auch.\n",
            "Anna sagte ja.\nBen nicht.\n",
            (Splice(18, 22, "nicht"), Splice(9, 9, "e")),
        ),
        ("a\nb\nc\n", "c\na\nb\n", (Splice(4, 6, ""), Splice(0, 0, "c\n"))),
    ],
)
def test_only_what_changed_is_touched(old, new, found) -> None:
    assert splices(old, new) == found


@pytest.mark.parametrize(
    "texts",
    [
        ("\n" * 50_000, "\n" * 30_000 + "x" + "\n" * 19_000),
        ("x " * 25_000, "y x " * 12_500),
        ("x" * 50_000, "y" * 50_000),
        ("ab\n" * 16_000, "ba\nab\n" * 8_000),
        ("a b\n" * 600 + "c", "b a\n" * 600 + "d"),
    ],
)
def test_a_hostile_text_takes_no_longer(texts) -> None:
    begun = process_time()
    assert spliced(texts[0], splices(*texts)) == texts[1]
    assert process_time() - begun < 4


def test_a_long_real_text_is_cut_finely() -> None:
    chance = Random(3)
    lines = [f"Satz {n} über {chance.randrange(50)} Vorhaben der Stadt.\n" for n in range(900)]
    edited = [
        line.replace("Vorhaben", "Pläne") if n % 90 == 0 else line for n, line in enumerate(lines)
    ]
    assert len(splices("".join(lines), "".join(edited))) == 10


def test_a_splice_inside_a_character_is_refused() -> None:
    with pytest.raises(InsideCharacter):
        spliced("ä", [Splice(1, 1, "x")])
