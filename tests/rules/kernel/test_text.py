"""Text is stored in one spelling, without what nobody can see."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from kernel.errors import RuleViolation
from kernel.forms import Form
from kernel.text import (
    MAX_COMBINING,
    TooManyAccents,
    UnreadableCharacter,
    has_something_to_see,
    tidied,
)


@pytest.mark.parametrize(
    "character", ["\x00", "\x02", "\x1b", "\x7f", "\x85", "\u202e", "\ud800", "\ufffe"]
)
def test_characters_that_nobody_can_see_are_refused(character: str) -> None:
    with pytest.raises(UnreadableCharacter):
        tidied(f"Rat{character}haus")


@pytest.mark.parametrize(
    "text", ["„Straße“ – 5\u00a0€", "a\tb\nc", "👩\u200d🔧", "مرحبا \u2067x\u2069", "e\u00adi"]
)
def test_typography_emoji_and_other_scripts_survive(text: str) -> None:
    assert tidied(text) == text


def test_letters_are_composed_and_lines_end_in_one_way() -> None:
    assert tidied("Bu\u0308rger\r\nForum\rHamburg\u2028") == "Bürger\nForum\nHamburg\n"


def test_a_pile_of_accents_is_refused_before_it_is_sorted() -> None:
    assert tidied("a" + "\u0316" * MAX_COMBINING)
    with pytest.raises(TooManyAccents):
        tidied("a" + "\u0316" * (MAX_COMBINING + 1))


class Title(Form):
    """A form with one line of text."""

    title = StringField()


def test_a_form_shows_what_is_refused_at_its_field() -> None:
    form = Title(MultiDict({"title": "Rat\x00haus"}))
    assert not form.validate()
    assert form.title.errors == [UnreadableCharacter.message]


def test_a_form_hands_on_tidied_text() -> None:
    assert Title(MultiDict({"title": " Bu\u0308rger "})).title.data == "Bürger"


@settings(deadline=None)
@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    try:
        once = tidied(text)
    except RuleViolation:
        return
    assert tidied(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("text", ["a", "ü", "س", "한", "字", "👍", "\u200bx", "?", "👩\u200d🚒"])
def test_what_shows_is_something(text: str) -> None:
    assert has_something_to_see(text)


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\u200d\ufe0f", "\u00a0\u2060", "\u3164", "\u2800", "\U000e0041"]
)
def test_what_nobody_sees_is_nothing(text: str) -> None:
    assert not has_something_to_see(text)
