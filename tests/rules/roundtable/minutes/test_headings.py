"""Levels of headings are repaired and moved; what is shown stays as it was."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import RuleViolation
from kernel.markdown import render
from kernel.markdown.blocks import blocks_of, headings_in
from roundtable.minutes.printing import mended
from roundtable.minutes.printing.headings import moved


@pytest.mark.parametrize(
    ("written", "repaired"),
    [
        ("# A\n\n### B", "# A\n\n## B"),
        ("### A\n\ntext\n\n##### B\n\n### C", "# A\n\ntext\n\n## B\n\n# C"),
        ("#A", "# A"),
        ("A\n===\n\nB\n---\n\nText", "# A\n\n## B\n\nText"),
        ("# A #\n\n> ### B", "# A\n\n> ## B"),
        ("- ### A\n- text", "- # A\n- text"),
        ("#\n\nText", "\n\nText"),
        ("Text ohne\nÜberschrift\n\n    # code", "Text ohne\nÜberschrift\n\n    # code"),
    ],
)
def test_levels_are_repaired(written: str, repaired: str) -> None:
    assert mended(written) == repaired


def test_headings_move_below_those_of_the_document() -> None:
    assert moved("# A\n\n## B\n\n## C") == "### A\n\n#### B\n\n#### C"


def test_a_text_that_cannot_be_shown_is_left_alone() -> None:
    assert mended("# A\n\n" + "[" * 300) == "# A\n\n" + "[" * 300


PIECES = st.sampled_from(
    ["# ", "## ", "### ", "###### ", "#", "- ", "1. ", "> ", "    ", "\n", "\n\n", "\n---\n", "\n===\n",
     "*", "`", "A", "Wort "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_what_is_shown_never_changes(text: str) -> None:
    try:
        before = blocks_of(render(text).html)
    except RuleViolation:
        return
    for changed in (mended(text), moved(text)):
        assert blocks_of(render(changed).html) == before


@settings(deadline=None)
@given(TEXTS)
def test_a_second_repair_changes_nothing(text: str) -> None:
    assert mended(mended(text)) == mended(text)


@given(st.lists(st.integers(1, 6), max_size=8))
def test_no_level_is_skipped_afterwards(levels: list[int]) -> None:
    repaired = mended("\n\n".join(f"{'#' * level} Titel" for level in levels))
    found = [len(marks) for marks in re.findall(r"^#+", repaired, flags=re.MULTILINE)]
    assert len(found) == len(levels)
    assert all(after <= before + 1 for before, after in zip([0, *found], found, strict=False))
    shown = [heading.level - 2 for heading in headings_in(blocks_of(render(repaired).html))]
    assert shown == found
