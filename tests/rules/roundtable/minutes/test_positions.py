"""Bytes and units name the same places; a place inside a character is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.positions import InsideCharacter, byte_of, utf16_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXT, st.data())
def test_both_measures_agree_at_every_character(text, data) -> None:
    head = text[: data.draw(st.integers(0, len(text)))]
    byte, unit = len(head.encode()), len(head.encode("utf-16-le")) // 2
    assert (utf16_of(text, byte), byte_of(text, unit)) == (unit, byte)


@given(TEXT, st.integers(-3, 200))
def test_a_byte_is_converted_there_and_back_or_refused(text, byte) -> None:
    places = {len(text[:at].encode()) for at in range(len(text) + 1)}
    if byte in places:
        assert byte_of(text, utf16_of(text, byte)) == byte
        return
    with pytest.raises(InsideCharacter):
        utf16_of(text, byte)


@pytest.mark.parametrize("byte", [1, 3, 4, 5, -1, 7])
def test_a_byte_inside_a_character_or_outside_is_refused(byte) -> None:
    with pytest.raises(InsideCharacter):
        utf16_of("ä😀", byte)


@pytest.mark.parametrize("unit", [2, -1, 4])
def test_a_unit_inside_an_emoji_or_outside_is_refused(unit) -> None:
    with pytest.raises(InsideCharacter):
        byte_of("ä😀", unit)
