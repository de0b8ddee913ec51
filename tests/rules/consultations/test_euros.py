"""Amounts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.consultations.rules.euros import cents_of, euros_of


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("6600", 660_000),
        ("6.600", 660_000),
        ("6 600,50 €", 660_050),
        ("0,5", 50),
        ("1.234.567,89", 123_456_789),
    ],
)
def test_amounts_are_read_as_germans_write_them(typed, cents) -> None:
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "viel", "-5", "6,600.50", "1,234", "12.34", "9" * 40, "\u0661"]
)
def test_what_is_no_amount_is_refused(typed) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        cents_of(typed)


@given(st.integers(0, 10**13))
def test_what_a_form_shows_is_read_as_the_same_amount(cents) -> None:
    assert cents_of(euros_of(cents)) == cents
