"""Versions have one spelling, and none can be exchanged unnoticed."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.versions import Draft, canonical_json, first_fault, seal

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from("abc"), parts),
    max_leaves=8,
)


@given(VALUES)
def test_the_spelling_of_a_value_is_its_only_one(value) -> None:
    written = canonical_json(value)
    assert unicodedata.is_normalized("NFC", written.decode())
    assert b"\\r" not in written


def test_order_line_ends_and_composition_make_no_difference() -> None:
    one = canonical_json({"b": "a\u0308\r\n", "a": [1, True, None]})
    assert one == canonical_json({"a": (1, True, None), "b": "ä\n"})
    assert one == '{"a":[1,true,null],"b":"ä\\n"}'.encode()


@pytest.mark.parametrize("value", [1.5, b"x", {1: "x"}, {"ä": 1, "a\u0308": 2}, {1, 2}])
def test_what_has_no_one_spelling_is_refused(value) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def a_chain():
    first = seal(Draft(1, {"text": "eins"}), None)
    second = seal(Draft(2, {"text": "zwei"}, "Einwendung"), first)
    return [first, second, seal(Draft(3, {"text": "drei"}, "Zahl"), second)]


def test_a_chain_holds() -> None:
    versions = a_chain()
    assert first_fault(versions) is None
    assert [v.previous_sha256 for v in versions[1:]] == [v.sha256 for v in versions[:-1]]


def test_another_text_under_the_same_number_breaks_the_chain() -> None:
    first, second, third = a_chain()
    forged = replace(second, json=second.json.replace(b"zwei", b"acht"))
    assert first_fault([first, forged, third]) == 2
    other = seal(Draft(2, {"text": "acht"}, "Einwendung"), first)
    assert first_fault([first, other, third]) == 3


def test_a_missing_or_renumbered_version_breaks_the_chain() -> None:
    first, second, third = a_chain()
    assert first_fault([first, third]) == 2
    assert first_fault([second, third]) == 1
    assert first_fault([first, replace(second, number=3)]) == 2


@pytest.mark.parametrize("number", [0, 1, 3])
def test_only_the_next_number_can_be_sealed(number) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        seal(Draft(number, {}), a_chain()[0])
