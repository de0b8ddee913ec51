"""A wish for a change names a place that is in the text."""

import pytest

from roundtable.minutes.rules.objections import names_a_place

TEXT = "Es kamen\nzwölf Menschen.\n\nAlle stimmten zu."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("zwölf Menschen", True),
        ("Es kamen zwölf", True),
        (" Alle \n stimmten ", True),
        ("dreizehn Menschen", False),
        ("", False),
        (" \n", False),
    ],
)
def test_the_quote_is_looked_for_word_by_word(quote: str, found) -> None:
    assert names_a_place(TEXT, quote) is found
